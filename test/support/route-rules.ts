import type { NetworkGraph } from "../../routing/network-graph.js";

/** The rules for routes to one target, read plainly: repeat over all arcs until nothing changes. */
export interface TreeByRules {
  readonly costs: number[];
  /** Smallest number of links among ways of least cost. */
  readonly hops: number[];
  /** -1 where there is no way. */
  readonly nextHop: number[];
}

export function treeByRules(graph: NetworkGraph, target: number): TreeByRules {
  const { nodeCount, offsets, heads, costs: weights, relays } = graph;
  const costs = new Array<number>(nodeCount).fill(Number.POSITIVE_INFINITY);
  const hops = new Array<number>(nodeCount).fill(Number.POSITIVE_INFINITY);
  const nextHop = new Array<number>(nodeCount).fill(-1);
  costs[target] = 0;
  hops[target] = 0;
  nextHop[target] = target;
  const mayPass = (node: number) => relays[node] === 1 || node === target;
  for (let changed = true; changed; ) {
    changed = false;
    for (let node = 0; node < nodeCount; node++) {
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const other = heads[arc];
        if (!mayPass(other)) continue;
        const cost = costs[other] + weights[arc];
        if (cost === Number.POSITIVE_INFINITY) continue;
        if (cost < costs[node] || (cost === costs[node] && hops[other] + 1 < hops[node])) {
          costs[node] = cost;
          hops[node] = hops[other] + 1;
          changed = true;
        }
      }
    }
  }
  for (let node = 0; node < nodeCount; node++) {
    if (node === target || costs[node] === Number.POSITIVE_INFINITY) continue;
    const candidates = [];
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const other = heads[arc];
      const attains = mayPass(other) && costs[other] + weights[arc] === costs[node];
      const before = costs[other] < costs[node] || (costs[other] === costs[node] && hops[other] < hops[node]);
      if (attains && before) candidates.push(other);
    }
    nextHop[node] = Math.min(...candidates);
  }
  return { costs, hops, nextHop };
}
