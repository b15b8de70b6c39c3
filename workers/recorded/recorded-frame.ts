import type { TickFrame } from "../frame.js";

/** A frame as a run used it. */
export interface RecordedFrame extends TickFrame {
  /** 1 for each link of the table that was down at the start of the tick; absent: none was. */
  readonly down?: Uint8Array;
}

/** What all records of a file have in common. */
export interface RecordForm {
  readonly nodeCount: number;
  /** Names of the state plugins whose values are in every record, in their order. */
  readonly states: readonly string[];
  /** Positions are whole multiples of this; absent: they are as they were, to the last bit. */
  readonly precisionKm?: number | undefined;
}

/** Ticks from one key to the next: reading any tick takes at most so many records. With 32, files are a sixth smaller. */
export const KEY_INTERVAL = 16;
