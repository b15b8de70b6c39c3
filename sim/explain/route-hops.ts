import type { LinkClass } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";

/** One link of a route, in the direction of travel. */
export interface RouteHop {
  readonly from: number;
  readonly to: number;
  readonly kind: LinkClass["kind"];
  readonly lengthKm: number;
  readonly latencyMs: number;
  readonly bandwidthBps: number;
}

/** The links of a path; undefined where the tick's network has one of them no more. */
export function hopsOf(graph: NetworkGraph, path: readonly number[]): RouteHop[] | undefined {
  const hops: RouteHop[] = [];
  for (const [i, to] of path.slice(1).entries()) {
    const from = path[i];
    const arc = cheapestArc(graph, from, to);
    if (arc < 0) return undefined;
    const { kind, bandwidthBps } = graph.classes[graph.table.linkClass[graph.links[arc]]];
    const lengthKm = graph.table.lengthKm[graph.links[arc]];
    hops.push({ from, to, kind, lengthKm, latencyMs: graph.latencyMs[arc], bandwidthBps });
  }
  return hops;
}

/** Cost of a path in what the router minimises, added up from the target outward; Infinity where a link is gone. */
export function costOf(graph: NetworkGraph, path: readonly number[]): number {
  let cost = 0;
  for (let i = path.length - 2; i >= 0; i--) {
    const arc = cheapestArc(graph, path[i], path[i + 1]);
    cost += arc < 0 ? Number.POSITIVE_INFINITY : graph.costs[arc];
  }
  return cost;
}

/** Of parallel links the first of those that cost least, which is what routers take; -1 for none. */
function cheapestArc({ offsets, heads, costs }: NetworkGraph, from: number, to: number): number {
  let best = -1;
  for (let arc = offsets[from]; arc < offsets[from + 1]; arc++) {
    if (heads[arc] === to && (best < 0 || costs[arc] < costs[best])) best = arc;
  }
  return best;
}
