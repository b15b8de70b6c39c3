import { NS_PER_SECOND } from "../../orbits/constants.js";
import type { LinkTable } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { Route, RouterInstance } from "../../routing/router.js";
import type { TickFrame } from "../../workers/frame.js";

/**
 * The network as it will be at some time: orbits and protocols are known ahead, and what is down is taken to stay
 * down. Belongs to the caller: later ticks do not change it.
 */
export class Forecast {
  readonly #frame: TickFrame;
  readonly #routing: RouterInstance;
  readonly graph: NetworkGraph;

  constructor(frame: TickFrame, graph: NetworkGraph, routing: RouterInstance) {
    this.#frame = frame;
    this.#routing = routing;
    this.graph = graph;
    routing.update(graph, frame.timeNs);
  }

  /** Simulated seconds since the start. */
  get time(): number {
    return this.#frame.timeNs / NS_PER_SECOND;
  }

  /** Earth-fixed km, `[x, y, z]` of every node. */
  get positionsKm(): Float64Array {
    return this.#frame.positionsKm;
  }

  get links(): LinkTable {
    return this.#frame.links;
  }

  isUsable(node: number): boolean {
    return this.#frame.usable[node] === 1;
  }

  /** The way that the scenario's router would find then. */
  route(source: number, target: number): Route {
    if (!this.isUsable(source)) return { reachable: false, reason: "source-unusable" };
    if (!this.isUsable(target)) return { reachable: false, reason: "target-unusable" };
    return this.#routing.route(source, target);
  }

  /** Values of a state plugin then, one per node. @throws RangeError for one that is not in the run */
  state(name: string): Float64Array {
    const values = this.#frame.states.get(name);
    if (values === undefined) throw new RangeError(`no state plugin "${name}" in this run`);
    return values;
  }
}
