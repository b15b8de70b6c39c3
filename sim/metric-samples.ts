import type { MetricSample } from "./host/metrics.js";

/** What one tick shows of something countable, for `metrics.parquet`. */
export function gaugeSample(metric: string, value: number, unit = "1"): MetricSample {
  return { metric, unit, kind: "gauge", statistic: "value", value };
}

/** Mean, least and greatest of a tick's values; nothing where there are none. */
export function spreadSamples(metric: string, { count, mean, min, max }: Spread, unit = "1"): MetricSample[] {
  if (count === 0) return [];
  return Object.entries({ mean, min, max }).map(([statistic, value]) => ({
    metric,
    unit,
    kind: "histogram",
    statistic,
    value,
  }));
}

/** Mean, least and greatest of values as they come. */
export class Spread {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;

  /** @param times how often the value counts */
  add(value: number, times = 1): void {
    if (times === 0) return;
    this.count += times;
    this.sum += value * times;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  get mean(): number {
    return this.sum / this.count;
  }
}
