import type { NetworkGraph, PluginSim } from "../../index.js";
import type { Identified } from "./decision-model.js";
import { rankNames, type Topology } from "./topology.js";
import { withinReach } from "./within-reach.js";

export interface LiveTopologyOptions {
  readonly refreshSeconds: number;
  /** Seconds after which a node must still be in reach; undefined: no look-ahead. */
  readonly horizonSeconds: number | undefined;
  /** Whether latencies are known in whole milliseconds only, as the original's node-info service has them. */
  readonly wholeMs: boolean;
}

/** What is known since a refresh. */
interface Refresh {
  /** Seconds since the start. */
  readonly time: number;
  readonly live: Topology;
  /** At the horizon; worked out when somebody asks. */
  later: NetworkGraph | undefined;
  readonly staying: Map<number, Topology>;
}

/**
 * Databelt's first phase: the network as of the last refresh, and with look-ahead less the nodes that will have no way to the
 * destination at the horizon: they are about to leave. Links that will change do not matter, as long as there is a way.
 */
export class LiveTopology implements Identified {
  readonly #sim: PluginSim;
  readonly #options: LiveTopologyOptions;
  #nameRank: Uint32Array | undefined;
  #refresh: Refresh | undefined;
  #nextNs = 0;

  constructor(sim: PluginSim, options: LiveTopologyOptions) {
    this.#sim = sim;
    this.#options = options;
    const refreshNs = Math.round(options.refreshSeconds * 1e9);
    sim.on("tick", () => {
      if (sim.nowNs < this.#nextNs) return;
      this.#nextNs = (Math.floor(sim.nowNs / refreshNs) + 1) * refreshNs;
      this.#refresh = { time: sim.now, live: this.#look(), later: undefined, staying: new Map() };
    });
  }

  live(): Topology {
    return this.#current.live;
  }

  staying(destination: number): Topology {
    const { horizonSeconds } = this.#options;
    const current = this.#current;
    if (horizonSeconds === undefined) return current.live;
    let topology = current.staying.get(destination);
    if (topology === undefined) {
      current.later ??= this.#sim.world.forecast(current.time + horizonSeconds).graph;
      topology = { ...current.live, present: withinReach(current.later, destination) };
      current.staying.set(destination, topology);
    }
    return topology;
  }

  get #current(): Refresh {
    if (this.#refresh === undefined)
      throw new Error("there is no topology before the first tick; decide after it");
    return this.#refresh;
  }

  /** A copy: the world's arrays are reused. */
  #look(): Topology {
    const { world } = this.#sim;
    const { nodeCount, arcCount, offsets, heads, latencyMs, relays } = world.graph;
    this.#nameRank ??= rankNames([...world.names]);
    const latencies = latencyMs.slice(0, arcCount);
    return {
      nodeCount,
      offsets: offsets.slice(0, nodeCount + 1),
      heads: heads.slice(0, arcCount),
      latencyMs: this.#options.wholeMs ? latencies.map(Math.round) : latencies,
      relays: relays.slice(0, nodeCount),
      nameRank: this.#nameRank,
    };
  }
}
