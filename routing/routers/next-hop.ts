import type { NetworkGraph } from "../network-graph.js";
import type { TreeCosts } from "./target-search.js";

/**
 * The arc that a node sends towards the tree's target: among the neighbours that attain its cost and come
 * before it in the order (cost, hops), to the one with the lowest id. `hops` is the smallest number of links
 * among the ways of least cost; where the tree does not keep it, no two ends of an arc on such a way have
 * equal costs, and the cost alone is that order.
 *
 * This is worked out when asked, from costs alone, so that every way of computing them gives the same hops.
 *
 * @returns -1 for the target, and where there is no way
 */
export function nextArc(
  { offsets, heads, costs, relays }: NetworkGraph,
  tree: TreeCosts,
  node: number,
): number {
  const { target, costs: toTarget, hops } = tree;
  const cost = toTarget[node];
  if (node === target || cost === Number.POSITIVE_INFINITY) return -1;
  // Rows ascend by head, so the first neighbour that fits has the lowest id.
  for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
    const other = heads[arc];
    if (toTarget[other] + costs[arc] !== cost) continue;
    if (relays[other] !== 1 && other !== target) continue;
    if (toTarget[other] < cost || (hops !== undefined && hops[other] < hops[node])) return arc;
  }
  throw new Error(
    `no neighbour of node ${node} attains its cost; were the graph's costs changed since the search?`,
  );
}
