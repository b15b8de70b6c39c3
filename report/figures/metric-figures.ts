import type { TableRow } from "../../results/index.js";
import { SpanSeries } from "./span-series.js";
import type { TimeSpans } from "./time-spans.js";

/** Metrics whose course is kept; a plugin may make up any number of them. */
const MOST_METRICS = 400;

export interface MetricFigures {
  readonly name: string;
  readonly unit: string;
  readonly kind: string;
  /** The course of a counter or gauge, or of a histogram's mean where it is sampled tick by tick. */
  readonly course: SpanSeries;
  /** The last row of each statistic. */
  readonly finals: Map<string, number>;
}

/** Adds `metrics.parquet` up as it streams by. */
export class MetricsFigures {
  readonly #spans: TimeSpans;
  readonly #metrics = new Map<string, MetricFigures>();
  /** Names beyond those kept. */
  readonly #others = new Set<string>();

  constructor(spans: TimeSpans) {
    this.#spans = spans;
  }

  add({ time_ns, metric, unit, kind, statistic, value }: TableRow<"metrics">): void {
    let figures = this.#metrics.get(metric);
    if (figures === undefined) {
      if (this.#metrics.size >= MOST_METRICS) {
        if (this.#others.size < MOST_METRICS) this.#others.add(metric);
        return;
      }
      figures = { name: metric, unit, kind, course: new SpanSeries(this.#spans), finals: new Map() };
      this.#metrics.set(metric, figures);
    }
    figures.finals.set(statistic, value);
    if (Number.isFinite(value) && (statistic === "value" || statistic === "mean")) {
      figures.course.add(time_ns, value);
    }
  }

  get(name: string): MetricFigures | undefined {
    return this.#metrics.get(name);
  }

  /** By the part of the name before its first dot, in order of the names. */
  families(): ReadonlyMap<string, readonly MetricFigures[]> {
    const families = new Map<string, MetricFigures[]>();
    for (const name of [...this.#metrics.keys()].sort()) {
      const family = name.split(".")[0] as string;
      const members = families.get(family) ?? [];
      members.push(this.#metrics.get(name) as MetricFigures);
      families.set(family, members);
    }
    return families;
  }

  /** How many metrics there are beyond those kept, as far as counted. */
  get left(): number {
    return this.#others.size;
  }
}
