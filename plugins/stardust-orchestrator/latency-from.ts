import { type Route, UnsupportedQueryError, type World } from "../../index.js";

/** One-way latencies to a node from the nearest of some others, as the network is now. */
export class LatencyFrom {
  readonly #routes: readonly ((node: number) => Route)[];

  constructor(world: World, sources: readonly number[]) {
    this.#routes = sources.map((source) => routesFrom(world, source));
  }

  /** ms; Infinity where none of them has a way there. */
  to(node: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const route of this.#routes) {
      const found = route(node);
      if (found.reachable && found.latencyMs < least) least = found.latencyMs;
    }
    return least;
  }
}

/** One tree serves all targets, where the router has trees: a way is as long in one direction as in the other. */
function routesFrom(world: World, source: number): (node: number) => Route {
  try {
    const tree = world.routesTo(source);
    return (node) => tree.routeFrom(node);
  } catch (error) {
    if (!(error instanceof UnsupportedQueryError)) throw error;
    return (node) => world.route(source, node);
  }
}
