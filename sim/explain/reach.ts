import type { NetworkGraph } from "../../routing/network-graph.js";

/**
 * Which nodes paths from a node get to, 1 each.
 * @param relayAll lets ground nodes relay, whatever the scenario says
 */
export function reachOf(graph: NetworkGraph, source: number, relayAll = false): Uint8Array {
  const { offsets, heads, relays, nodeCount } = graph;
  const reached = new Uint8Array(nodeCount);
  const stack = [source];
  reached[source] = 1;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node !== source && !relayAll && relays[node] !== 1) continue;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const other = heads[arc];
      if (reached[other] === 1) continue;
      reached[other] = 1;
      stack.push(other);
    }
  }
  return reached;
}
