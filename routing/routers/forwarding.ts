import { z } from "zod";
import type { NetworkGraph } from "../network-graph.js";
import {
  defineRouter,
  type ForwardingState,
  type FoundRoute,
  type Route,
  type RouterInstance,
  type RouteTree,
} from "../router.js";
import { DijkstraRouter } from "./dijkstra.js";
import type { ForwardingRow } from "./forwarding-row.js";
import { ForwardingRows } from "./forwarding-rows.js";
import { checkNode, routeWithoutSearch } from "./found-route.js";
import type { RowTeam } from "./row-team.js";
import { routeOnTree, treeAnswers } from "./tree-answers.js";

/**
 * `forwarding`: every node's next hop towards every ground node, kept from tick to tick. The row of a target is
 * worked out when somebody asks for it, from the row of the last tick at which somebody did, and equals to the bit
 * what `dijkstra` gives. Ways to satellites, and several ways for a pair, are `dijkstra`'s.
 */
export const forwarding = defineRouter({
  name: "forwarding",
  description: "next hops from everywhere to every ground node, repaired from the tick before",
  config: z.strictObject({}),
  queries: ["route", "tree", "forwarding-state", "k-shortest", "k-disjoint"],
  setup: ({ rowTeam }) => new ForwardingRouter(rowTeam),
});

class ForwardingRouter implements RouterInstance {
  readonly #dijkstra = new DijkstraRouter();
  readonly #rows: ForwardingRows;
  #graph!: NetworkGraph;
  #dijkstraIsOld = true;

  /** @param team works on whole forwarding states; what is asked of single rows is this thread's */
  constructor(team: RowTeam | undefined) {
    this.#rows = new ForwardingRows((target) => this.#exact().tree(target), team);
  }

  update(graph: NetworkGraph): void {
    this.#graph = graph;
    this.#dijkstraIsOld = true;
    this.#rows.update(graph);
  }

  route(source: number, target: number): Route {
    const graph = this.#graph;
    const quick = routeWithoutSearch(graph, source, target);
    if (quick !== undefined) return quick;
    const row = this.#rowOf(target);
    return row === undefined ? this.#exact().route(source, target) : routeOnTree(graph, row, source);
  }

  tree(target: number): RouteTree {
    const graph = this.#graph;
    checkNode(graph, target);
    const row = this.#rowOf(target);
    return row === undefined ? this.#exact().tree(target) : treeAnswers(graph, row);
  }

  forwardingState(): ForwardingState {
    return this.#rows.all();
  }

  kShortest(source: number, target: number, k: number): FoundRoute[] {
    return this.#exact().kShortest(source, target, k);
  }

  kDisjoint(source: number, target: number, k: number): FoundRoute[] {
    return this.#exact().kDisjoint(source, target, k);
  }

  #rowOf(target: number): ForwardingRow | undefined {
    return target < this.#graph.satelliteCount ? undefined : this.#rows.rowOf(target);
  }

  #exact(): DijkstraRouter {
    if (this.#dijkstraIsOld) this.#dijkstra.update(this.#graph);
    this.#dijkstraIsOld = false;
    return this.#dijkstra;
  }
}
