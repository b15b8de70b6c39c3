import type { ForwardingState as RoutedState, Router } from "../../routing/router.js";
import type { World } from "../host/world.js";

/** Unlike every next hop, so that all of the first tick is a change. */
const NOT_YET = -2;
const NO_WAY = -1;

/** The next hop of every node towards every ground node, from tick to tick. */
export class ForwardingState {
  readonly #satelliteCount: number;
  readonly #stationCount: number;
  /** By `node * stationCount + station`; -1 where there is no way. */
  #next: Int32Array;
  #previous: Int32Array;

  constructor(satelliteCount: number, stationCount: number) {
    this.#satelliteCount = satelliteCount;
    this.#stationCount = stationCount;
    const size = (satelliteCount + stationCount) * stationCount;
    this.#next = new Int32Array(size).fill(NOT_YET);
    this.#previous = new Int32Array(size);
  }

  /**
   * Takes over the tick in force: as a whole where the router has forwarding states, since threads share in those,
   * else from one tree for each ground node.
   *
   * @param queries what the world's router answers
   * @throws UnsupportedQueryError where it has neither
   */
  update(world: Pick<World, "routesTo" | "forwardingState">, queries: Router["queries"]): void {
    [this.#next, this.#previous] = [this.#previous, this.#next];
    if (queries.includes("forwarding-state")) this.#takeState(world.forwardingState());
    else this.#takeTrees(world);
  }

  #takeState({ targets, nodeCount, nextHops }: RoutedState): void {
    const next = this.#next.fill(NO_WAY);
    const stations = this.#stationCount;
    for (let i = 0; i < targets.length; i++) {
      const station = targets[i] - this.#satelliteCount;
      for (let node = 0; node < nodeCount; node++) {
        next[node * stations + station] = nextHops[i * nodeCount + node];
      }
    }
  }

  #takeTrees(world: Pick<World, "routesTo">): void {
    const next = this.#next;
    const stations = this.#stationCount;
    const nodeCount = this.#satelliteCount + stations;
    for (let station = 0; station < stations; station++) {
      const tree = world.routesTo(this.#satelliteCount + station);
      for (let node = 0; node < nodeCount; node++) next[node * stations + station] = tree.nextHop(node);
    }
  }

  /**
   * Visits what is another than at the tick before, by node, then ground node; at the first tick, everything.
   *
   * @param visit gets ids; `next` is -1 for a drop
   */
  forEachChange(visit: (node: number, target: number, next: number) => void): void {
    const satellites = this.#satelliteCount;
    const stations = this.#stationCount;
    for (let node = 0; node < satellites + stations; node++) {
      for (let station = 0; station < stations; station++) {
        const at = node * stations + station;
        const target = satellites + station;
        if (node !== target && this.#next[at] !== this.#previous[at]) visit(node, target, this.#next[at]);
      }
    }
  }
}
