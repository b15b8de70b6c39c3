import type { NodeTable } from "./nodes.js";

/** The sky at one tick, as link protocols and state plugins see it. Arrays are shared: read, never write. */
export interface FrameView {
  readonly tick: number;
  /** Integer nanoseconds since the start of the run. */
  readonly timeNs: number;
  /** UTC Julian date of the instant. */
  readonly julianDate: number;
  /** Greenwich mean sidereal time, rad (IAU 1982): the angle from TEME to the Earth-fixed frame. */
  readonly gmstRad: number;
  /** Earth-fixed km, `[x, y, z]` of every node of the run. */
  readonly positionsKm: Float64Array;
  /** 1 where a node may have links: it has a position and no fault or empty battery masks it. */
  readonly usable: Uint8Array;
  readonly nodes: NodeTable;
}
