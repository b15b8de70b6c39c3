import { isAdmissible } from "../../routing/line-of-sight.js";
import type { LinkClass } from "../../routing/link-table.js";
import type { ExplainContext } from "./explain-context.js";
import { rankedPartners } from "./greedy-refusal.js";
import { satellitesOf } from "./gsl-constraints.js";
import type { RankedLink } from "./link-constraint.js";

/** A link of the tick, and how it stands among others. */
export interface ExistingLink {
  readonly kind: LinkClass["kind"];
  /** Name of the protocol that chose it; null for a link of a static network. */
  readonly protocol: string | null;
  /** Place of its entry in `links.isl` or `links.ground`; null for a link of a static network. */
  readonly entry: number | null;
  readonly lengthKm: number;
  readonly latencyMs: number;
  readonly bandwidthBps: number;
  /** For each end: the rank of the link by length among the node's links of the tick, from 1. */
  readonly ranks: readonly { readonly node: number; readonly rank: number; readonly of: number }[];
  /** Candidates that an end might have been linked to and is not, the first of those passed over. */
  readonly passedOver: readonly { readonly node: number; readonly instead: readonly RankedLink[] }[];
}

const MOST_PASSED_OVER = 3;

/** Protocols that weigh all admissible pairs. */
const WEIGHING: readonly string[] = ["nearest", "mst", "pst"];

/** The link between two nodes at the tick, faults counted; undefined where there is none. */
export function existingLink(context: ExplainContext, a: number, b: number): ExistingLink | undefined {
  const { graph } = context.tick;
  let found = -1;
  for (let arc = graph.offsets[a]; arc < graph.offsets[a + 1]; arc++) {
    // Of parallel links the one that the rules made, which stands first in the table.
    if (graph.heads[arc] === b && (found < 0 || graph.links[arc] < graph.links[found])) found = arc;
  }
  if (found < 0) return undefined;
  const { table, classes } = graph;
  const link = graph.links[found];
  const { kind, bandwidthBps } = classes[table.linkClass[link]];
  const { isl, ground } = context.plan.sky.links;
  const entries = kind === "isl" ? isl : ground;
  const entry = entries.findIndex(({ linkClass }) => linkClass === table.linkClass[link]);
  const isFixed = kind === "fixed";
  return {
    kind,
    protocol: isFixed ? null : entries[entry].protocol.ref.name,
    entry: isFixed ? null : entry,
    lengthKm: table.lengthKm[link],
    latencyMs: graph.latencyMs[found],
    bandwidthBps,
    ranks: [a, b].map((node) => rankOf(context, node, link)),
    passedOver: isFixed ? [] : passedOver(context, kind, entry, a, b),
  };
}

function rankOf({ tick: { graph } }: ExplainContext, node: number, link: number): ExistingLink["ranks"][0] {
  const { offsets, links, table } = graph;
  let rank = 1;
  for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
    const other = links[arc];
    const apart = table.lengthKm[other] - table.lengthKm[link];
    if (apart < 0 || (apart === 0 && other < link)) rank++;
  }
  return { node, rank, of: offsets[node + 1] - offsets[node] };
}

function passedOver(
  context: ExplainContext,
  kind: LinkClass["kind"],
  entry: number,
  a: number,
  b: number,
): ExistingLink["passedOver"] {
  const found =
    kind === "gsl"
      ? [overSatellites(context, Math.max(a, b))]
      : [a, b].map((node) => overPairs(context, entry, node));
  return found.filter(({ instead }) => instead.length > 0);
}

function overSatellites(context: ExplainContext, site: number): ExistingLink["passedOver"][0] {
  if (context.groundEntryOf(site) < 0) return { node: site, instead: [] };
  const linked = satellitesOf(context, site);
  const others = context
    .site(site)
    .ranked()
    .filter(({ node }) => !linked.includes(node));
  return { node: site, instead: others.slice(0, MOST_PASSED_OVER) };
}

/** Patterns pass nothing over: they take what they name. */
function overPairs(context: ExplainContext, entry: number, node: number): ExistingLink["passedOver"][0] {
  const plan = context.islEntry(entry);
  const { ref } = plan.protocol;
  if (ref.url !== undefined || !WEIGHING.includes(ref.name.split("+")[0])) return { node, instead: [] };
  const { positionsKm, usable } = context.view;
  const { members, maxRangeKm } = plan.entry;
  const linked = context.chosenIsls(entry).own(node);
  const others: number[] = [];
  for (const other of members) {
    if (other === node || usable[other] !== 1 || linked.includes(other)) continue;
    if (isAdmissible(positionsKm, node, other, maxRangeKm)) others.push(other);
  }
  return { node, instead: rankedPartners(positionsKm, node, others).slice(0, MOST_PASSED_OVER) };
}
