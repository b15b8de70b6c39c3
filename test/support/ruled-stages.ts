import type { FrameView } from "../../routing/frame-view.js";
import type { GroundEntry, GroundLinkProtocol } from "../../routing/ground-link-protocol.js";
import type { IslPlanEntry } from "../../routing/link-plan.js";
import type { IslEntry, LinkProtocol } from "../../routing/link-protocol.js";
import { createLinkStage, type LinkStage, type LinkStageOutput } from "../../routing/link-stage.js";
import type { LinkClass, LinkTable } from "../../routing/link-table.js";
import type { NodeTable, WalkerPattern } from "../../routing/nodes.js";
import { builtInGroundLinkProtocols, builtInLinkProtocols } from "../../routing/topology/index.js";
import { nodeTable, shellOf, walkerPositions } from "./circular-orbits.js";
import { allMembers, frameOf, pairKeys } from "./frames.js";

/** An entry of `links.isl` with the rules that a scenario may lay on it. */
export interface RuledIsl
  extends Partial<Pick<IslEntry, "maxLinks" | "maxRangeKm" | "members" | "shells">>,
    Pick<IslPlanEntry, "interShell" | "maxTurnRate" | "setupNs"> {
  readonly protocol: string | LinkProtocol;
  readonly config?: unknown;
}

/** The same of `links.ground`; the mask is one for all, or one for each member. */
export interface RuledGround
  extends Partial<
    Pick<GroundEntry, "maxLinks" | "maxSlantRangeKm" | "members" | "horizons" | "antennas" | "capacity">
  > {
  readonly protocol: string | GroundLinkProtocol;
  readonly config?: unknown;
  readonly maskDeg?: number | Float64Array;
}

/** A link stage of entries with rules; configurations are written as in a scenario. */
export function ruledStage(
  nodes: NodeTable,
  isl: readonly RuledIsl[],
  ground: readonly RuledGround[] = [],
): LinkStage {
  const protocols = {
    isl: isl.map(({ protocol }) => found(protocol, builtInLinkProtocols)),
    ground: ground.map(({ protocol }) => found(protocol, builtInGroundLinkProtocols)),
  };
  const classes: LinkClass[] = [];
  const plan = {
    isl: isl.map((entry, i) => islEntry(nodes, entry, protocols.isl[i], i)),
    ground: ground.map((entry, i) => ({
      protocol: {
        ref: { name: protocols.ground[i].name },
        config: configOf(entry.config, protocols.ground[i]),
      },
      entry: groundEntry(nodes, entry),
      linkClass: isl.length + i,
    })),
    classes,
  };
  return createLinkStage(plan, nodes, protocols);
}

function islEntry(nodes: NodeTable, spec: RuledIsl, protocol: LinkProtocol, i: number): IslPlanEntry {
  const { interShell, maxTurnRate, setupNs } = spec;
  return {
    protocol: { ref: { name: protocol.name }, config: configOf(spec.config, protocol) },
    entry: {
      maxLinks: spec.maxLinks ?? 4,
      maxRangeKm: spec.maxRangeKm ?? Number.POSITIVE_INFINITY,
      members: spec.members ?? allMembers(nodes.satelliteCount),
      shells: spec.shells ?? nodes.shells,
    },
    linkClass: i,
    check: true,
    ...(interShell && { interShell }),
    ...(maxTurnRate && { maxTurnRate }),
    ...(setupNs !== undefined && { setupNs }),
  };
}

function groundEntry(nodes: NodeTable, spec: RuledGround): GroundEntry {
  const members = spec.members ?? allMembers(nodes.groundCount, nodes.satelliteCount);
  const { maskDeg = 25, horizons, antennas, capacity } = spec;
  return {
    maxLinks: spec.maxLinks ?? 1,
    maxSlantRangeKm: spec.maxSlantRangeKm ?? Number.POSITIVE_INFINITY,
    members,
    maskDeg: typeof maskDeg === "number" ? new Float64Array(members.length).fill(maskDeg) : maskDeg,
    ...(horizons && { horizons }),
    ...(antennas !== undefined && { antennas }),
    ...(capacity !== undefined && { capacity }),
  };
}

/** Links of a table as `[a, b]`, those between satellites or those to the ground. */
export function linksIn(table: LinkTable, kind: "isl" | "gsl"): [number, number][] {
  const from = kind === "isl" ? 0 : table.islCount;
  const count = kind === "isl" ? table.islCount : table.gslCount;
  return Array.from({ length: count }, (_, i) => [table.a[from + i], table.b[from + i]]);
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

/** Inter-satellite links as `a-b`, ascending. */
export function islKeys({ links }: LinkStageOutput): string[] {
  return pairKeys(linksIn(links, "isl"));
}

export function pairKey(a: number, b: number): string {
  return `${Math.min(a, b)}-${Math.max(a, b)}`;
}

/** The frame of a Walker shell on circular orbits, seconds after its start. */
export function shellAt(pattern: WalkerPattern, seconds: number): FrameView {
  const shell = shellOf(pattern);
  const frame = frameOf(walkerPositions(pattern, seconds), nodeTable(shell.count, 0, [shell]));
  return { ...frame, timeNs: seconds * 1e9 };
}

/** Look-ahead into such a shell. */
export function lookInto(pattern: WalkerPattern): (timeNs: number) => Float64Array {
  return (timeNs) => walkerPositions(pattern, timeNs / 1e9);
}
