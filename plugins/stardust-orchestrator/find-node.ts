import type { ComputeService, RandomStream, World } from "../../index.js";
import type { DemandConfig, PlacementPolicy } from "./config.js";
import { demandOf } from "./demand.js";
import { LatencyFrom } from "./latency-from.js";

/** Where something may go: within a bound of some nodes, or anywhere. */
export interface Bound {
  /** Where what it is bound to is now; the nearest of them counts. */
  readonly sources: readonly number[];
  readonly maxLatencyMs: number;
}

/** Why there is no node for something. */
export type NoPlacement =
  /** No node has enough of everything free. */
  | "no-room"
  /** Nodes have room, and the bound is further than its limit from all of them. */
  | "out-of-bound"
  /** Nodes have room, and there is no way to any of them. */
  | "unreachable"
  /** What it is bound to is not deployed. */
  | "no-upstream";

export interface FoundNode {
  readonly node: number;
  readonly latencyMs: number;
}

export type Found = FoundNode | { readonly reason: NoPlacement; readonly detail: string };

/** Chooses nodes by free resources and latency. */
export class NodeFinder {
  readonly #world: () => World;
  readonly #compute: ComputeService;
  readonly #policy: PlacementPolicy;
  readonly #random: RandomStream;
  /** Hosts by their tiers, in whatever order the last shuffle left them. */
  readonly #hosts = new Map<string, number[]>();

  constructor(world: () => World, compute: ComputeService, policy: PlacementPolicy, random: RandomStream) {
    this.#world = world;
    this.#compute = compute;
    this.#policy = policy;
    this.#random = random;
  }

  /**
   * A node with room and within the bound: by `random` each of those as likely (Stardust draws nodes until one will do,
   * which is the same where one will, and never ends where none does), by `nearest` the one of the least latency, the
   * lowest id among equals. Nodes of `without` do not count.
   */
  find(demand: DemandConfig, bound: Bound | undefined, without: ReadonlySet<number>): Found {
    if (bound?.sources.length === 0)
      return { reason: "no-upstream", detail: "what it is bound to is not deployed" };
    const request = demandOf(demand);
    const latency = bound && new LatencyFrom(this.#world(), bound.sources);
    const most = bound?.maxLatencyMs ?? Number.POSITIVE_INFINITY;
    const hosts = this.#hostsOf(demand);
    let best: FoundNode | undefined;
    let withRoom = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < hosts.length; i++) {
      if (this.#policy === "random") this.#draw(hosts, i);
      const node = hosts[i];
      if (without.has(node) || !this.#compute.canPlace(node, request)) continue;
      withRoom++;
      const latencyMs = latency?.to(node) ?? 0;
      least = Math.min(least, latencyMs);
      if (latencyMs > most || latencyMs === Number.POSITIVE_INFINITY) continue;
      if (this.#policy === "random") return { node, latencyMs };
      const isBetter =
        best === undefined ||
        latencyMs < best.latencyMs ||
        (latencyMs === best.latencyMs && node < best.node);
      if (isBetter) best = { node, latencyMs };
    }
    return best ?? whyNone(hosts.length, withRoom, least, most);
  }

  /** The next element of a random order (Fisher and Yates), whatever order the elements are in. */
  #draw(hosts: number[], i: number): void {
    const j = i + this.#random.int(hosts.length - i);
    const host = hosts[i];
    hosts[i] = hosts[j];
    hosts[j] = host;
  }

  #hostsOf({ tiers }: DemandConfig): number[] {
    const key = JSON.stringify(tiers ?? null);
    let hosts = this.#hosts.get(key);
    if (hosts === undefined) {
      const all =
        tiers === undefined ? this.#compute.hosts() : tiers.flatMap((tier) => [...this.#compute.hosts(tier)]);
      hosts = [...new Set(all)];
      this.#hosts.set(key, hosts);
    }
    return hosts;
  }
}

function whyNone(hosts: number, withRoom: number, least: number, most: number): Found {
  if (withRoom === 0) return { reason: "no-room", detail: `none of ${hosts} nodes has enough free` };
  const room = `${withRoom} of ${hosts} nodes have room`;
  if (least === Number.POSITIVE_INFINITY)
    return { reason: "unreachable", detail: `${room}, and none is reachable` };
  return {
    reason: "out-of-bound",
    detail: `${room}; the nearest is ${least.toFixed(3)} ms away, and the bound is ${most} ms`,
  };
}
