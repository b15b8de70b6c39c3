import { bucketsFor } from "./bucket-search.js";
import type { ForwardingRow, RowGraph } from "./forwarding-row.js";

/**
 * Works a row out from nothing: Dijkstra's algorithm with buckets as in `BucketSearch`, which also notes next
 * hops and the order of settling. A neighbour that attains a node's cost settles before the node, because its
 * cost is less; so each of them offers itself, and the lowest id can be kept.
 */
export class RowSearch {
  #graph!: RowGraph;
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  #bucketCount = 1;
  #perCost = 0;

  prepare(graph: RowGraph): void {
    this.#graph = graph;
    const { perCost, count } = bucketsFor(graph.minCost, graph.maxCost);
    this.#perCost = perCost;
    this.#bucketCount = count;
    const size = graph.nodeCount + count;
    if (this.#next.length < size) {
      this.#next = new Int32Array(size);
      this.#previous = new Int32Array(size);
    }
  }

  /** Costs and next hops of the nodes that relay; `finishRow` does the rest. */
  fill(row: ForwardingRow): void {
    const { nodeCount, offsets, heads, inwardCosts, isRelay } = this.#graph;
    const { target, costs, nextHops, order } = row;
    const next = this.#next;
    const previous = this.#previous;
    const perCost = this.#perCost;
    const mask = this.#bucketCount - 1;
    for (let head = nodeCount; head <= nodeCount + mask; head++) {
      next[head] = head;
      previous[head] = head;
    }
    costs.fill(Number.POSITIVE_INFINITY);
    nextHops.fill(-1);
    let queued = this.#begin(row);
    let settled = isRelay[target];
    if (settled === 1) order[0] = target;
    for (let bucket = 0; queued > 0; bucket++) {
      const head = nodeCount + (bucket & mask);
      for (let node = next[head]; node !== head; node = next[node]) {
        queued--;
        order[settled++] = node;
        const cost = costs[node];
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
          if (known === Number.POSITIVE_INFINITY) {
            queued++;
          } else {
            const before = previous[other];
            const after = next[other];
            next[before] = after;
            previous[after] = before;
          }
          costs[other] = better;
          nextHops[other] = node;
          const into = nodeCount + ((better * perCost) & mask);
          const first = next[into];
          next[into] = other;
          previous[other] = into;
          next[other] = first;
          previous[first] = other;
        }
      }
      next[head] = head;
      previous[head] = head;
    }
    if (settled < order.length) this.#appendUnreached(row, settled);
  }

  /** Queues the target's relaying neighbours. */
  #begin({ target, costs, nextHops }: ForwardingRow): number {
    const { nodeCount, satelliteCount, isRelay, ownOffsets, ownHeads, ownInwardCosts } = this.#graph;
    const next = this.#next;
    const previous = this.#previous;
    let queued = 0;
    costs[target] = 0;
    nextHops[target] = target;
    const end = ownOffsets[target - satelliteCount + 1];
    for (let arc = ownOffsets[target - satelliteCount]; arc < end; arc++) {
      const node = ownHeads[arc];
      // Two links may join the pair; the cheaper one counts.
      if (isRelay[node] !== 1 || ownInwardCosts[arc] >= costs[node]) continue;
      if (costs[node] === Number.POSITIVE_INFINITY) {
        queued++;
      } else {
        next[previous[node]] = next[node];
        previous[next[node]] = previous[node];
      }
      costs[node] = ownInwardCosts[arc];
      nextHops[node] = target;
      const into = nodeCount + ((costs[node] * this.#perCost) & (this.#bucketCount - 1));
      next[node] = next[into];
      previous[node] = into;
      previous[next[into]] = node;
      next[into] = node;
    }
    return queued;
  }

  #appendUnreached({ costs, order }: ForwardingRow, settled: number): void {
    const { relays } = this.#graph;
    let at = settled;
    for (let i = 0; at < order.length; i++) {
      if (costs[relays[i]] === Number.POSITIVE_INFINITY) order[at++] = relays[i];
    }
  }
}
