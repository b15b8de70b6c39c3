import type { Awaitable } from "../../kernel/index.js";

/** Something to be sent through the network. */
export interface TransferRequest {
  /** Node ids; the same node twice arrives at once. */
  readonly from: number;
  readonly to: number;
  /** A whole number of bytes, at least 0. */
  readonly sizeBytes: number;
  /** Class among transfers that share a port, lowest first, where the transport has classes. Default 0. */
  readonly priority?: number;
  /** The sender's own limit. Default: none. */
  readonly maxRateBps?: number;
  /** Told in events and metrics, such as `state` or `image`. */
  readonly purpose?: string;
  /** Told in events. */
  readonly workflowId?: string;
}

export interface Arrival {
  readonly delivered: true;
  readonly sizeBytes: number;
  /** Simulated seconds since the start. */
  readonly startedAt: number;
  /** From the start until the last byte was there. */
  readonly seconds: number;
  /** Node ids of the way that the last byte took. */
  readonly path: readonly number[];
  /** How often the way changed. */
  readonly reroutes: number;
}

export type TransferFailure =
  /** There was no way, and the policy does not wait for one. */
  | "no-route"
  /** The way broke, and the policy is to fail. */
  | "broken"
  /** It took longer than the policy allows. */
  | "timeout"
  /** Its sender took it back. */
  | "cancelled"
  /** Packets were lost more often than the transport sends them again. */
  | "lost";

export interface NoArrival {
  readonly delivered: false;
  readonly reason: TransferFailure;
  readonly sizeBytes: number;
  /** What had arrived by then; the rest counts as dropped. */
  readonly deliveredBytes: number;
  readonly startedAt: number;
  readonly seconds: number;
}

export type TransferResult = Arrival | NoArrival;

/** A transfer on its way. Nobody has to await it: it goes on by itself, and its end is an event. */
export interface Transfer extends Awaitable<TransferResult> {
  readonly id: number;
  readonly request: TransferRequest;
  /** @returns whether it was still on its way */
  cancel(): boolean;
}

/** Every byte that was ever offered is in exactly one of the other three. */
export interface ByteBooks {
  readonly offeredBytes: number;
  readonly deliveredBytes: number;
  readonly droppedBytes: number;
  readonly inFlightBytes: number;
}

/** Moves bytes over the links of the network as they are at each moment. */
export interface NetworkService {
  /** `latency`, `queue` or `flow`. */
  readonly transport: string;
  /**
   * Sends something. Awaiting gives how it ended: an end without arrival is a result, no error.
   * @throws RangeError for a node that does not exist, or a size, rate or priority that cannot be
   */
  transfer(request: TransferRequest): Transfer;
  /** The books as of this moment. */
  readonly books: ByteBooks;
  /** Transfers on their way. */
  readonly activeTransfers: number;
  /** What the direct link can carry in that direction now, bit/s; 0 where there is none. */
  capacityBps(from: number, to: number): number;
  /** Share of that capacity in use, 0 to 1, as the mean over the time since the last tick. */
  utilisation(from: number, to: number): number;
  /** Bytes that the node has ever sent to (received from) its neighbours, relayed ones included, as of this moment. */
  sentBytes(node: number): number;
  receivedBytes(node: number): number;
}
