import { regionHolds } from "../../../orbits/geo-region.js";
import { ecefToGeodetic } from "../../../orbits/geodesy.js";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { RandomStream } from "../../kernel/index.js";
import { candidacyOf, type Nearness, nearestByLatency, nearestNode } from "../nearest-node.js";
import { routerTraits } from "../router-traits.js";
import type { ServiceHost } from "../service-host.js";
import type { Destination } from "./traffic-plan.js";

/** Beyond so many candidates they are marked once, and each sender searches among the marks. */
const MOST_ASKED = 64;

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
  /** 1 at each of them; undefined until it is asked for. */
  #candidacy: Uint8Array | undefined;

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
    this.#candidacy = undefined;
    this.#candidates = nodes.filter((node) => {
      const [x, y, z] = world.position(node);
      return (x !== 0 || y !== 0 || z !== 0) && regionHolds(region, ecefToGeodetic([x, y, z]));
    });
  }

  #nearestTo(sender: number): number | undefined {
    const { world, hasTrees } = this.#nearness;
    const { graph } = world;
    if (graph !== this.#graph || !this.#keepsAnswers) {
      this.#graph = graph;
      this.#nearest.clear();
    }
    if (this.#nearest.has(sender)) return this.#nearest.get(sender);
    const nearest =
      this.#candidates.length > MOST_ASKED && hasTrees && graph.costs === graph.latencyMs
        ? this.#search(graph, sender)
        : nearestNode(
            this.#nearness,
            sender,
            this.#candidates.filter((node) => node !== sender),
          );
    this.#nearest.set(sender, nearest);
    return nearest;
  }

  #search(graph: NetworkGraph, sender: number): number | undefined {
    if (!this.#nearness.world.isUsable(sender)) return undefined;
    this.#candidacy ??= candidacyOf(this.#candidates, graph.nodeCount);
    const own = this.#candidacy[sender];
    this.#candidacy[sender] = 0;
    const nearest = nearestByLatency(graph, sender, this.#candidacy);
    this.#candidacy[sender] = own;
    return nearest;
  }
}
