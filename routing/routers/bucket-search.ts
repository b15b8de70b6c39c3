import type { SearchGraph, SearchTree, TargetSearch } from "./target-search.js";

/** Buckets are this much narrower than the cheapest arc, so that no rounding puts both its ends into one. */
const WIDTH_SHARE = 1 - 1e-6;
/** Above this, walking over empty buckets costs more than a heap. */
const MAX_BUCKETS = 1 << 14;
const MAX_BUCKET_NUMBER = 2 ** 31;
/** Below this a cost has no reciprocal in double precision, or one that lost digits. */
const MIN_COST = 1e-300;

/** Whether the costs are even enough for buckets. Where they are, no cost is lost in a sum either. */
export function suitsBuckets({ graph, minCost, maxCost }: SearchGraph): boolean {
  if (!(minCost >= MIN_COST) || maxCost === Number.POSITIVE_INFINITY) return false;
  const perArc = maxCost / (minCost * WIDTH_SHARE);
  return perArc < MAX_BUCKETS - 2 && perArc * graph.nodeCount < MAX_BUCKET_NUMBER;
}

/** The circle of buckets for such costs: how many of them, a power of two, and how many to a unit of cost. */
export function bucketsFor(minCost: number, maxCost: number): { count: number; perCost: number } {
  const perCost = 1 / (minCost * WIDTH_SHARE);
  return { count: 2 ** Math.ceil(Math.log2(Math.ceil(maxCost * perCost) + 2)), perCost };
}

/**
 * Dijkstra's algorithm with buckets (Dial, "Algorithm 360", CACM 12(11), 1969) just narrower than the
 * cheapest arc: nodes of one bucket cannot improve one another, so they need no order among themselves.
 * Buckets are circular linked lists in two arrays; entry `nodeCount + i` is the head of bucket `i`.
 */
export class BucketSearch implements TargetSearch {
  readonly keepsHops = false;
  #graph!: SearchGraph;
  #tree!: SearchTree;
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  #bucketCount = 1;
  #perCost = 0;
  /** Number of the bucket to settle next, counted on past the end of the circle. */
  #current = 0;
  #queued = 0;

  /** The graph must be one that `suitsBuckets`. */
  prepare(graph: SearchGraph): void {
    this.#graph = graph;
    const { count, perCost } = bucketsFor(graph.minCost, graph.maxCost);
    this.#perCost = perCost;
    this.#bucketCount = count;
    const size = graph.graph.nodeCount + this.#bucketCount;
    if (this.#next.length < size) {
      this.#next = new Int32Array(size);
      this.#previous = new Int32Array(size);
    }
  }

  begin(tree: SearchTree): void {
    this.#tree = tree;
    const { nodeCount } = this.#graph.graph;
    const next = this.#next;
    const previous = this.#previous;
    for (let head = nodeCount; head < nodeCount + this.#bucketCount; head++) {
      next[head] = head;
      previous[head] = head;
    }
    tree.costs.fill(Number.POSITIVE_INFINITY, 0, nodeCount);
    tree.costs[tree.target] = 0;
    next[nodeCount] = tree.target;
    previous[nodeCount] = tree.target;
    next[tree.target] = nodeCount;
    previous[tree.target] = nodeCount;
    tree.settledUpTo = -1;
    this.#current = 0;
    this.#queued = 1;
  }

  advance(source: number): void {
    const tree = this.#tree;
    const { costs } = tree;
    while (this.#queued > 0) {
      this.#settleBucket();
      if (source >= 0 && Math.floor(costs[source] * this.#perCost) < this.#current) {
        tree.settledUpTo = Math.max(tree.settledUpTo, costs[source]);
        return;
      }
    }
    tree.settledUpTo = Number.POSITIVE_INFINITY;
  }

  #settleBucket(): void {
    const { graph, inwardCosts } = this.#graph;
    const { nodeCount, offsets, heads, relays } = graph;
    const { costs, target } = this.#tree;
    const next = this.#next;
    const previous = this.#previous;
    const perCost = this.#perCost;
    const mask = this.#bucketCount - 1;
    const bucket = nodeCount + (this.#current++ & mask);
    let queued = this.#queued;
    for (let node = next[bucket]; node !== bucket; node = next[node]) {
      queued--;
      if (relays[node] !== 1 && node !== target) continue;
      const cost = costs[node];
      const end = offsets[node + 1];
      for (let arc = offsets[node]; arc < end; arc++) {
        const other = heads[arc];
        const better = cost + inwardCosts[arc];
        const known = costs[other];
        if (better >= known) continue;
        if (known === Number.POSITIVE_INFINITY) {
          queued++;
        } else {
          const before = previous[other];
          const after = next[other];
          next[before] = after;
          previous[after] = before;
        }
        costs[other] = better;
        const head = nodeCount + ((better * perCost) & mask);
        const first = next[head];
        next[head] = other;
        previous[other] = head;
        next[other] = first;
        previous[first] = other;
      }
    }
    next[bucket] = bucket;
    previous[bucket] = bucket;
    this.#queued = queued;
  }
}
