import { z } from "zod";
import { arcBack, type NetworkGraph } from "../network-graph.js";
import { defineRouter, type Route, type RouterInstance } from "../router.js";
import { noRoute, routeOverArcs, routeWithoutSearch } from "./found-route.js";
import { arcsTo, Frontier } from "./frontier.js";
import { searchGraph } from "./target-search.js";

/**
 * `bidirectional`: one pair at a time, by Dijkstra's algorithm from both ends until no shorter meeting is possible
 * (Nicholson, "Finding the shortest route between two points in a network", The Computer Journal 9(3), 1966).
 * Costs agree with `dijkstra`'s to rounding; among equal ones it may choose others.
 */
export const bidirectional = defineRouter({
  name: "bidirectional",
  description: "one pair at a time, from both ends until they meet",
  config: z.strictObject({}),
  queries: ["route"],
  setup: () => new BidirectionalRouter(),
});

class BidirectionalRouter implements RouterInstance {
  readonly #ahead = new Frontier();
  readonly #behind = new Frontier();
  #graph!: NetworkGraph;
  #inward = new Float64Array(0);
  /** Undefined until a query needs it. */
  #inwardCosts: Float64Array | undefined;

  update(graph: NetworkGraph): void {
    this.#graph = graph;
    this.#inwardCosts = undefined;
  }

  route(source: number, target: number): Route {
    const graph = this.#graph;
    return routeWithoutSearch(graph, source, target) ?? this.#search(graph, source, target);
  }

  #search(graph: NetworkGraph, source: number, target: number): Route {
    const inwardCosts = this.#costsAgainstTravel(graph);
    const ahead = this.#ahead;
    const behind = this.#behind;
    ahead.begin(graph.nodeCount);
    behind.begin(graph.nodeCount);
    ahead.reach(source, 0, 0, -1, -1);
    behind.reach(target, 0, 0, -1, -1);
    let meeting = -1;
    let least = Number.POSITIVE_INFINITY;
    while (ahead.leastKey + behind.leastKey < least) {
      const forward = ahead.leastKey <= behind.leastKey;
      const [own, other] = forward ? [ahead, behind] : [behind, ahead];
      const end = forward ? target : source;
      const node = own.take();
      const cost = own.costOf(node);
      const weights = forward ? graph.costs : inwardCosts;
      for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
        const head = graph.heads[arc];
        if (graph.relays[head] !== 1 && head !== end) continue;
        const total = cost + weights[arc];
        if (total >= own.costOf(head)) continue;
        own.reach(head, total, total, arc, node);
        if (total + other.costOf(head) < least) {
          least = total + other.costOf(head);
          meeting = head;
        }
      }
    }
    if (meeting < 0) return noRoute("disconnected");
    const arcs = arcsTo(ahead, meeting);
    for (let node = meeting; node !== target; node = behind.nodeBefore(node)) {
      arcs.push(arcBack(graph, behind.nodeBefore(node), behind.arcTo(node)));
    }
    return routeOverArcs(graph, source, arcs);
  }

  #costsAgainstTravel(graph: NetworkGraph): Float64Array {
    if (this.#inwardCosts === undefined) {
      if (graph.costs !== graph.latencyMs && this.#inward.length < graph.arcCount) {
        this.#inward = new Float64Array(graph.arcCount);
      }
      this.#inwardCosts = searchGraph(graph, this.#inward).inwardCosts;
    }
    return this.#inwardCosts;
  }
}
