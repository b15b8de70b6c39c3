/** What all links of one scenario entry share. */
export interface LinkClass {
  readonly kind: "isl" | "gsl" | "fixed";
  readonly bandwidthBps: number;
  readonly hopDelayMs: number;
}

/**
 * The links of one tick: first `islCount` inter-satellite links, then `gslCount` ground links, then
 * `fixedCount` links of static networks; each part ascending by (a, b), a < b, no pair twice in a part.
 */
export interface LinkTable {
  readonly islCount: number;
  readonly gslCount: number;
  readonly fixedCount: number;
  /** islCount + gslCount + fixedCount. */
  readonly count: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly lengthKm: Float64Array;
  /** Index into the run's link classes. */
  readonly linkClass: Uint16Array;
  /** Latency of the last `fixedCount` links, which need have no length; hop delay not included. */
  readonly fixedLatencyMs: Float64Array;
}
