import { z } from "zod";
import type { NetworkGraph } from "../network-graph.js";
import { defineRouter, type Route, type RouterInstance } from "../router.js";
import { noRoute, routeOverArcs, routeWithoutSearch } from "./found-route.js";
import { arcsTo, Frontier } from "./frontier.js";
import { GeometricBound } from "./geometric-bound.js";

/**
 * `a-star`: one pair at a time, guided by how long light would take straight to the target (Hart, Nilsson and
 * Raphael, "A formal basis for the heuristic determination of minimum cost paths", IEEE Transactions on Systems
 * Science and Cybernetics 4(2), 1968). Costs agree with `dijkstra`'s to rounding; among equal ones it may choose others.
 */
export const aStar = defineRouter({
  name: "a-star",
  description: "one pair at a time, guided by the straight line to the target",
  config: z.strictObject({}),
  queries: ["route"],
  setup: () => new AStarRouter(),
});

class AStarRouter implements RouterInstance {
  readonly #frontier = new Frontier();
  readonly #bound = new GeometricBound();
  #graph!: NetworkGraph;

  update(graph: NetworkGraph): void {
    this.#graph = graph;
    this.#bound.update(graph);
  }

  route(source: number, target: number): Route {
    const graph = this.#graph;
    return routeWithoutSearch(graph, source, target) ?? this.#search(graph, source, target);
  }

  #search(graph: NetworkGraph, source: number, target: number): Route {
    const { offsets, heads, costs, relays, nodeCount } = graph;
    const frontier = this.#frontier;
    const bound = this.#bound;
    bound.aimAt(target);
    frontier.begin(nodeCount);
    frontier.reach(source, 0, bound.from(source), -1, -1);
    while (!frontier.isEmpty) {
      const node = frontier.take();
      if (node === target) return routeOverArcs(graph, source, arcsTo(frontier, target));
      const cost = frontier.costOf(node);
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const head = heads[arc];
        if (relays[head] !== 1 && head !== target) continue;
        const total = cost + costs[arc];
        if (total < frontier.costOf(head)) frontier.reach(head, total, total + bound.from(head), arc, node);
      }
    }
    return noRoute("disconnected");
  }
}
