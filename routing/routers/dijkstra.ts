import { z } from "zod";
import type { NetworkGraph } from "../network-graph.js";
import { defineRouter, type Route, type RouterInstance, type RouteTree } from "../router.js";
import { BucketSearch, suitsBuckets } from "./bucket-search.js";
import { checkNode, noRoute, routeOverArcs, routeWithoutSearch } from "./found-route.js";
import { HeapSearch } from "./heap-search.js";
import { nextArc } from "./next-hop.js";
import { type SearchGraph, type SearchTree, searchGraph, type TargetSearch } from "./target-search.js";
import { TreeStore } from "./tree-store.js";

/**
 * `dijkstra`: least-cost routes by trees rooted at the target. A tree is kept for as long as the tick lasts,
 * grown only as far as the sources asked about, and grown on when others ask.
 */
export const dijkstra = defineRouter({
  name: "dijkstra",
  config: z.strictObject({}),
  queries: ["route", "tree"],
  setup: () => new DijkstraRouter(),
});

class DijkstraRouter implements RouterInstance {
  readonly #buckets = new BucketSearch();
  readonly #heap = new HeapSearch();
  readonly #trees = new TreeStore();
  #search: TargetSearch = this.#heap;
  #graph!: SearchGraph;
  /** The tree that the search can still grow. */
  #growing: SearchTree | undefined;
  #inward = new Float64Array(0);

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
      routeWithoutSearch(graph, source, target) ?? routeFrom(graph, this.#treeFor(target, source), source)
    );
  }

  tree(target: number): RouteTree {
    const { graph } = this.#graph;
    checkNode(graph, target);
    const tree = this.#treeFor(target, -1);
    this.#trees.lend(tree);
    return {
      target,
      costs: tree.costs,
      nextHop(node) {
        checkNode(graph, node);
        if (node === target) return target;
        const arc = nextArc(graph, tree, node);
        return arc < 0 ? -1 : graph.heads[arc];
      },
      routeFrom: (source) => routeWithoutSearch(graph, source, target) ?? routeFrom(graph, tree, source),
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

function routeFrom(graph: NetworkGraph, tree: SearchTree, source: number): Route {
  if (tree.costs[source] === Number.POSITIVE_INFINITY) return noRoute("disconnected");
  const arcs: number[] = [];
  for (let node = source; node !== tree.target; node = graph.heads[arcs[arcs.length - 1]]) {
    arcs.push(nextArc(graph, tree, node));
  }
  return routeOverArcs(graph, source, arcs);
}
