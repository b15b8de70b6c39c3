import type { PacketRoute } from "./packet-route.js";
import type { QueueFlow } from "./queue-flow.js";

const INITIAL = 256;

/**
 * All packets of a run, in columns; a packet is a place in them, used again when it is done. A packet stands in one list
 * at a time (waiting at a port, on a link, acknowledged, to be sent again), chained by `next`.
 */
export class PacketPool {
  next = new Int32Array(INITIAL);
  /** Place of its port on its route. */
  hop = new Int32Array(INITIAL);
  bytes = new Float64Array(INITIAL);
  /** When it reaches the next node; later, when its acknowledgement reaches the source. Whole ns, as all times here. */
  atNs = new Float64Array(INITIAL);
  /** When its source sent it last. */
  sentNs = new Float64Array(INITIAL);
  /** When it came to the port at which it waits. */
  queuedNs = new Float64Array(INITIAL);
  /** How often it was lost. */
  losses = new Uint16Array(INITIAL);
  readonly route: (PacketRoute | undefined)[] = [];
  readonly flow: (QueueFlow | undefined)[] = [];
  /** Packets that are neither done nor yet to be. */
  inUse = 0;
  #count = 0;
  #free = -1;

  /** A packet of so many bytes. */
  take(flow: QueueFlow, bytes: number): number {
    let packet = this.#free;
    if (packet >= 0) this.#free = this.next[packet];
    else {
      if (this.#count === this.next.length) this.#grow();
      packet = this.#count++;
    }
    this.inUse++;
    this.flow[packet] = flow;
    this.bytes[packet] = bytes;
    this.losses[packet] = 0;
    return packet;
  }

  release(packet: number): void {
    this.inUse--;
    this.flow[packet] = undefined;
    this.route[packet] = undefined;
    this.next[packet] = this.#free;
    this.#free = packet;
  }

  #grow(): void {
    const capacity = 2 * this.next.length;
    this.next = wider(this.next, new Int32Array(capacity));
    this.hop = wider(this.hop, new Int32Array(capacity));
    this.bytes = wider(this.bytes, new Float64Array(capacity));
    this.atNs = wider(this.atNs, new Float64Array(capacity));
    this.sentNs = wider(this.sentNs, new Float64Array(capacity));
    this.queuedNs = wider(this.queuedNs, new Float64Array(capacity));
    this.losses = wider(this.losses, new Uint16Array(capacity));
  }
}

function wider<A extends Float64Array | Int32Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** A first-in first-out list of packets, chained through the pool. */
export class PacketList {
  head = -1;
  #tail = -1;

  push(pool: PacketPool, packet: number): void {
    pool.next[packet] = -1;
    if (this.head < 0) this.head = packet;
    else pool.next[this.#tail] = packet;
    this.#tail = packet;
  }

  /** The first packet, removed; -1 of none. */
  shift(pool: PacketPool): number {
    const packet = this.head;
    if (packet >= 0) this.head = pool.next[packet];
    return packet;
  }
}
