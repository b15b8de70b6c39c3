import type { TickFrame } from "./frame.js";
import type { NodeMask } from "./node-mask.js";

/** Delivers the frames of a run in tick order. */
export interface FrameSource {
  /**
   * The frame of `tick` as it is under `mask`, the state after all events before that instant. Ticks are
   * asked for in order, each once.
   * @throws Error where a protocol or state plugin fails, or workers keep dying
   */
  next(tick: number, mask: NodeMask): Promise<TickFrame>;
  /** How long `next` has kept its caller waiting, ms of wall time. */
  readonly waitedMs: number;
  /** Ends the threads. Frames still being made are dropped. */
  close(): Promise<void>;
}
