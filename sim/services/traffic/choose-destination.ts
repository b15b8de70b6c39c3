import { regionHolds } from "../../../orbits/geo-region.js";
import { ecefToGeodetic } from "../../../orbits/geodesy.js";
import { UnsupportedQueryError } from "../../../routing/router.js";
import type { World } from "../../host/world.js";
import type { RandomStream } from "../../kernel/index.js";
import type { Destination } from "./traffic-plan.js";

/** Chooses whom a transfer goes to. What it has found out about a tick it keeps until the next. */
export class DestinationChoice {
  readonly #world: World;
  readonly #random: RandomStream;
  readonly #destination: Destination;
  readonly #nearest = new Map<number, number | undefined>();
  #tick = -1;
  #candidates: Uint32Array;

  constructor(world: World, destination: Destination, random: RandomStream) {
    this.#world = world;
    this.#destination = destination;
    this.#random = random;
    this.#candidates = destination.nodes;
  }

  /** Undefined where there is nobody. */
  of(sender: number): number | undefined {
    this.#look();
    if (this.#destination.choice === "nearest") return this.#nearestTo(sender);
    const candidates = this.#candidates;
    const own = candidates.indexOf(sender);
    const count = own === -1 ? candidates.length : candidates.length - 1;
    if (count === 0) return undefined;
    if (count === 1 && own === -1) return candidates[0];
    const place = this.#random.int(count);
    return candidates[own !== -1 && place >= own ? place + 1 : place];
  }

  #look(): void {
    const world = this.#world;
    if (world.tick === this.#tick) return;
    this.#tick = world.tick;
    this.#nearest.clear();
    const { region, nodes } = this.#destination;
    if (region === undefined) return;
    this.#candidates = nodes.filter((node) => {
      const [x, y, z] = world.position(node);
      return (x !== 0 || y !== 0 || z !== 0) && regionHolds(region, ecefToGeodetic([x, y, z]));
    });
  }

  #nearestTo(sender: number): number | undefined {
    if (this.#nearest.has(sender)) return this.#nearest.get(sender);
    const costs = this.#costsFrom(sender);
    let best: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const node of this.#candidates) {
      const cost = node === sender ? Number.POSITIVE_INFINITY : costs(node);
      if (cost >= least) continue;
      least = cost;
      best = node;
    }
    this.#nearest.set(sender, best);
    return best;
  }

  /** Links have the same cost both ways in all built-in costs, so that one tree towards the sender tells of all. */
  #costsFrom(sender: number): (node: number) => number {
    try {
      const { costs } = this.#world.routesTo(sender);
      return (node) => costs[node] as number;
    } catch (error) {
      if (!(error instanceof UnsupportedQueryError)) throw error;
      return (node) => {
        const route = this.#world.route(sender, node);
        return route.reachable ? route.latencyMs : Number.POSITIVE_INFINITY;
      };
    }
  }
}
