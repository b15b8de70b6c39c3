import { type NetworkGraph, type Route, UnsupportedQueryError, type World } from "../../index.js";

/** One-way latencies between nodes as the network is now. What one question took to answer serves those after it. */
export class LatencyMap {
  readonly #world: World;
  #graph: NetworkGraph | undefined;
  readonly #latencies = new Map<number, (node: number) => number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** ms; Infinity where there is no way. */
  between(source: number, node: number): number {
    const world = this.#world;
    if (source === node) return world.isUsable(node) ? 0 : Number.POSITIVE_INFINITY;
    if (!world.isUsable(source) || !world.isUsable(node)) return Number.POSITIVE_INFINITY;
    const { graph } = world;
    if (graph !== this.#graph) {
      this.#graph = graph;
      this.#latencies.clear();
    }
    let latencies = this.#latencies.get(source);
    if (latencies === undefined) {
      latencies = this.#from(source, graph);
      this.#latencies.set(source, latencies);
    }
    return latencies(node);
  }

  /** One tree serves all targets, where the router has trees: a way is as long in one direction as in the other. */
  #from(source: number, { costs, latencyMs }: NetworkGraph): (node: number) => number {
    const world = this.#world;
    try {
      const tree = world.routesTo(source);
      // Where latency is what routes minimise, the tree has it at hand.
      return costs === latencyMs ? (node) => tree.costs[node] : (node) => latencyOf(tree.routeFrom(node));
    } catch (error) {
      if (!(error instanceof UnsupportedQueryError)) throw error;
      return (node) => latencyOf(world.route(source, node));
    }
  }
}

function latencyOf(route: Route): number {
  return route.reachable ? route.latencyMs : Number.POSITIVE_INFINITY;
}
