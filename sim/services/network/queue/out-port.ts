import { NS_PER_SECOND } from "../../../../orbits/constants.js";
import { type Agenda, type Occurrence, Priority } from "../../../kernel/index.js";
import type { LinkedPorts } from "../link-ports.js";
import { type Lane, LaneRing } from "./lane.js";
import { PacketList, type PacketPool } from "./packet-pool.js";

const BITS = 8;

/** What a port has seen so far. */
export interface QueueFigures {
  readonly port: number;
  /** Packets whose sending has begun. */
  readonly sentPackets: number;
  /** Packets that waited in vain: their link went away. */
  readonly flushedPackets: number;
  /** Packets that found no room. */
  readonly refusedPackets: number;
  /** Waiting of all sent and flushed packets, s; 0 for those that found the port idle. */
  readonly waitedSeconds: number;
  /** Integral of the number of waiting packets over time, packets x s. */
  readonly lengthSeconds: number;
  readonly waitingPackets: number;
}

/**
 * The port of a directed link: a transmitter, the packets that wait for it, and those on the link. One packet is sent at
 * a time; the next is taken from the lowest class, there from the flow whose turn it is.
 *
 * A packet needs one event, its arrival at the next node. The transmitter's choices between two arrivals are made up for
 * before anything that they depend on changes (`catchUp`): while it is busy, a packet of its own is on the link, so that
 * an arrival is always to come.
 */
export class OutPort implements Occurrence {
  readonly port: number;
  capacityBps = 0;
  delayNs = 0;
  exists = false;
  readonly #agenda: Agenda;
  readonly #ports: LinkedPorts;
  readonly #pool: PacketPool;
  readonly #bufferBytes: number;
  readonly #onLanded: (packet: number) => void;
  /** When the transmitter has sent the packet in hand; fractions of ns are kept, so that rates are exact. */
  #freeNs = 0;
  readonly #link = new PacketList();
  /** When the last packet put on the link arrives: links keep the order. */
  #lastArrivalNs = 0;
  #slot = -1;
  /** Ascending by priority. */
  readonly #rings: LaneRing[] = [];
  #waitingPackets = 0;
  #waitingBytes = 0;
  #sentPackets = 0;
  #flushedPackets = 0;
  #refusedPackets = 0;
  #waitedNs = 0;
  #lengthNs = 0;
  #changedNs = 0;

  /** @param onLanded gets packets that have reached the other end */
  constructor(
    port: number,
    agenda: Agenda,
    ports: LinkedPorts,
    pool: PacketPool,
    bufferBytes: number,
    onLanded: (packet: number) => void,
  ) {
    this.port = port;
    this.#agenda = agenda;
    this.#ports = ports;
    this.#pool = pool;
    this.#bufferBytes = bufferBytes;
    this.#onLanded = onLanded;
    this.#changedNs = agenda.nowNs;
    this.#measure();
  }

  /** Whether a packet can be sent without waiting. Must be called before `accept`. */
  isIdle(nowNs: number): boolean {
    if (this.#waitingPackets > 0) this.catchUp(nowNs);
    return this.#waitingPackets === 0 && this.#freeNs <= nowNs && this.capacityBps > 0;
  }

  /** Sends a packet at once: the port is idle. */
  send(packet: number, nowNs: number): void {
    this.#pool.queuedNs[packet] = nowNs;
    this.#start(packet, nowNs);
  }

  /** @returns false where there is no room left for the packet */
  accept(packet: number, lane: Lane, nowNs: number): boolean {
    const pool = this.#pool;
    const bytes = pool.bytes[packet];
    if (this.#waitingBytes + bytes > this.#bufferBytes) {
      this.#refusedPackets++;
      return false;
    }
    this.#noteLength(nowNs);
    this.#waitingPackets++;
    this.#waitingBytes += bytes;
    pool.queuedNs[packet] = nowNs;
    this.#ringOf(lane.priority).push(pool, lane, packet);
    return true;
  }

  /** Lets the transmitter take what it has taken by now. */
  catchUp(nowNs: number): void {
    while (this.#waitingPackets > 0 && this.#freeNs <= nowNs && this.capacityBps > 0) {
      const startNs = this.#freeNs;
      this.#start(this.#takeWaiting(startNs), startNs);
    }
  }

  /** The first packet on the link reaches its end. */
  fire(): void {
    const pool = this.#pool;
    const packet = this.#link.shift(pool);
    if (this.#waitingPackets > 0) this.catchUp(this.#agenda.nowNs);
    this.#slot = -1;
    const next = this.#link.head;
    if (next >= 0) this.#schedule(pool.atNs[next]);
    this.#onLanded(packet);
  }

  /**
   * Takes in what its link is like now.
   * @param lost gets the packets on the link and at the port where the link has gone
   */
  refresh(nowNs: number, lost: number[]): void {
    this.catchUp(nowNs);
    this.#measure();
    if (!this.exists) this.#flush(nowNs, lost);
    else if (this.#waitingPackets > 0) {
      // It may have stood still for want of capacity.
      this.#freeNs = Math.max(this.#freeNs, nowNs);
      this.catchUp(nowNs);
    }
  }

  /** As of `nowNs`. */
  figures(nowNs: number): QueueFigures {
    this.catchUp(nowNs);
    this.#noteLength(nowNs);
    return {
      port: this.port,
      sentPackets: this.#sentPackets,
      flushedPackets: this.#flushedPackets,
      refusedPackets: this.#refusedPackets,
      waitedSeconds: this.#waitedNs / NS_PER_SECOND,
      lengthSeconds: this.#lengthNs / NS_PER_SECOND,
      waitingPackets: this.#waitingPackets,
    };
  }

  #start(packet: number, startNs: number): void {
    const pool = this.#pool;
    const bytes = pool.bytes[packet];
    this.#sentPackets++;
    this.#waitedNs += startNs - pool.queuedNs[packet];
    this.#freeNs = startNs + (bytes * BITS * NS_PER_SECOND) / this.capacityBps;
    const arrivalNs = Math.max(Math.ceil(this.#freeNs + this.delayNs), this.#lastArrivalNs);
    this.#lastArrivalNs = arrivalNs;
    pool.atNs[packet] = arrivalNs;
    this.#link.push(pool, packet);
    this.#ports.carry(this.port, bytes);
    if (this.#slot < 0) this.#schedule(arrivalNs);
  }

  #takeWaiting(nowNs: number): number {
    const pool = this.#pool;
    const rings = this.#rings;
    let at = 0;
    while ((rings[at] as LaneRing).isEmpty) at++;
    const packet = (rings[at] as LaneRing).shift(pool);
    this.#noteLength(nowNs);
    this.#waitingPackets--;
    this.#waitingBytes -= pool.bytes[packet];
    return packet;
  }

  #flush(nowNs: number, lost: number[]): void {
    const pool = this.#pool;
    while (this.#waitingPackets > 0) {
      const packet = this.#takeWaiting(nowNs);
      this.#flushedPackets++;
      this.#waitedNs += nowNs - pool.queuedNs[packet];
      lost.push(packet);
    }
    for (let packet = this.#link.shift(pool); packet >= 0; packet = this.#link.shift(pool)) lost.push(packet);
    if (this.#slot >= 0) this.#agenda.queue.remove(this.#slot, this);
    this.#slot = -1;
    this.#freeNs = nowNs;
    this.#lastArrivalNs = nowNs;
  }

  #measure(): void {
    this.capacityBps = this.#ports.capacityBps(this.port);
    this.delayNs = this.#ports.delayNs(this.port);
    this.exists = this.#ports.exists(this.port);
  }

  #schedule(atNs: number): void {
    this.#slot = this.#agenda.queue.push(atNs, Priority.Normal, this);
  }

  #noteLength(nowNs: number): void {
    this.#lengthNs += this.#waitingPackets * (nowNs - this.#changedNs);
    this.#changedNs = nowNs;
  }

  #ringOf(priority: number): LaneRing {
    const rings = this.#rings;
    let at = 0;
    while (at < rings.length && rings[at]!.priority < priority) at++;
    if (at === rings.length || rings[at]!.priority > priority) rings.splice(at, 0, new LaneRing(priority));
    return rings[at]!;
  }
}
