import type { NetworkGraph } from "../network-graph.js";
import type { Route, RouteTree } from "../router.js";
import { checkNode, noRoute, routeOverArcs, routeWithoutSearch } from "./found-route.js";
import { nextArc } from "./next-hop.js";
import type { TreeCosts } from "./target-search.js";

/** The route of a source that `routeWithoutSearch` does not answer, and as far as which the tree is settled. */
export function routeOnTree(graph: NetworkGraph, tree: TreeCosts, source: number): Route {
  if (tree.costs[source] === Number.POSITIVE_INFINITY) return noRoute("disconnected");
  const arcs: number[] = [];
  for (let node = source; node !== tree.target; node = graph.heads[arcs[arcs.length - 1]]) {
    arcs.push(nextArc(graph, tree, node));
  }
  return routeOverArcs(graph, source, arcs);
}

/** What callers get of a complete tree. */
export function treeAnswers(graph: NetworkGraph, tree: TreeCosts): RouteTree {
  const { target, costs } = tree;
  return {
    target,
    costs,
    nextHop(node) {
      checkNode(graph, node);
      if (node === target) return target;
      const arc = nextArc(graph, tree, node);
      return arc < 0 ? -1 : graph.heads[arc];
    },
    routeFrom: (source) => routeWithoutSearch(graph, source, target) ?? routeOnTree(graph, tree, source),
  };
}
