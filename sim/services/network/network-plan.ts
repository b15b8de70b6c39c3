import type { LinkClass } from "../../../routing/link-table.js";

export type LinkKind = LinkClass["kind"];

export const LINK_KINDS: readonly LinkKind[] = ["isl", "gsl", "fixed"];

/** How bytes move; ids and numbers. */
export interface NetworkPlan {
  readonly transport: "latency" | "queue" | "flow";
  /** At a change of the network that leaves a transfer's way whole: stay on it, or take the router's best way. */
  readonly onChange: "follow" | "keep";
  /**
   * When a way breaks: take the best way now, or the first one that comes; stand still until the same way is whole
   * again; or fail. The last holds also where there is no way at the start; the others wait for one then.
   */
  readonly onBreak: "reroute" | "wait" | "fail";
  /** A transfer that takes longer fails; Infinity for no limit. */
  readonly timeoutNs: number;
  /** Whether `transfer.start` and `transfer.end` stand in the results; listeners are told in any case. */
  readonly record: "transfers" | "nothing";
  readonly queue: QueueSettings;
  readonly capacities: readonly CapacityPlan[];
}

/** Settings of the transport `queue`. */
export interface QueueSettings {
  readonly packetBytes: number;
  /** Packets of a flow that may be under way, acknowledgements included. */
  readonly windowPackets: number;
  /** What may wait at a port beside the packet that is being sent; Infinity for no limit. */
  readonly bufferBytes: number;
  /** A lost packet is sent again so long after it was sent. */
  readonly retransmitNs: number;
  /** How often one packet is sent again before its transfer is lost. */
  readonly maxRetransmissions: number;
}

/** What some nodes' ends of one kind of link can carry, in place of what link entries say, or how they fade. */
export interface CapacityPlan {
  readonly kind: LinkKind;
  readonly nodes: Uint32Array;
  readonly bandwidthBps?: number;
  readonly fade?: FadePlan;
}

/** Attenuation over time: each value holds from its instant to the next, the last one for good; before the first, 0 dB. */
export interface FadePlan {
  /** Ascending. */
  readonly timesNs: Float64Array;
  readonly attenuationDb: Float64Array;
  readonly clearSkySnrDb: number;
  /** A link carries nothing at more attenuation than this; Infinity for no limit. */
  readonly fadeMarginDb: number;
}
