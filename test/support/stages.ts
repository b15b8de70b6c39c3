import type { StaticLink } from "../../orbits/static-links.js";
import type { GroundLinkProtocol } from "../../routing/ground-link-protocol.js";
import type { LinkPlan } from "../../routing/link-plan.js";
import type { LinkProtocol } from "../../routing/link-protocol.js";
import { createLinkStage, type LinkStage } from "../../routing/link-stage.js";
import type { LinkClass } from "../../routing/link-table.js";
import type { NodeTable } from "../../routing/nodes.js";
import { builtInGroundLinkProtocols, builtInLinkProtocols } from "../../routing/topology/index.js";
import { allMembers } from "./frames.js";

export interface IslSpec {
  /** A built-in's name, or a definition. */
  readonly protocol: string | LinkProtocol;
  readonly config?: unknown;
  readonly maxLinks?: number;
  readonly maxRangeKm?: number;
  readonly members?: Uint32Array;
  readonly check?: boolean;
}

export interface GroundSpec {
  readonly protocol: string | GroundLinkProtocol;
  readonly config?: unknown;
  readonly maxLinks?: number;
  readonly maxSlantRangeKm?: number;
  readonly members?: Uint32Array;
  readonly maskDeg?: number;
}

/** A link stage for entries given by little more than the name of their protocol; class = place in the plan. */
export function stageOf(
  nodes: NodeTable,
  isl: readonly IslSpec[],
  ground: readonly GroundSpec[] = [],
  staticLinks: readonly StaticLink[] = [],
): { stage: LinkStage; classes: LinkClass[]; plan: LinkPlan } {
  const protocols = {
    isl: isl.map(({ protocol }) => found(protocol, builtInLinkProtocols)),
    ground: ground.map(({ protocol }) => found(protocol, builtInGroundLinkProtocols)),
  };
  const classes: LinkClass[] = [
    ...isl.map((): LinkClass => ({ kind: "isl", bandwidthBps: 20e9, hopDelayMs: 0 })),
    ...ground.map((): LinkClass => ({ kind: "gsl", bandwidthBps: 4e9, hopDelayMs: 0 })),
    ...staticLinks.map(({ bandwidthBps }): LinkClass => ({ kind: "fixed", bandwidthBps, hopDelayMs: 0 })),
  ];
  const plan: LinkPlan = {
    isl: isl.map((spec, i) => ({
      protocol: { ref: { name: protocols.isl[i].name }, config: configOf(spec.config, protocols.isl[i]) },
      entry: {
        maxLinks: spec.maxLinks ?? 4,
        maxRangeKm: spec.maxRangeKm ?? Number.POSITIVE_INFINITY,
        members: spec.members ?? allMembers(nodes.satelliteCount),
        shells: nodes.shells,
      },
      linkClass: i,
      check: spec.check ?? true,
    })),
    ground: ground.map((spec, i) => {
      const members = spec.members ?? allMembers(nodes.groundCount, nodes.satelliteCount);
      return {
        protocol: {
          ref: { name: protocols.ground[i].name },
          config: configOf(spec.config, protocols.ground[i]),
        },
        entry: {
          maxLinks: spec.maxLinks ?? 1,
          maxSlantRangeKm: spec.maxSlantRangeKm ?? Number.POSITIVE_INFINITY,
          members,
          maskDeg: new Float64Array(members.length).fill(spec.maskDeg ?? 25),
        },
        linkClass: isl.length + i,
      };
    }),
    classes,
  };
  return { stage: createLinkStage(plan, nodes, protocols, staticLinks), classes, plan };
}

function found<P>(protocol: string | P, builtIn: ReadonlyMap<string, P>): P {
  if (typeof protocol !== "string") return protocol;
  const definition = builtIn.get(protocol);
  if (definition === undefined) throw new Error(`no built-in protocol "${protocol}"`);
  return definition;
}

function configOf(
  config: unknown,
  { config: schema }: { readonly config?: { parse(value: unknown): unknown } },
): unknown {
  return schema === undefined ? config : schema.parse(config ?? {});
}
