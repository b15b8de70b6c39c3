import type { NetworkGraph } from "../network-graph.js";

/** A graph made ready for searches that start at the target and go against the direction of travel. */
export interface SearchGraph {
  readonly graph: NetworkGraph;
  /** At arc v -> u, the cost of travelling u -> v. */
  readonly inwardCosts: Float64Array;
  readonly minCost: number;
  readonly maxCost: number;
}

/** Costs of the ways to one target. */
export interface TreeCosts {
  readonly target: number;
  /** Least cost of travel to the target; Infinity where no way is known. */
  readonly costs: Float64Array;
  /**
   * Smallest number of links among the ways of least cost. Kept only where equal costs need it, which is when
   * a link may cost nothing, or so little that adding it changes no bit; else the cost alone gives the order.
   */
  readonly hops?: Uint32Array | undefined;
}

/**
 * What is known of the ways to one target. `costs` (and `hops`, where kept) are final for nodes whose cost is
 * at most `settledUpTo`, and bounds from above for the others.
 */
export interface SearchTree extends TreeCosts {
  /** Infinity once the tree is complete. */
  settledUpTo: number;
}

/** One way of growing shortest-path trees. It works on one tree at a time. */
export interface TargetSearch {
  readonly keepsHops: boolean;
  prepare(graph: SearchGraph): void;
  /** Starts a tree afresh; its arrays are overwritten. */
  begin(tree: SearchTree): void;
  /** Grows the tree last begun until `source` is settled; all of it for -1. */
  advance(source: number): void;
}

/**
 * Reads off what searches need to know of a graph.
 * @param inward room for the costs against the direction of travel, one per arc
 */
export function searchGraph(graph: NetworkGraph, inward: Float64Array): SearchGraph {
  const { costs, latencyMs, arcCount, links } = graph;
  let minCost = Number.POSITIVE_INFINITY;
  let maxCost = 0;
  for (let arc = 0; arc < arcCount; arc++) {
    const cost = costs[arc];
    if (cost < minCost) minCost = cost;
    if (cost > maxCost) maxCost = cost;
  }
  // Light takes as long one way as the other.
  if (costs === latencyMs) return { graph, inwardCosts: costs, minCost, maxCost };
  const firstArc = new Int32Array(graph.table.count).fill(-1);
  for (let arc = 0; arc < arcCount; arc++) {
    const twin = firstArc[links[arc]];
    if (twin < 0) {
      firstArc[links[arc]] = arc;
    } else {
      inward[arc] = costs[twin];
      inward[twin] = costs[arc];
    }
  }
  return { graph, inwardCosts: inward, minCost, maxCost };
}
