import { ecefToGeodetic } from "../../orbits/geodesy.js";
import { LinkList } from "../../routing/link-list.js";
import type { IslPlanEntry } from "../../routing/link-plan.js";
import { builtInLinkProtocols } from "../../routing/topology/index.js";
import { ChosenPairs } from "./chosen-pairs.js";
import type { ExplainContext } from "./explain-context.js";
import { refusedByForest, refusedByGreedy, refusedByNeighbours } from "./greedy-refusal.js";
import type { LinkConstraint } from "./link-constraint.js";
import { refusedByLoop } from "./loop-refusal.js";

/** A pair that an entry's protocol left out, and what is known of it. */
export interface LeftOut {
  readonly context: ExplainContext;
  readonly plan: IslPlanEntry;
  readonly a: number;
  readonly b: number;
  /** False where the pair is out of range or behind the Earth, so that protocols never weigh it. */
  readonly admissible: boolean;
}

/** The patterns of planes and slots, and others that leave a pair out whether it is admissible or not. */
const PATTERNS: readonly string[] = ["plus-grid", "brick-a", "brick-b", "ring"];

/**
 * Why the protocol of an entry left a pair of its members out: read off from what it did choose at the tick.
 * Empty where the pair's own geometry says it all.
 */
export function refusedByProtocol(left: LeftOut, chosen: ChosenPairs): LinkConstraint[] {
  const { ref, config } = left.plan.protocol;
  if (ref.url !== undefined) return [{ kind: "not-chosen", protocol: ref.name }];
  const [innerName, suffix] = ref.name.split("+");
  if (suffix === undefined) return refusedBy(innerName, config, left, chosen);
  const inner = rerun(left, innerName, config);
  const refused = refusedBy(innerName, config, left, inner);
  if (!left.admissible) return refused;
  return [...refused, ...refusedByLoop(suffix, left, inner, chosen)];
}

function refusedBy(name: string, config: unknown, left: LeftOut, chosen: ChosenPairs): LinkConstraint[] {
  if (name === "none") return [{ kind: "makes-no-links", protocol: name }];
  if (name === "list" || name === "hypatia") return [{ kind: "not-listed", protocol: name }];
  if (PATTERNS.includes(name)) return [refusedByPattern(name, config, left, chosen)];
  if (!left.admissible) return [];
  const { maxLinks } = left.plan.entry;
  const unknown: LinkConstraint = { kind: "not-chosen", protocol: name };
  switch (name) {
    case "nearest": {
      const { mode = "greedy", hysteresisKm = 0 } = config as {
        readonly mode?: string;
        readonly hysteresisKm?: number;
      };
      if (mode !== "greedy") return refusedByNeighbours(left);
      return [refusedByGreedy(left, chosen, maxLinks, hysteresisKm) ?? unknown];
    }
    case "mst":
      return [refusedByForest(left, chosen, Number.POSITIVE_INFINITY) ?? unknown];
    case "pst":
      return [refusedByForest(left, chosen, maxLinks) ?? unknown];
    default:
      return [unknown];
  }
}

function refusedByPattern(
  protocol: string,
  config: unknown,
  left: LeftOut,
  chosen: ChosenPairs,
): LinkConstraint {
  const { context, a, b } = left;
  const { cutoffLatitudeDeg, ...uncut } = (config ?? {}) as { readonly cutoffLatitudeDeg?: number };
  if (cutoffLatitudeDeg !== undefined && rerun(left, protocol, uncut).has(a, b) !== undefined) {
    const { positionsKm: p } = context.view;
    const latitude = (node: number) =>
      ecefToGeodetic([p[3 * node], p[3 * node + 1], p[3 * node + 2]]).latitudeDeg;
    const node = Math.abs(latitude(a)) >= Math.abs(latitude(b)) ? a : b;
    return { kind: "beyond-cutoff", node, latitudeDeg: latitude(node), cutoffDeg: cutoffLatitudeDeg };
  }
  return { kind: "not-in-pattern", protocol, partners: [chosen.own(a), chosen.own(b)] };
}

/** What a built-in protocol chooses at the tick on its own, without decorators or under another configuration. */
function rerun({ context, plan }: LeftOut, name: string, config: unknown): ChosenPairs {
  const { view, index, tick, reruns } = context;
  const key = `${plan.linkClass} ${name} ${JSON.stringify(config)}`;
  const known = reruns.get(key);
  if (known !== undefined) return known;
  const protocol = builtInLinkProtocols.get(name);
  if (protocol === undefined) throw new Error(`no built-in link protocol is named "${name}"`);
  const links = new LinkList();
  const choose = protocol.setup({ entry: plan.entry, nodes: view.nodes, config });
  choose({ ...view, index, positionsAt: (timeNs) => tick.positionsAt(timeNs) }, links);
  const chosen = new ChosenPairs(links);
  reruns.set(key, chosen);
  return chosen;
}
