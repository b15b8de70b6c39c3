import type { PreparedSky } from "./sky.js";

/** What each worker is started with. Positions and status of `slots` ticks lie in memory that all threads share. */
export interface WorkerSetup {
  readonly sky: PreparedSky;
  readonly ring: PositionRing;
}

/** Positions of the ticks in flight: tick `t` has slot `t % slots`. */
export interface PositionRing {
  readonly slots: number;
  readonly nodeCount: number;
  /** slots x nodeCount x 3 doubles. */
  readonly positionsKm: SharedArrayBuffer;
  /** slots x nodeCount bytes. */
  readonly status: SharedArrayBuffer;
  /** One Int32: the version of the mask that frames are wanted for; tasks for another need not be done. */
  readonly maskVersion: SharedArrayBuffer;
}

/**
 * First stage: satellites `from` to `to` at ticks `tickFrom` to `tickTo` (both exclusive), into the ring. The one from
 * 0 also places the ground nodes that move.
 */
export interface PositionsTask {
  readonly kind: "positions";
  readonly tickFrom: number;
  readonly tickTo: number;
  readonly from: number;
  readonly to: number;
}

/** Second stage: the links and states of one tick over whole positions. */
export interface FrameTask {
  readonly kind: "frame";
  readonly tick: number;
  readonly mask: Uint8Array | undefined;
  /** Of the mask. */
  readonly maskVersion: number;
  readonly previous: readonly PreviousOutput[];
}

export interface PreviousOutput {
  readonly entry: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly extraCount: number;
  readonly sinceNs: Float64Array | undefined;
}

export type Task = PositionsTask | FrameTask;

/**
 * A task's own failure is an answer, so that a rejected promise means one thing: the worker died.
 */
export type TaskAnswer =
  | { readonly ok: true; readonly bytes?: Uint8Array }
  | {
      readonly ok: false;
      readonly message: string;
      /** The stack of what caused it, where something did: an error itself would lose what it is on the way. */
      readonly causeStack?: string | undefined;
    };

/** Shared memory for positions in flight, bytes: bounds how far ahead of the clock the workers may run. */
const RING_BYTES = 64e6;
const MOST_SLOTS = 32;
/** Position and status. */
export const RING_BYTES_PER_NODE = 25;

/** Ticks that a run has room for at once. */
export function slotsOfRing(nodeCount: number, tickCount: number): number {
  const room = Math.floor(RING_BYTES / (RING_BYTES_PER_NODE * nodeCount));
  return Math.max(2, Math.min(MOST_SLOTS, tickCount, room));
}

export function allocateRing(slots: number, nodeCount: number): PositionRing {
  return {
    slots,
    nodeCount,
    positionsKm: new SharedArrayBuffer(slots * nodeCount * 3 * 8),
    status: new SharedArrayBuffer(slots * nodeCount),
    maskVersion: new SharedArrayBuffer(4),
  };
}

/** The part of the ring that holds `tick`. */
export function ringSlot(
  ring: PositionRing,
  tick: number,
): { positionsKm: Float64Array; status: Uint8Array } {
  const slot = tick % ring.slots;
  const { nodeCount } = ring;
  return {
    positionsKm: new Float64Array(ring.positionsKm, slot * nodeCount * 3 * 8, nodeCount * 3),
    status: new Uint8Array(ring.status, slot * nodeCount, nodeCount),
  };
}
