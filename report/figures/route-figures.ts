import type { TableRow } from "../../results/index.js";
import { type LinePoint, MOST_SERIES } from "../chart.js";
import { SpanSeries } from "./span-series.js";
import type { TimeSpans } from "./time-spans.js";
import { ValueBins } from "./value-bins.js";

/** Probes of which figures are kept one by one. */
const MOST_PROBES = 10_000;
/** Narrowest bins: 1/64 ms (five kilometres of light), and one link. */
const RTT_BIN_MS = 1 / 64;

/** What a probe found over the run. */
export interface ProbeFigures {
  readonly source: string;
  readonly target: string;
  asked: number;
  reached: number;
  rttSumMs: number;
  rttMinMs: number;
  rttMaxMs: number;
  hopsSum: number;
  changes: number;
  lastPath: string | null | undefined;
}

/** Adds `routes.parquet` up as it streams by: what is kept is bounded by the probes and the chart's width. */
export class RouteFigures {
  readonly rttBins = new ValueBins(RTT_BIN_MS);
  readonly hopBins = new ValueBins(1);
  /** Share of probes with a route, %. */
  readonly reachedPercent: SpanSeries;
  asked = 0;
  reached = 0;
  readonly #spans: TimeSpans;
  readonly #probes = new Map<string, ProbeFigures>();
  readonly #lines = new Map<string, SpanSeries>();
  readonly #quantiles: LinePoint[] = [];
  /** RTTs of the span under way. */
  #rttsMs: number[] = [];
  #span = -1;

  constructor(spans: TimeSpans) {
    this.#spans = spans;
    this.reachedPercent = new SpanSeries(spans);
  }

  add({ time_ns, source, target, reachable, rtt_ms, hops, path }: TableRow<"routes">): void {
    const key = `${source}\n${target}`;
    const probe = this.#probeOf(key, source, target);
    const span = this.#spans.indexOf(time_ns);
    if (span !== this.#span) this.#endSpan(span);
    this.asked++;
    this.reachedPercent.add(time_ns, reachable ? 100 : 0);
    if (probe !== undefined) {
      probe.asked++;
      if (probe.lastPath !== undefined && probe.lastPath !== path) probe.changes++;
      probe.lastPath = path;
    }
    if (!reachable || rtt_ms === null || hops === null) return;
    this.reached++;
    this.rttBins.add(rtt_ms);
    this.hopBins.add(hops);
    this.#rttsMs.push(rtt_ms);
    this.#lines.get(key)?.add(time_ns, rtt_ms);
    if (probe === undefined) return;
    probe.reached++;
    probe.rttSumMs += rtt_ms;
    probe.rttMinMs = Math.min(probe.rttMinMs, rtt_ms);
    probe.rttMaxMs = Math.max(probe.rttMaxMs, rtt_ms);
    probe.hopsSum += hops;
  }

  /** In the order of their rows; of very many the first 10,000. */
  get probes(): readonly ProbeFigures[] {
    return [...this.#probes.values()];
  }

  /** A line for each probe where there are few; of more, undefined. */
  lines(): { readonly name: string; readonly points: readonly LinePoint[] }[] | undefined {
    if (this.#probes.size > MOST_SERIES) return undefined;
    return this.probes.map((probe) => {
      const series = this.#lines.get(`${probe.source}\n${probe.target}`) as SpanSeries;
      return { name: probeName(probe), points: series.count === 0 ? [] : series.means() };
    });
  }

  /** Median over all probes of each span, in a band from the 5th to the 95th percentile. */
  medians(): readonly LinePoint[] {
    this.#endSpan(this.#span);
    return this.#quantiles;
  }

  #probeOf(key: string, source: string, target: string): ProbeFigures | undefined {
    const known = this.#probes.get(key);
    if (known !== undefined || this.#probes.size >= MOST_PROBES) return known;
    const probe: ProbeFigures = {
      source,
      target,
      asked: 0,
      reached: 0,
      rttSumMs: 0,
      rttMinMs: Number.POSITIVE_INFINITY,
      rttMaxMs: 0,
      hopsSum: 0,
      changes: 0,
      lastPath: undefined,
    };
    this.#probes.set(key, probe);
    if (this.#lines.size < MOST_SERIES) this.#lines.set(key, new SpanSeries(this.#spans));
    return probe;
  }

  #endSpan(next: number): void {
    const values = Float64Array.from(this.#rttsMs).sort();
    if (this.#span >= 0 && this.#quantiles.at(-1)?.x !== this.#spans.startOf(this.#span)) {
      const x = this.#spans.startOf(this.#span);
      // Nearest rank, as in summary.json.
      const at = (q: number) => values[Math.max(0, Math.ceil(q * values.length) - 1)];
      this.#quantiles.push(
        values.length === 0 ? { x, y: null } : { x, y: at(0.5), low: at(0.05), high: at(0.95) },
      );
    }
    this.#rttsMs = [];
    this.#span = next;
  }
}

export function probeName({ source, target }: { readonly source: string; readonly target: string }): string {
  return `${source} to ${target}`;
}
