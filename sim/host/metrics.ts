import { build, type Histogram as HdrHistogram } from "hdr-histogram-js";

export type MetricKind = "counter" | "gauge" | "histogram";

/** One number of a metric, as tables and summaries hold it. */
export interface MetricSample {
  readonly metric: string;
  readonly unit: string;
  readonly kind: MetricKind;
  /** `value` of counters and gauges; `count`, `mean`, `min`, `max`, `p50`, `p90`, `p99` of histograms. */
  readonly statistic: string;
  readonly value: number;
}

export interface MetricOptions {
  /** `"ms"`, `"bytes"`, `"1"` for a plain number. */
  readonly unit: string;
}

/** Counts up. */
export class Counter {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  /** @throws RangeError for a negative or non-finite amount */
  add(amount = 1): void {
    if (!(amount >= 0 && amount < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a counter grows by finite amounts of at least 0, not ${amount}`);
    }
    this.#value += amount;
  }
}

/** Holds the latest value. */
export class Gauge {
  #value: number | undefined;

  get value(): number | undefined {
    return this.#value;
  }

  /** @throws RangeError for a value that is not finite */
  set(value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`a gauge takes finite values, not ${value}`);
    this.#value = value;
  }
}

/** Distribution of values: exact count, mean, minimum and maximum, quantiles to three significant digits. */
export class Histogram {
  readonly #resolution: number;
  readonly #hdr: HdrHistogram;
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(resolution: number) {
    this.#resolution = resolution;
    this.#hdr = build({ lowestDiscernibleValue: 1, autoResize: true, numberOfSignificantValueDigits: 3 });
  }

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  get min(): number {
    return this.#min;
  }

  get max(): number {
    return this.#max;
  }

  /** @throws RangeError for a negative or non-finite value */
  record(value: number): void {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a histogram takes finite values of at least 0, not ${value}`);
    }
    this.#hdr.recordValue(Math.round(value / this.#resolution));
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** @param q between 0 and 1 */
  quantile(q: number): number {
    const estimate = this.#hdr.getValueAtPercentile(q * 100) * this.#resolution;
    // The bucket's upper edge may lie outside of what was seen.
    return Math.min(this.#max, Math.max(this.#min, estimate));
  }
}

type Metric = Counter | Gauge | Histogram;

interface Entry {
  readonly kind: MetricKind;
  readonly unit: string;
  readonly metric: Metric;
  sampled: number | undefined;
}

/** All metrics of a run by name. Asking again for a name gives the same metric. */
export class Metrics {
  readonly #entries = new Map<string, Entry>();

  counter(name: string, options: MetricOptions): Counter {
    return this.#get(name, "counter", options, () => new Counter()) as Counter;
  }

  gauge(name: string, options: MetricOptions): Gauge {
    return this.#get(name, "gauge", options, () => new Gauge()) as Gauge;
  }

  /** @param options.resolution the smallest difference that quantiles tell apart, in the metric's unit; 1e-6 by default */
  histogram(name: string, options: MetricOptions & { readonly resolution?: number }): Histogram {
    const { resolution = 1e-6 } = options;
    if (!(resolution > 0))
      throw new RangeError(`metric "${name}": resolution must be above 0, not ${resolution}`);
    return this.#get(name, "histogram", options, () => new Histogram(resolution)) as Histogram;
  }

  /** Counters and gauges that changed since the last call. */
  changes(): MetricSample[] {
    const samples: MetricSample[] = [];
    for (const [name, entry] of this.#entries) {
      if (entry.metric instanceof Histogram) continue;
      const { value } = entry.metric;
      if (value === undefined || value === entry.sampled) continue;
      entry.sampled = value;
      samples.push({ metric: name, unit: entry.unit, kind: entry.kind, statistic: "value", value });
    }
    return samples;
  }

  /** Everything as it stands, by name. Metrics that never got a value are left out, but for counters. */
  all(): MetricSample[] {
    const names = [...this.#entries.keys()].sort();
    return names.flatMap((name) => {
      const { kind, unit, metric } = this.#entries.get(name) as Entry;
      return Object.entries(statisticsOf(metric)).map(([statistic, value]) => ({
        metric: name,
        unit,
        kind,
        statistic,
        value,
      }));
    });
  }

  #get(name: string, kind: MetricKind, { unit }: MetricOptions, make: () => Metric): Metric {
    const existing = this.#entries.get(name);
    if (existing !== undefined) {
      if (existing.kind !== kind || existing.unit !== unit) {
        throw new Error(
          `metric "${name}" is a ${existing.kind} in ${existing.unit}; it cannot be a ${kind} in ${unit} too`,
        );
      }
      return existing.metric;
    }
    if (unit === "") throw new Error(`metric "${name}" needs a unit; "1" for a plain number`);
    const metric = make();
    this.#entries.set(name, { kind, unit, metric, sampled: undefined });
    return metric;
  }
}

function statisticsOf(metric: Metric): Record<string, number> {
  if (!(metric instanceof Histogram)) return metric.value === undefined ? {} : { value: metric.value };
  const { count, mean, min, max } = metric;
  if (count === 0) return { count };
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((q) => metric.quantile(q));
  return { count, mean, min, max, p50, p90, p99 } as Record<string, number>;
}
