import { PacketList, type PacketPool } from "./packet-pool.js";

/** Packets of one flow and way that wait at one port. */
export class Lane {
  readonly packets = new PacketList();
  readonly priority: number;
  /** The next of the ring while it has packets. */
  next: Lane = this;

  constructor(priority: number) {
    this.priority = priority;
  }
}

/** Lanes of one class that have packets, in a ring: each sends one packet in its turn. */
export class LaneRing {
  readonly priority: number;
  /** The one whose turn was last; undefined while all are empty. */
  #last: Lane | undefined;

  constructor(priority: number) {
    this.priority = priority;
  }

  get isEmpty(): boolean {
    return this.#last === undefined;
  }

  /** A packet waits in its lane; a lane that was empty gets its turn after all others. */
  push(pool: PacketPool, lane: Lane, packet: number): void {
    if (lane.packets.head < 0) {
      const last = this.#last;
      lane.next = last === undefined ? lane : last.next;
      if (last !== undefined) last.next = lane;
      this.#last = lane;
    }
    lane.packets.push(pool, packet);
  }

  /** The packet whose turn it is. Must not be called when empty. */
  shift(pool: PacketPool): number {
    const last = this.#last as Lane;
    const lane = last.next;
    const packet = lane.packets.shift(pool);
    if (lane.packets.head >= 0) {
      this.#last = lane;
    } else if (lane === last) {
      this.#last = undefined;
    } else {
      last.next = lane.next;
    }
    return packet;
  }
}
