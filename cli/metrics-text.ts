import type { MetricSample, RunSummary } from "../index.js";
import { alignRows } from "./text-table.js";

/** Metrics told in the terminal; all are in summary.json. */
const MOST_LINES = 12;

/** What names of metrics of the run's own services begin with; all others are plugins', which are what a run is for. */
const SERVICES: ReadonlySet<string> = new Set(["compute", "energy", "fault", "traffic", "transfer"]);

/** The final values of plugins' and services' metrics, plugins' first, a line each; nothing where there are none. */
export function formatMetrics({ metrics }: Pick<RunSummary, "metrics">): string {
  const byName = new Map<string, MetricSample[]>();
  for (const sample of metrics) {
    const samples = byName.get(sample.metric);
    if (samples === undefined) byName.set(sample.metric, [sample]);
    else samples.push(sample);
  }
  if (byName.size === 0) return "";
  const inOrder = [...byName].sort(([p], [q]) => Number(isOfService(p)) - Number(isOfService(q)));
  const rows = inOrder.slice(0, MOST_LINES).map(([name, samples]) => [name, figures(samples)]);
  const more = byName.size - rows.length;
  return `metrics\n${alignRows(rows)}${more === 0 ? "" : `  and ${more} more in summary.json\n`}`;
}

function isOfService(metric: string): boolean {
  return SERVICES.has(metric.split(".", 1)[0] as string);
}

function figures(samples: readonly MetricSample[]): string {
  const of = (statistic: string) => samples.find((sample) => sample.statistic === statistic)?.value;
  const unit = samples[0]?.unit === "1" ? "" : ` ${samples[0]?.unit}`;
  const [value, count, mean, min, max, p90] = ["value", "count", "mean", "min", "max", "p90"].map(of);
  if (value !== undefined) return `${short(value)}${unit}`;
  if (mean === undefined || min === undefined || max === undefined || p90 === undefined) return "no values";
  const range = `from ${short(min)} to ${short(max)}${unit}, 90 % up to ${short(p90)}${unit}`;
  return `mean ${short(mean)}${unit}, ${range}; ${count} ${count === 1 ? "value" : "values"}`;
}

/** Whole numbers as they are, others to four digits. */
function short(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
