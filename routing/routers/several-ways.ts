import type { NetworkGraph } from "../network-graph.js";
import type { FoundRoute, Route } from "../router.js";
import { routeOverArcs } from "./found-route.js";
import type { Frontier } from "./frontier.js";

/** What a search for several ways between two nodes starts from. */
export interface SeveralWays {
  readonly graph: NetworkGraph;
  readonly source: number;
  readonly target: number;
  /** The best way, or why there is none. */
  readonly best: Route;
  /** Each node's least cost to the target. */
  readonly toTarget: Float64Array;
  readonly frontier: Frontier;
}

/** A way as the arcs it takes. */
export interface Way {
  readonly arcs: readonly number[];
  readonly nodes: readonly number[];
  /** Summed from the target outward. */
  readonly cost: number;
}

export function wayOver({ heads, costs }: NetworkGraph, source: number, arcs: readonly number[]): Way {
  let cost = 0;
  for (let i = arcs.length - 1; i >= 0; i--) cost += costs[arcs[i]];
  return { arcs, nodes: [source, ...arcs.map((arc) => heads[arc])], cost };
}

/** By cost, then fewer links, then lower ids along the way. */
export function compareWays(a: Way, b: Way): number {
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.nodes.length !== b.nodes.length) return a.nodes.length - b.nodes.length;
  const differs = a.nodes.findIndex((node, i) => node !== b.nodes[i]);
  return differs < 0 ? 0 : a.nodes[differs] - b.nodes[differs];
}

export function routesOf(graph: NetworkGraph, source: number, ways: readonly Way[]): FoundRoute[] {
  return ways.map(({ arcs }) => routeOverArcs(graph, source, arcs));
}

/** The cheapest arc from one node to each next one. */
export function arcsAlong({ offsets, heads, costs }: NetworkGraph, nodes: readonly number[]): number[] {
  return nodes.slice(1).map((to, i) => {
    let best = -1;
    for (let arc = offsets[nodes[i]]; arc < offsets[nodes[i] + 1]; arc++) {
      if (heads[arc] === to && (best < 0 || costs[arc] < costs[best])) best = arc;
    }
    return best;
  });
}
