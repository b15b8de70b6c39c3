import type { Histogram } from "./host/histogram.js";

/** How values spread, as summaries show it. */
export interface Distribution {
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Null of no values. */
export function distributionOf(histogram: Histogram): Distribution | null {
  const { count, mean, min, max } = histogram;
  if (count === 0) return null;
  return { mean, min, p50: histogram.quantile(0.5), p95: histogram.quantile(0.95), max };
}
