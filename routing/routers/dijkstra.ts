import { z } from "zod";
import type { NetworkGraph } from "../network-graph.js";
import { defineRouter, type FoundRoute, type Route, type RouterInstance, type RouteTree } from "../router.js";
import { BucketSearch, suitsBuckets } from "./bucket-search.js";
import { checkNode, routeWithoutSearch } from "./found-route.js";
import { Frontier } from "./frontier.js";
import { HeapSearch } from "./heap-search.js";
import { kDisjoint } from "./k-disjoint.js";
import { kShortest } from "./k-shortest.js";
import type { SeveralWays } from "./several-ways.js";
import { type SearchGraph, type SearchTree, searchGraph, type TargetSearch } from "./target-search.js";
import { routeOnTree, treeAnswers } from "./tree-answers.js";
import { TreeStore } from "./tree-store.js";

/**
 * `dijkstra`: least-cost routes by trees rooted at the target. A tree is kept for as long as the tick lasts,
 * grown only as far as the sources asked about, and grown on when others ask.
 */
export const dijkstra = defineRouter({
  name: "dijkstra",
  description: "shortest-path trees towards each target, on typed arrays",
  config: z.strictObject({}),
  queries: ["route", "tree", "k-shortest", "k-disjoint"],
  setup: () => new DijkstraRouter(),
});

export class DijkstraRouter implements RouterInstance {
  readonly #buckets = new BucketSearch();
  readonly #heap = new HeapSearch();
  readonly #trees = new TreeStore();
  #search: TargetSearch = this.#heap;
  #graph!: SearchGraph;
  /** The tree that the search can still grow. */
  #growing: SearchTree | undefined;
  #inward = new Float64Array(0);
  readonly #frontier = new Frontier();

  update(graph: NetworkGraph): void {
    if (graph.costs !== graph.latencyMs && this.#inward.length < graph.arcCount) {
      this.#inward = new Float64Array(graph.arcCount);
    }
    this.#graph = searchGraph(graph, this.#inward);
    this.#search = suitsBuckets(this.#graph) ? this.#buckets : this.#heap;
    this.#search.prepare(this.#graph);
    this.#trees.reset(graph.nodeCount, this.#search.keepsHops);
    this.#growing = undefined;
  }

  route(source: number, target: number): Route {
    const { graph } = this.#graph;
    return (
      routeWithoutSearch(graph, source, target) ?? routeOnTree(graph, this.#treeFor(target, source), source)
    );
  }

  tree(target: number): RouteTree {
    const { graph } = this.#graph;
    checkNode(graph, target);
    const tree = this.#treeFor(target, -1);
    this.#trees.lend(tree);
    return treeAnswers(graph, tree);
  }

  kShortest(source: number, target: number, k: number): FoundRoute[] {
    return kShortest(this.#severalWays(source, target, k), k);
  }

  kDisjoint(source: number, target: number, k: number): FoundRoute[] {
    return kDisjoint(this.#severalWays(source, target, k), k);
  }

  #severalWays(source: number, target: number, k: number): SeveralWays {
    const { graph } = this.#graph;
    if (!Number.isInteger(k) || k < 1)
      throw new RangeError(`expected k as a whole number of at least 1; got ${k}`);
    const best = this.route(source, target);
    return {
      graph,
      source,
      target,
      best,
      toTarget: this.#treeFor(target, -1).costs,
      frontier: this.#frontier,
    };
  }

  /** The tree of a target, settled at least as far as `source`; all of it for -1. */
  #treeFor(target: number, source: number): SearchTree {
    const known = this.#trees.get(target);
    const tree = known ?? this.#trees.add(target);
    if (known !== undefined && isSettled(known, source)) return known;
    if (known === undefined || known !== this.#growing) this.#search.begin(tree);
    // A tree asked for again, after the search has turned to others, is likely to be asked for more.
    const isAbandoned = known !== undefined && known !== this.#growing;
    this.#growing = tree;
    this.#search.advance(isAbandoned ? -1 : source);
    return tree;
  }
}

function isSettled(tree: SearchTree, source: number): boolean {
  if (tree.settledUpTo === Number.POSITIVE_INFINITY) return true;
  return source >= 0 && tree.costs[source] <= tree.settledUpTo;
}
