import { Histogram } from "./histogram.js";

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

  /** Quantiles are good to 0.05 %. */
  histogram(name: string, options: MetricOptions): Histogram {
    return this.#get(name, "histogram", options, () => new Histogram()) as Histogram;
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

  #get(name: string, kind: MetricKind, options: MetricOptions, make: () => Metric): Metric {
    // Authors in plain JavaScript may leave it out.
    const unit: unknown = (options as MetricOptions | undefined)?.unit;
    if (typeof unit !== "string" || unit === "") {
      throw new TypeError(`metric "${name}" needs { unit: … }; "1" for a plain number`);
    }
    const existing = this.#entries.get(name);
    if (existing !== undefined) {
      if (existing.kind !== kind || existing.unit !== unit) {
        throw new Error(
          `metric "${name}" is a ${existing.kind} in ${existing.unit}; it cannot be a ${kind} in ${unit} too`,
        );
      }
      return existing.metric;
    }
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
