import type { SearchGraph, SearchTree, TargetSearch } from "./target-search.js";

const ARITY = 4;
const NOT_QUEUED = -1;

/**
 * Dijkstra's algorithm with a 4-ary heap in typed arrays, ordered by (cost, hops): for graphs whose costs are
 * too uneven for buckets, or where a link may cost nothing. A step from u to v makes (cost, hops) greater
 * even if it costs nothing, so nodes settle in that order, and `hops` ends as the smallest number of links
 * among the ways of least cost.
 */
export class HeapSearch implements TargetSearch {
  readonly keepsHops = true;
  #graph!: SearchGraph;
  #tree!: SearchTree;
  #heap = new Int32Array(0);
  /** Place of each node in the heap. */
  #place = new Int32Array(0);
  #size = 0;

  prepare(graph: SearchGraph): void {
    this.#graph = graph;
    const { nodeCount } = graph.graph;
    if (this.#heap.length < nodeCount) {
      this.#heap = new Int32Array(nodeCount);
      this.#place = new Int32Array(nodeCount);
    }
  }

  begin(tree: SearchTree): void {
    this.#tree = tree;
    this.#place.fill(NOT_QUEUED);
    this.#size = 0;
    tree.costs.fill(Number.POSITIVE_INFINITY, 0, this.#graph.graph.nodeCount);
    tree.costs[tree.target] = 0;
    this.#hops[tree.target] = 0;
    tree.settledUpTo = -1;
    this.#insert(tree.target);
  }

  advance(source: number): void {
    const tree = this.#tree;
    const { costs } = tree;
    while (this.#size > 0) {
      // Only once nothing of the source's own cost is queued are its equals final, too.
      if (source >= 0 && costs[this.#heap[0]] > costs[source]) {
        tree.settledUpTo = Math.max(tree.settledUpTo, costs[source]);
        return;
      }
      this.#settle(this.#pop());
    }
    tree.settledUpTo = Number.POSITIVE_INFINITY;
  }

  get #hops(): Uint32Array {
    return this.#tree.hops as Uint32Array;
  }

  #settle(node: number): void {
    const { graph, inwardCosts } = this.#graph;
    const { offsets, heads, relays } = graph;
    const { costs, target } = this.#tree;
    const hops = this.#hops;
    if (relays[node] !== 1 && node !== target) return;
    const cost = costs[node];
    const hop = hops[node] + 1;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const other = heads[arc];
      const better = cost + inwardCosts[arc];
      const known = costs[other];
      if (better > known || (better === known && hop >= hops[other])) continue;
      if (better === Number.POSITIVE_INFINITY) continue;
      costs[other] = better;
      hops[other] = hop;
      if (this.#place[other] === NOT_QUEUED) this.#insert(other);
      else this.#siftUp(this.#place[other], other);
    }
  }

  #insert(node: number): void {
    this.#siftUp(this.#size++, node);
  }

  #pop(): number {
    const top = this.#heap[0];
    this.#place[top] = NOT_QUEUED;
    const last = this.#heap[--this.#size];
    if (this.#size > 0) this.#siftDown(last);
    return top;
  }

  #siftUp(from: number, node: number): void {
    const heap = this.#heap;
    const place = this.#place;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = heap[parent];
      if (!this.#comesBefore(node, above)) break;
      heap[at] = above;
      place[above] = at;
      at = parent;
    }
    heap[at] = node;
    place[node] = at;
  }

  #siftDown(node: number): void {
    const heap = this.#heap;
    const place = this.#place;
    const size = this.#size;
    let at = 0;
    for (let first = 1; first < size; first = ARITY * at + 1) {
      let best = first;
      const end = Math.min(size, first + ARITY);
      for (let child = first + 1; child < end; child++) {
        if (this.#comesBefore(heap[child], heap[best])) best = child;
      }
      if (!this.#comesBefore(heap[best], node)) break;
      heap[at] = heap[best];
      place[heap[at]] = at;
      at = best;
    }
    heap[at] = node;
    place[node] = at;
  }

  #comesBefore(a: number, b: number): boolean {
    const { costs } = this.#tree;
    if (costs[a] !== costs[b]) return costs[a] < costs[b];
    return this.#hops[a] < this.#hops[b];
  }
}
