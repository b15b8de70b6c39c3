import { regionHolds } from "../../../orbits/geo-region.js";
import { ecefToGeodetic } from "../../../orbits/geodesy.js";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { RandomStream } from "../../kernel/index.js";
import { type Nearness, nearestNode } from "../nearest-node.js";
import { routerTraits } from "../router-traits.js";
import type { ServiceHost } from "../service-host.js";
import type { Destination } from "./traffic-plan.js";

/** Chooses whom a transfer goes to. What it has found out it keeps for as long as it holds. */
export class DestinationChoice {
  readonly #nearness: Nearness;
  readonly #keepsAnswers: boolean;
  readonly #random: RandomStream;
  readonly #destination: Destination;
  /** By sender, in the network that it was found in. */
  readonly #nearest = new Map<number, number | undefined>();
  #graph: NetworkGraph | undefined;
  /** Those of the tick that it was last asked at. */
  #tick = -1;
  #candidates: Uint32Array;

  constructor({ world, plan }: ServiceHost, destination: Destination, random: RandomStream) {
    const { hasTrees, keepsAnswers } = routerTraits(plan.routing);
    this.#nearness = { world, hasTrees, least: "cost" };
    this.#keepsAnswers = keepsAnswers;
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
    const { region, nodes } = this.#destination;
    const { world } = this.#nearness;
    if (region === undefined || world.tick === this.#tick) return;
    this.#tick = world.tick;
    this.#candidates = nodes.filter((node) => {
      const [x, y, z] = world.position(node);
      return (x !== 0 || y !== 0 || z !== 0) && regionHolds(region, ecefToGeodetic([x, y, z]));
    });
  }

  #nearestTo(sender: number): number | undefined {
    const { graph } = this.#nearness.world;
    if (graph !== this.#graph || !this.#keepsAnswers) {
      this.#graph = graph;
      this.#nearest.clear();
    }
    if (this.#nearest.has(sender)) return this.#nearest.get(sender);
    const others = this.#candidates.filter((node) => node !== sender);
    const nearest = nearestNode(this.#nearness, sender, others);
    this.#nearest.set(sender, nearest);
    return nearest;
  }
}
