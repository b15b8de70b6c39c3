import { NS_PER_SECOND } from "../../../orbits/constants.js";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { LinkCapacities } from "./link-capacities.js";
import type { Ports } from "./transport.js";

/** Ports whose links may be there or not, apart from what they can carry. */
export interface LinkedPorts extends Ports {
  /** Whether its link exists now; it may carry nothing all the same. */
  exists(port: number): boolean;
}

const NS_PER_MS = 1e6;
const BITS = 8;

/**
 * The directed links that transfers have used, what each can carry, and what each has carried. Utilisation is the mean
 * over a window that begins with each tick; at that very instant it is that of the window before.
 */
export class LinkPorts implements LinkedPorts {
  readonly #nodeCount: number;
  readonly #capacities: LinkCapacities;
  readonly #nowNs: () => number;
  readonly #byPair = new Map<number, number>();
  #graph: NetworkGraph | undefined;
  #count = 0;
  #from = new Uint32Array(64);
  #to = new Uint32Array(64);
  #exists = new Uint8Array(64);
  #capacityBps = new Float64Array(64);
  #delayNs = new Float64Array(64);
  /** Bytes of the window, what it could have carried up to `#sinceNs` (bits times ns per second), and the last window's share. */
  #windowBytes = new Float64Array(64);
  #roomBitNs = new Float64Array(64);
  #sinceNs = new Float64Array(64);
  #lastShare = new Float64Array(64);
  #windowNs = 0;
  readonly #sentBytes: Float64Array;
  readonly #receivedBytes: Float64Array;

  constructor(nodeCount: number, capacities: LinkCapacities, nowNs: () => number) {
    this.#nodeCount = nodeCount;
    this.#capacities = capacities;
    this.#nowNs = nowNs;
    this.#sentBytes = new Float64Array(nodeCount);
    this.#receivedBytes = new Float64Array(nodeCount);
  }

  get count(): number {
    return this.#count;
  }

  /** The port from one node to another, if it has been used; else -1. */
  find(from: number, to: number): number {
    return this.#byPair.get(from * this.#nodeCount + to) ?? -1;
  }

  portOf(from: number, to: number): number {
    const key = from * this.#nodeCount + to;
    const known = this.#byPair.get(key);
    if (known !== undefined) return known;
    if (this.#count === this.#from.length) this.#grow();
    const port = this.#count++;
    this.#byPair.set(key, port);
    this.#from[port] = from;
    this.#to[port] = to;
    this.#sinceNs[port] = this.#windowNs;
    if (this.#graph !== undefined) this.#load(port, this.#graph, this.#nowNs());
    // It was there all the time, only nobody sent anything through it.
    this.#roomBitNs[port] = this.#capacityBps[port] * (this.#nowNs() - this.#windowNs);
    return port;
  }

  from(port: number): number {
    return this.#from[port];
  }

  to(port: number): number {
    return this.#to[port];
  }

  exists(port: number): boolean {
    return this.#exists[port] === 1;
  }

  capacityBps(port: number): number {
    return this.#capacityBps[port];
  }

  delayNs(port: number): number {
    return this.#delayNs[port];
  }

  carry(port: number, bytes: number): void {
    this.#windowBytes[port] += bytes;
    this.#sentBytes[this.#from[port]] += bytes;
    this.#receivedBytes[this.#to[port]] += bytes;
  }

  sentBytes(node: number): number {
    return this.#sentBytes[node];
  }

  receivedBytes(node: number): number {
    return this.#receivedBytes[node];
  }

  /** Takes in the network as it is now, or, with the same one, capacities that have changed with time. */
  refresh(graph: NetworkGraph): void {
    this.#graph = graph;
    const nowNs = this.#nowNs();
    for (let port = 0; port < this.#count; port++) this.#load(port, graph, nowNs);
  }

  /**
   * A tick: begins a new window.
   * @param told gets the utilisation of each port that carried something in the last one
   */
  roll(told: (utilisation: number) => void): void {
    const nowNs = this.#nowNs();
    for (let port = 0; port < this.#count; port++) {
      const share = this.#share(port, nowNs);
      this.#lastShare[port] = share;
      if (this.#windowBytes[port] > 0) told(share);
      this.#windowBytes[port] = 0;
      this.#roomBitNs[port] = 0;
      this.#sinceNs[port] = nowNs;
    }
    this.#windowNs = nowNs;
  }

  /** 0 to 1. Where more is booked than could be carried (the transport does not share links), it is 1. */
  utilisation(port: number): number {
    const nowNs = this.#nowNs();
    return nowNs === this.#windowNs ? this.#lastShare[port] : this.#share(port, nowNs);
  }

  /** What the direct link can carry now, whether or not it has a port; 0 where there is none. */
  capacityBetween(graph: NetworkGraph, from: number, to: number): number {
    const arc = arcBetween(graph, from, to);
    return arc < 0 ? 0 : this.#capacityOf(graph, arc, from, to, this.#nowNs());
  }

  #share(port: number, nowNs: number): number {
    const room = this.#roomBitNs[port] + this.#capacityBps[port] * (nowNs - this.#sinceNs[port]);
    const bits = this.#windowBytes[port] * BITS * NS_PER_SECOND;
    if (bits === 0) return 0;
    return bits >= room ? 1 : bits / room;
  }

  #load(port: number, graph: NetworkGraph, nowNs: number): void {
    const arc = arcBetween(graph, this.#from[port], this.#to[port]);
    let capacityBps = 0;
    if (arc >= 0) {
      capacityBps = this.#capacityOf(graph, arc, this.#from[port], this.#to[port], nowNs);
      this.#delayNs[port] = Math.round(graph.latencyMs[arc] * NS_PER_MS);
    }
    this.#exists[port] = arc >= 0 ? 1 : 0;
    this.#setCapacity(port, capacityBps, nowNs);
  }

  #capacityOf(graph: NetworkGraph, arc: number, from: number, to: number, nowNs: number): number {
    const { kind, bandwidthBps } = graph.classes[graph.table.linkClass[graph.links[arc]]];
    return this.#capacities.bpsAt(kind, from, to, bandwidthBps, nowNs);
  }

  #setCapacity(port: number, capacityBps: number, nowNs: number): void {
    if (capacityBps === this.#capacityBps[port]) return;
    this.#roomBitNs[port] += this.#capacityBps[port] * (nowNs - this.#sinceNs[port]);
    this.#sinceNs[port] = nowNs;
    this.#capacityBps[port] = capacityBps;
  }

  #grow(): void {
    const capacity = 2 * this.#from.length;
    const wider = <A extends Float64Array | Uint32Array | Uint8Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.#from = wider(this.#from, new Uint32Array(capacity));
    this.#to = wider(this.#to, new Uint32Array(capacity));
    this.#exists = wider(this.#exists, new Uint8Array(capacity));
    this.#capacityBps = wider(this.#capacityBps, new Float64Array(capacity));
    this.#delayNs = wider(this.#delayNs, new Float64Array(capacity));
    this.#windowBytes = wider(this.#windowBytes, new Float64Array(capacity));
    this.#roomBitNs = wider(this.#roomBitNs, new Float64Array(capacity));
    this.#sinceNs = wider(this.#sinceNs, new Float64Array(capacity));
    this.#lastShare = wider(this.#lastShare, new Float64Array(capacity));
  }
}

/** Of several links between the same nodes, the cheapest is the one that routes go by. */
function arcBetween({ offsets, heads, costs }: NetworkGraph, from: number, to: number): number {
  let low = offsets[from];
  let high = offsets[from + 1];
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (heads[middle] < to) low = middle + 1;
    else high = middle;
  }
  let best = -1;
  for (let arc = low; arc < end && heads[arc] === to; arc++) {
    if (best < 0 || costs[arc] < costs[best]) best = arc;
  }
  return best;
}
