import { BucketQueue } from "./bucket-queue.js";
import { bucketsFor } from "./bucket-search.js";
import type { ForwardingRow, RowGraph } from "./forwarding-row.js";

/**
 * Works a row out from nothing: Dijkstra's algorithm with buckets as in `BucketSearch`, which also notes next
 * hops and the order of settling. A neighbour that attains a node's cost settles before the node, because its
 * cost is less; so each of them offers itself, and the lowest id can be kept.
 */
export class RowSearch {
  #graph!: RowGraph;
  readonly #queue = new BucketQueue();
  #bucketCount = 1;
  #perCost = 0;

  prepare(graph: RowGraph): void {
    this.#graph = graph;
    const { perCost, count } = bucketsFor(graph.minCost, graph.maxCost);
    this.#perCost = perCost;
    this.#bucketCount = count;
  }

  /** Costs and next hops of the nodes that relay; `finishRow` does the rest. */
  fill(row: ForwardingRow): void {
    const { target, costs, nextHops, order } = row;
    const { isRelay } = this.#graph;
    costs.fill(Number.POSITIVE_INFINITY);
    nextHops.fill(-1);
    this.#queue.reset(this.#bucketCount);
    this.#begin(row);
    if (isRelay[target] === 1) order[0] = target;
    const settled = this.#settle(row, isRelay[target]);
    if (settled < order.length) this.#appendUnreached(row, settled);
  }

  /** @param from how many nodes are settled already @returns how many are at the end */
  #settle({ costs, nextHops, order }: ForwardingRow, from: number): number {
    const { offsets, heads, inwardCosts } = this.#graph;
    const queue = this.#queue;
    const { heads: first } = queue;
    let { nodes, next, free, count } = queue;
    const perCost = this.#perCost;
    const mask = this.#bucketCount - 1;
    let settled = from;
    for (let number = 0; count > 0; number++) {
      const bucket = number & mask;
      let entry = first[bucket];
      if (entry < 0) continue;
      first[bucket] = -1;
      while (entry >= 0) {
        const node = nodes[entry];
        const after = next[entry];
        next[entry] = free;
        free = entry;
        count--;
        entry = after;
        const cost = costs[node];
        if (((cost * perCost) & mask) !== bucket) continue;
        order[settled++] = node;
        const end = offsets[node + 1];
        for (let arc = offsets[node]; arc < end; arc++) {
          const other = heads[arc];
          const better = cost + inwardCosts[arc];
          const known = costs[other];
          if (better > known) continue;
          if (better === known) {
            if (node < nextHops[other]) nextHops[other] = node;
            continue;
          }
          costs[other] = better;
          nextHops[other] = node;
          const into = (better * perCost) & mask;
          // Infinity is in bucket 0 by this, and in none.
          if (known < Number.POSITIVE_INFINITY && ((known * perCost) & mask) === into) continue;
          if (free < 0) {
            queue.grow();
            ({ nodes, next, free } = queue);
          }
          const added = free;
          free = next[added];
          nodes[added] = other;
          next[added] = first[into];
          first[into] = added;
          count++;
        }
      }
    }
    queue.free = free;
    queue.count = count;
    return settled;
  }

  /** Queues the target's relaying neighbours. */
  #begin({ target, costs, nextHops }: ForwardingRow): void {
    const { satelliteCount, isRelay, ownOffsets, ownHeads, ownInwardCosts } = this.#graph;
    const mask = this.#bucketCount - 1;
    costs[target] = 0;
    nextHops[target] = target;
    const end = ownOffsets[target - satelliteCount + 1];
    for (let arc = ownOffsets[target - satelliteCount]; arc < end; arc++) {
      const node = ownHeads[arc];
      // Two links may join the pair; the cheaper one counts.
      if (isRelay[node] !== 1 || ownInwardCosts[arc] >= costs[node]) continue;
      const known = costs[node];
      costs[node] = ownInwardCosts[arc];
      nextHops[node] = target;
      const into = (costs[node] * this.#perCost) & mask;
      if (known < Number.POSITIVE_INFINITY && ((known * this.#perCost) & mask) === into) continue;
      this.#queue.add(node, into);
    }
  }

  #appendUnreached({ costs, order }: ForwardingRow, settled: number): void {
    const { relays } = this.#graph;
    let at = settled;
    for (let i = 0; at < order.length; i++) {
      if (costs[relays[i]] === Number.POSITIVE_INFINITY) order[at++] = relays[i];
    }
  }
}
