import type { RelayArrays } from "./relay-graph.js";

/** Every node's way to one target. */
export interface ForwardingRow {
  readonly target: number;
  /** Least cost by node, Infinity where there is no way. */
  readonly costs: Float64Array;
  /** The target's own entry is the target; -1 where there is no way. */
  readonly nextHops: Int32Array;
  /** The nodes that relay, about in the order of their costs. */
  readonly order: Int32Array;
}

/** What the rows of a tick are worked out from. */
export interface RowGraph extends RelayArrays {
  readonly nodeCount: number;
  /** Ids below this are satellites, the rest ground nodes. */
  readonly satelliteCount: number;
  /** Whether `rowHeads` and `rowCosts` are filled. */
  readonly fitsRows: boolean;
  /** Of all arcs of the network, which `suitsBuckets`. */
  readonly minCost: number;
  readonly maxCost: number;
}

/**
 * Among the relaying neighbours that attain a node's cost, the one with the lowest id; -1 where there is none.
 * Every link costs something, so that all of them come before the node in the order (cost, hops).
 */
export function lowestHop({ offsets, heads, costs }: RowGraph, toTarget: Float64Array, node: number): number {
  const cost = toTarget[node];
  if (cost === Number.POSITIVE_INFINITY) return -1;
  for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
    if (toTarget[heads[arc]] + costs[arc] === cost) return heads[arc];
  }
  return -1;
}

/** Adds what relaying nodes leave open: the nodes that relay nothing, and hops over the target's own links. */
export function finishRow(graph: RowGraph, row: ForwardingRow): void {
  const { target, costs, nextHops } = row;
  const { satelliteCount, leaves, offsets, heads, costs: weights } = graph;
  for (let i = 0; i < leaves.length; i++) {
    const node = leaves[i];
    let best = Number.POSITIVE_INFINITY;
    let hop = -1;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const cost = costs[heads[arc]] + weights[arc];
      if (cost < best) {
        best = cost;
        hop = heads[arc];
      }
    }
    costs[node] = best;
    nextHops[node] = hop;
  }
  costs[target] = 0;
  nextHops[target] = target;
  const { ownOffsets, ownHeads, ownInwardCosts } = graph;
  const end = ownOffsets[target - satelliteCount + 1];
  for (let arc = ownOffsets[target - satelliteCount]; arc < end; arc++) {
    const node = ownHeads[arc];
    if (ownInwardCosts[arc] > costs[node]) continue;
    costs[node] = ownInwardCosts[arc];
    const hop = lowestHop(graph, costs, node);
    nextHops[node] = hop < 0 || target < hop ? target : hop;
  }
}
