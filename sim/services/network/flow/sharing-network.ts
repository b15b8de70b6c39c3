import { FlowRecords } from "./flow-records.js";
import { grown } from "./grown.js";
import { ListPool, roomFor } from "./list-pool.js";

/** A port is watched from when the ceilings of its flows add up to its capacity, until they are well below. */
const WATCH_SHARE = 1 - 1e-9;
const UNWATCH_SHARE = 0.98;

/** Stands for a capacity without limit: sums of it stay finite. */
const MOST_BPS = 1e18;

/** A port's record: numbers beside one another, so that whoever looks at a port touches one cache line. */
export const PORT_SHIFT = 3;
/** Where the port is watched: what its flows send, less those that have given up their rates, bit/s. */
export const LOAD = 0;
/** Where it is watched: a rate that no flow with its bottleneck elsewhere exceeds, bit/s. */
export const FASTEST = 1;
/** Used while shares are computed: how many of its flows rise, what it is, and the last rate given elsewhere. */
export const RISING = 2;
export const STATE = 3;
export const LATEST = 4;

/**
 * Who shares what: ports with capacities, flows as lists of ports, and from each to the other.
 *
 * Each flow has a *ceiling* somewhat above its rate. A port whose flows' ceilings add up to less than its capacity
 * cannot be full, and whoever computes shares need not look at it: it is not *watched*. So of a way of twenty links
 * there are a few to look at, as long as rates stay below ceilings.
 */
export class SharingNetwork {
  readonly pool = new ListPool();
  readonly flows = new FlowRecords();
  ports = new Float64Array(64 << PORT_SHIFT);

  // By port.
  capacityBps = new Float64Array(64);
  watched = new Uint8Array(64);
  /** Rate of the flows that have their bottleneck here; Infinity where none has. */
  levelBps = new Float64Array(64).fill(Number.POSITIVE_INFINITY);
  /** In the pool: its members as flows from `memberStart` on, and their places in the flows' lists a room later. */
  memberStart = new Int32Array(64);
  memberCount = new Int32Array(64);
  #memberRoom = new Int32Array(64);
  /** Sum of its flows' ceilings. */
  #ceilingSumBps = new Float64Array(64);

  // By flow.
  /** At least its rate. */
  ceilingBps = new Float64Array(64);
  /** In the pool: its ports, and its places among their members a room later. */
  listStart = new Int32Array(64);
  listCount = new Int32Array(64);

  portEnd = 0;
  flowEnd = 0;
  readonly #freePorts: number[] = [];
  readonly #freeFlows: number[] = [];

  /** The level of its bottleneck; 0 before it has one. */
  rateBps(flow: number): number {
    const port = this.flows.bottleneck(flow);
    return port < 0 ? 0 : this.levelBps[port];
  }

  addPort(capacityBps: number): number {
    const port = this.#freePorts.pop() ?? this.portEnd++;
    if (this.portEnd > this.capacityBps.length) this.#growPorts();
    this.capacityBps[port] = usable(capacityBps);
    this.watched[port] = 0;
    this.levelBps[port] = Number.POSITIVE_INFINITY;
    this.memberCount[port] = 0;
    this.#memberRoom[port] = 0;
    this.#ceilingSumBps[port] = 0;
    return port;
  }

  /** Only for a port without members. */
  removePort(port: number): void {
    const room = this.#memberRoom[port];
    if (room > 0) this.pool.release(this.memberStart[port], 2 * room);
    this.#memberRoom[port] = 0;
    this.watched[port] = 0;
    this.levelBps[port] = Number.POSITIVE_INFINITY;
    this.#freePorts.push(port);
  }

  /** @returns whether it is another one than before */
  setCapacity(port: number, capacityBps: number): boolean {
    const capacity = usable(capacityBps);
    if (capacity === this.capacityBps[port]) return false;
    this.capacityBps[port] = capacity;
    this.#watchWhereNeeded(port);
    return true;
  }

  /** A new flow, of rate 0, with a first guess at its ceiling. */
  addFlow(ports: ArrayLike<number>): number {
    const flow = this.#freeFlows.pop() ?? this.flowEnd++;
    if (this.flowEnd > this.ceilingBps.length) this.#growFlows();
    const count = ports.length;
    const room = roomFor(count);
    const start = this.pool.allocate(2 * room);
    this.listStart[flow] = start;
    this.listCount[flow] = count;
    this.flows.add(flow);
    this.ceilingBps[flow] = 0;
    let ceiling = MOST_BPS;
    for (let k = 0; k < count; k++) {
      const port = ports[k];
      // Where others have their bottleneck it will hardly get more than they do; else it may fill the port, which
      // is watched then: each flow has a watched port from the start.
      ceiling = Math.min(ceiling, this.levelBps[port], this.capacityBps[port]);
      const place = this.#enlist(port, flow, k);
      this.pool.data[start + k] = port;
      this.pool.data[start + room + k] = place;
    }
    for (let k = 0; k < count; k++) if (this.watched[ports[k]] === 1) this.flows.show(flow, ports[k]);
    this.setCeiling(flow, Math.ceil(ceiling));
    return flow;
  }

  removeFlow(flow: number): void {
    const { data } = this.pool;
    const start = this.listStart[flow];
    const count = this.listCount[flow];
    const room = roomFor(count);
    const rate = this.rateBps(flow);
    for (let k = 0; k < count; k++) {
      const port = data[start + k];
      const place = data[start + room + k];
      const members = this.memberStart[port];
      const memberRoom = this.#memberRoom[port];
      const last = --this.memberCount[port];
      const moved = data[members + last];
      const inList = data[members + memberRoom + last];
      data[members + place] = moved;
      data[members + memberRoom + place] = inList;
      data[this.listStart[moved] + roomFor(this.listCount[moved]) + inList] = place;
      this.ports[(port << PORT_SHIFT) + LOAD] -= rate;
      this.#ceilingSumBps[port] = last === 0 ? 0 : this.#ceilingSumBps[port] - this.ceilingBps[flow];
    }
    this.pool.release(start, 2 * room);
    this.listCount[flow] = 0;
    this.flows.remove(flow);
    this.#freeFlows.push(flow);
  }

  /**
   * Ceilings are whole bit/s, so that their sums are exact.
   * @param onWatched gets the ports that come to be watched by it
   */
  setCeiling(flow: number, ceilingBps: number, onWatched?: number[]): void {
    const change = ceilingBps - this.ceilingBps[flow];
    this.ceilingBps[flow] = ceilingBps;
    const { data } = this.pool;
    const start = this.listStart[flow];
    const count = this.listCount[flow];
    for (let k = 0; k < count; k++) this.#ceilingSumBps[data[start + k]] += change;
    for (let k = 0; k < count; k++) {
      const port = data[start + k];
      if (this.#watchWhereNeeded(port)) onWatched?.push(port);
    }
  }

  /** Looks no longer at a port that is nobody's bottleneck and far from being full. */
  unwatchWherePossible(port: number): void {
    if (this.watched[port] === 0 || this.levelBps[port] !== Number.POSITIVE_INFINITY) return;
    if (this.#ceilingSumBps[port] >= UNWATCH_SHARE * this.capacityBps[port]) return;
    this.watched[port] = 0;
    const { data } = this.pool;
    const end = this.memberStart[port] + this.memberCount[port];
    for (let at = this.memberStart[port]; at < end; at++) this.flows.hide(data[at], port);
  }

  #addUp(port: number): void {
    const { data } = this.pool;
    const end = this.memberStart[port] + this.memberCount[port];
    let load = 0;
    let fastest = 0;
    for (let at = this.memberStart[port]; at < end; at++) {
      const rate = this.rateBps(data[at]);
      load += rate;
      if (rate > fastest) fastest = rate;
    }
    this.ports[(port << PORT_SHIFT) + LOAD] = load;
    this.ports[(port << PORT_SHIFT) + FASTEST] = fastest;
  }

  #watchWhereNeeded(port: number): boolean {
    if (this.watched[port] === 1 || this.memberCount[port] === 0) return false;
    if (this.#ceilingSumBps[port] < WATCH_SHARE * this.capacityBps[port]) return false;
    this.watched[port] = 1;
    const { data } = this.pool;
    const end = this.memberStart[port] + this.memberCount[port];
    for (let at = this.memberStart[port]; at < end; at++) this.flows.show(data[at], port);
    this.#addUp(port);
    return true;
  }

  /** @returns the place among the port's members */
  #enlist(port: number, flow: number, k: number): number {
    const place = this.memberCount[port]++;
    let room = this.#memberRoom[port];
    if (place === room) {
      const wanted = roomFor(place + 1);
      const start = this.pool.allocate(2 * wanted);
      const old = this.memberStart[port];
      this.pool.data.copyWithin(start, old, old + place);
      this.pool.data.copyWithin(start + wanted, old + room, old + room + place);
      if (room > 0) this.pool.release(old, 2 * room);
      this.memberStart[port] = start;
      this.#memberRoom[port] = wanted;
      room = wanted;
    }
    this.pool.data[this.memberStart[port] + place] = flow;
    this.pool.data[this.memberStart[port] + room + place] = k;
    return place;
  }

  #growPorts(): void {
    const size = this.portEnd;
    this.capacityBps = grown(this.capacityBps, size);
    this.watched = grown(this.watched, size);
    this.ports = grown(this.ports, size << PORT_SHIFT);
    this.levelBps = grown(this.levelBps, size);
    this.memberStart = grown(this.memberStart, size);
    this.memberCount = grown(this.memberCount, size);
    this.#memberRoom = grown(this.#memberRoom, size);
    this.#ceilingSumBps = grown(this.#ceilingSumBps, size);
  }

  #growFlows(): void {
    const size = this.flowEnd;
    this.ceilingBps = grown(this.ceilingBps, size);
    this.listStart = grown(this.listStart, size);
    this.listCount = grown(this.listCount, size);
  }
}

function usable(capacityBps: number): number {
  return Math.min(Math.max(capacityBps, 0), MOST_BPS);
}
