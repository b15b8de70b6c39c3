import { dijkstra as shortestPath } from "graphology-shortest-path";
import { z } from "zod";
import { addToGraphology, type NetworkGraphology, toGraphology } from "../graphology-bridge.js";
import type { NetworkGraph } from "../network-graph.js";
import { defineRouter, type Route, type RouterInstance } from "../router.js";
import { noRoute, routeOverArcs, routeWithoutSearch } from "./found-route.js";

/**
 * `graphology`: the same network handed to graphology-shortest-path's bidirectional Dijkstra. Slow (each
 * tick's network becomes a graph of objects), there to check the others by. Ties fall as they may.
 */
export const graphology = defineRouter({
  name: "graphology",
  description: "the same routes by graphology-shortest-path; slow, to check the others by",
  config: z.strictObject({}),
  queries: ["route"],
  setup: () => new GraphologyRouter(),
});

class GraphologyRouter implements RouterInstance {
  #graph!: NetworkGraph;
  /** All that a path may pass through; ends that relay nothing join for the time of a query. */
  #relays: NetworkGraphology | undefined;

  update(graph: NetworkGraph): void {
    this.#graph = graph;
    this.#relays = undefined;
  }

  route(source: number, target: number): Route {
    const graph = this.#graph;
    const quick = routeWithoutSearch(graph, source, target);
    if (quick !== undefined) return quick;
    this.#relays ??= toGraphology(graph, { keep: (node) => graph.relays[node] === 1 });
    const network = this.#relays;
    const guests = [source, target].filter((node) => !network.hasNode(node));
    for (const node of guests) addToGraphology(network, graph, node);
    // Typed as an array, but null where there is no path.
    const path = shortestPath.bidirectional(network, source, target, "cost") as string[] | null;
    for (const node of guests) network.dropNode(node);
    if (path === null) return noRoute("disconnected");
    return routeOverArcs(graph, source, cheapestArcs(graph, path.map(Number)));
  }
}

function cheapestArcs({ offsets, heads, costs }: NetworkGraph, path: readonly number[]): number[] {
  return path.slice(1).map((to, i) => {
    const from = path[i];
    let best = -1;
    for (let arc = offsets[from]; arc < offsets[from + 1]; arc++) {
      if (heads[arc] === to && (best < 0 || costs[arc] < costs[best])) best = arc;
    }
    return best;
  });
}
