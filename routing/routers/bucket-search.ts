import { BucketQueue } from "./bucket-queue.js";
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
 */
export class BucketSearch implements TargetSearch {
  readonly keepsHops = false;
  #graph!: SearchGraph;
  #tree!: SearchTree;
  readonly #queue = new BucketQueue();
  #bucketCount = 1;
  #perCost = 0;
  /** Number of the bucket to settle next, counted on past the end of the circle. */
  #current = 0;

  /** The graph must be one that `suitsBuckets`. */
  prepare(graph: SearchGraph): void {
    this.#graph = graph;
    const { count, perCost } = bucketsFor(graph.minCost, graph.maxCost);
    this.#perCost = perCost;
    this.#bucketCount = count;
  }

  begin(tree: SearchTree): void {
    this.#tree = tree;
    tree.costs.fill(Number.POSITIVE_INFINITY, 0, this.#graph.graph.nodeCount);
    tree.costs[tree.target] = 0;
    this.#queue.reset(this.#bucketCount);
    this.#queue.add(tree.target, 0);
    tree.settledUpTo = -1;
    this.#current = 0;
  }

  advance(source: number): void {
    const tree = this.#tree;
    const { costs } = tree;
    while (this.#queue.count > 0) {
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
    const { offsets, heads, relays } = graph;
    const { costs, target } = this.#tree;
    const queue = this.#queue;
    const { heads: first } = queue;
    let { nodes, next, free, count } = queue;
    const perCost = this.#perCost;
    const mask = this.#bucketCount - 1;
    const bucket = this.#current++ & mask;
    let entry = first[bucket];
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
      if (relays[node] !== 1 && node !== target) continue;
      const end = offsets[node + 1];
      for (let arc = offsets[node]; arc < end; arc++) {
        const other = heads[arc];
        const better = cost + inwardCosts[arc];
        const known = costs[other];
        if (better >= known) continue;
        costs[other] = better;
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
    queue.free = free;
    queue.count = count;
  }
}
