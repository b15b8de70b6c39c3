import { arcBack, type NetworkGraph } from "../../network-graph.js";
import { BucketSearch, suitsBuckets } from "../bucket-search.js";
import { HeapSearch } from "../heap-search.js";
import { nextArc } from "../next-hop.js";
import type { SearchTree, TargetSearch } from "../target-search.js";
import { isBelievedUp, type UnsettledLink } from "./unsettled-links.js";

/** Trees kept at most, in bytes of their costs; then all are forgotten. */
const MOST_BYTES = 64 * 2 ** 20;

/** An unsettled link among the arcs, from the lower to the higher id and back. */
interface UnsettledArcs {
  readonly link: UnsettledLink;
  readonly out: number;
  readonly back: number;
}

/**
 * The network as each node takes it to be. All share one graph, which has the links that are there and those that some
 * node may still take to be there; costs differ: a link that a node knows nothing of costs Infinity. Nodes that
 * know the same share their trees.
 */
export class Beliefs {
  readonly #buckets = new BucketSearch();
  readonly #heap = new HeapSearch();
  #graph!: NetworkGraph;
  #search: TargetSearch = this.#heap;
  #inwardCosts = new Float64Array(0);
  #unsettled: UnsettledArcs[] = [];
  #trees = new Map<string, SearchTree>();

  /** @param inwardCosts of the graph's arcs against their direction */
  update(graph: NetworkGraph, inwardCosts: Float64Array, links: readonly UnsettledLink[]): void {
    this.#join(graph, inwardCosts, links);
    this.#trees.clear();
    const searched = { graph: this.#graph, inwardCosts: this.#inwardCosts, ...this.#costRange() };
    this.#search = suitsBuckets(searched) ? this.#buckets : this.#heap;
    this.#search.prepare(searched);
  }

  /** Where a node sends what is for the target, by what it knows at a time; -1 where it knows no way. */
  nextHop(node: number, target: number, timeMs: number): number {
    const mistaken = this.#unsettled.filter(({ link }) => isBelievedUp(link, node, timeMs) !== link.isUp);
    return this.#hop(node, target, mistaken);
  }

  /** Whether there is a way, though nobody may know it. */
  isReachable(source: number, target: number): boolean {
    return this.#hop(source, target, []) >= 0;
  }

  #hop(node: number, target: number, mistaken: readonly UnsettledArcs[]): number {
    for (const arcs of mistaken) this.#setCosts(arcs, !arcs.link.isUp);
    const key = [target, ...mistaken.map(({ out }) => out)].join();
    const tree = this.#trees.get(key) ?? this.#grow(key, target);
    const arc = nextArc(this.#graph, tree, node);
    for (const arcs of mistaken) this.#setCosts(arcs, arcs.link.isUp);
    return arc < 0 ? -1 : this.#graph.heads[arc];
  }

  #grow(key: string, target: number): SearchTree {
    const { nodeCount } = this.#graph;
    const { keepsHops } = this.#search;
    if ((this.#trees.size + 1) * nodeCount * (keepsHops ? 12 : 8) > MOST_BYTES) this.#trees.clear();
    const tree: SearchTree = {
      target,
      costs: new Float64Array(nodeCount),
      hops: keepsHops ? new Uint32Array(nodeCount) : undefined,
      settledUpTo: -1,
    };
    this.#search.begin(tree);
    this.#search.advance(-1);
    this.#trees.set(key, tree);
    return tree;
  }

  #setCosts({ link, out, back }: UnsettledArcs, isUp: boolean): void {
    const { costs } = this.#graph;
    costs[out] = isUp ? link.costOut : Number.POSITIVE_INFINITY;
    costs[back] = isUp ? link.costBack : Number.POSITIVE_INFINITY;
    this.#inwardCosts[out] = costs[back];
    this.#inwardCosts[back] = costs[out];
  }

  /** Adds the links that are gone to the graph, and finds the arcs of all links that are not settled. */
  #join(graph: NetworkGraph, inwardCosts: Float64Array, links: readonly UnsettledLink[]): void {
    const gone = arcsOfGone(links);
    const arcCount = graph.arcCount + gone.length;
    const offsets = new Uint32Array(graph.nodeCount + 1);
    const heads = new Uint32Array(arcCount);
    const costs = new Float64Array(arcCount).fill(Number.POSITIVE_INFINITY);
    const inward = new Float64Array(arcCount).fill(Number.POSITIVE_INFINITY);
    /** Where each arc that is there, and each that is gone, now stands. */
    const places = new Uint32Array(graph.arcCount);
    const goneAt = new Map<UnsettledLink, { out: number; back: number }>();
    let at = 0;
    let next = 0;
    for (let node = 0; node < graph.nodeCount; node++) {
      offsets[node] = at;
      let arc = graph.offsets[node];
      const end = graph.offsets[node + 1];
      while (arc < end || gone[next]?.tail === node) {
        if (gone[next]?.tail === node && (arc === end || gone[next].head <= graph.heads[arc])) {
          const { link, head } = gone[next++];
          const place = goneAt.get(link) ?? { out: -1, back: -1 };
          goneAt.set(link, node === link.a ? { ...place, out: at } : { ...place, back: at });
          heads[at++] = head;
        } else {
          places[arc] = at;
          heads[at] = graph.heads[arc];
          costs[at] = graph.costs[arc];
          inward[at++] = inwardCosts[arc++];
        }
      }
    }
    offsets[graph.nodeCount] = at;
    this.#graph = { ...graph, arcCount, offsets, heads, costs };
    this.#inwardCosts = inward;
    this.#unsettled = links.map((link) => {
      const place = goneAt.get(link);
      if (place !== undefined) return { link, ...place };
      return { link, out: places[link.arc], back: places[arcBack(graph, link.a, link.arc)] };
    });
  }

  /** Costs that some node may reckon with. */
  #costRange(): { minCost: number; maxCost: number } {
    const { costs, arcCount } = this.#graph;
    let minCost = Number.POSITIVE_INFINITY;
    let maxCost = 0;
    for (const { link } of this.#unsettled) {
      minCost = Math.min(minCost, link.costOut, link.costBack);
      maxCost = Math.max(maxCost, link.costOut, link.costBack);
    }
    for (let arc = 0; arc < arcCount; arc++) {
      if (costs[arc] < minCost) minCost = costs[arc];
      if (costs[arc] > maxCost && costs[arc] < Number.POSITIVE_INFINITY) maxCost = costs[arc];
    }
    return { minCost, maxCost };
  }
}

interface GoneArc {
  readonly link: UnsettledLink;
  readonly tail: number;
  readonly head: number;
}

/** Both arcs of each link that is gone, by tail and head. */
function arcsOfGone(links: readonly UnsettledLink[]): GoneArc[] {
  return links
    .filter(({ isUp }) => !isUp)
    .flatMap((link) => [
      { link, tail: link.a, head: link.b },
      { link, tail: link.b, head: link.a },
    ])
    .sort((p, q) => p.tail - q.tail || p.head - q.head);
}
