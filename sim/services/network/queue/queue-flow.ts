import type { Occurrence } from "../../../kernel/index.js";
import type { Flow } from "../transport.js";
import { PacketList } from "./packet-pool.js";
import type { PacketRoute } from "./packet-route.js";

/** A flow as its source sees it: what it has sent, what it waits for, and when it looks up next. */
export class QueueFlow implements Occurrence {
  readonly flow: Flow;
  readonly priority: number;
  /** Undefined while there is no way. */
  route: PacketRoute | undefined;
  /** Bytes and packets that were never sent. */
  unsentBytes: number;
  unsentPackets: number;
  /** Packets that have not reached the target. */
  missingPackets: number;
  /** Packets sent and not acknowledged, lost ones included. */
  windowPackets = 0;
  /** Acknowledgements on their way, by their arrival. */
  readonly acks = new PacketList();
  lastAckNs = 0;
  /** Lost packets that wait for a way. */
  readonly stranded = new PacketList();
  /** Earliest time of the next packet under the sender's own limit. */
  paceNs = 0;
  /** Given up or arrived: what is left of its packets goes on and counts for nothing. */
  over = false;
  slot = -1;
  wakeNs = Number.POSITIVE_INFINITY;
  readonly #onWake: (flow: QueueFlow) => void;

  /** @param onWake the same function for all flows of a transport */
  constructor(flow: Flow, packetBytes: number, onWake: (flow: QueueFlow) => void) {
    const { sizeBytes, priority = 0 } = flow.request;
    this.flow = flow;
    this.priority = priority;
    this.unsentBytes = sizeBytes;
    // What has no bytes still has to get there.
    this.unsentPackets = Math.max(1, Math.ceil(sizeBytes / packetBytes));
    this.missingPackets = this.unsentPackets;
    this.#onWake = onWake;
  }

  fire(): void {
    this.slot = -1;
    this.wakeNs = Number.POSITIVE_INFINITY;
    this.#onWake(this);
  }
}
