/**
 * Links of static networks as plain data: who, how long, when. Ids are those of the whole scenario.
 */
export interface StaticLink {
  /** a < b. */
  readonly a: number;
  readonly b: number;
  /** Length, km; 0 where the link is given by its latency. */
  readonly lengthKm: number;
  /** One way; lengthKm / c where the link is given by its length. */
  readonly latencyMs: number;
  readonly bandwidthBps: number;
  /** Latency of a tick is drawn uniformly from latencyMs - jitterMs to latencyMs + jitterMs, never below 0. */
  readonly jitterMs: number;
  /** When the link exists; absent: always. */
  readonly schedule?: StaticSchedule;
}

export interface StaticSchedule {
  /** The windows repeat with this period; absent: they do not. */
  readonly periodNs?: number;
  /** `fromNs <= t < toNs`, ascending, disjoint; a window may carry its own latency and bandwidth. */
  readonly windows: readonly StaticWindow[];
}

export interface StaticWindow {
  readonly fromNs: number;
  readonly toNs: number;
  readonly latencyMs?: number;
}
