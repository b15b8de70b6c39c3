import type { SweepPointRow, SweepReader } from "../../runs/index.js";
import { type Axis, type Chart, isEmpty, type LinePoint, MOST_SERIES } from "../chart.js";
import { formatNumber, formatPercent } from "../format.js";
import { type Block, type Cell, type Section, slug, text } from "../section.js";
import { unitOfFigure } from "./figure-unit.js";

/** Metrics drawn, and rows told. */
const MOST_METRICS = 24;
const MOST_ROWS = 80;
const MOST_RANGES = 25;

/** Drawn before others where they are there. */
const FIRST = [
  "routes.rttMs.mean",
  "routes.rttMs.p95",
  "routes.hops.mean",
  "routes.reached",
  "topology.handovers",
];

type SweepAxis = SweepReader["axes"][number];

/** @param units of the runs' own metrics, by name */
export async function sweepSections(
  sweep: SweepReader,
  units: ReadonlyMap<string, string>,
): Promise<Section[]> {
  const points = await sweep.points();
  return [overview(sweep), curves(sweep, points, units), figuresTable(sweep, points)];
}

function overview({ manifest, axes }: SweepReader): Section {
  const { name, status, points, runs, confidence, versions } = manifest;
  const blocks: Block[] = [];
  if (status !== "complete") {
    blocks.push(text(`The sweep is not done (${status}): what follows is of the runs that have ended.`));
  }
  blocks.push({
    kind: "table",
    isFacts: true,
    columns: ["", ""],
    rows: [
      ["Sweep", name],
      ["Starbelt", versions.starbelt],
      ["Points", points],
      ["Runs", `${formatNumber(runs.complete)} complete, ${formatNumber(runs.failed)} failed`],
      ["Axes", axes.length === 0 ? "none" : axes.map(axisLabel).join(", ")],
      ["Intervals", `of confidence ${formatPercent(confidence)}, by Student's t over the runs of a point`],
    ],
  });
  if (runs.failed > 0) blocks.push(text("The table of runs holds the cause of each that failed."));
  return { id: "sweep", title: "What was swept", blocks };
}

/** Each metric that changes over the points, with its interval. */
function curves(
  sweep: SweepReader,
  points: readonly SweepPointRow[],
  units: ReadonlyMap<string, string>,
): Section {
  const section = { id: "curves", title: "Figures over the axes" };
  const byMetric = new Map<string, SweepPointRow[]>();
  for (const row of points) byMetric.set(row.metric, [...(byMetric.get(row.metric) ?? []), row]);
  const changing = [...byMetric].filter(([, rows]) => {
    const means = rows.map(({ mean }) => mean);
    return rows.length > 1 && Math.max(...means) > Math.min(...means);
  });
  const rank = (metric: string) => (FIRST.includes(metric) ? FIRST.indexOf(metric) : FIRST.length);
  // Stable: others stay in the order of their names.
  changing.sort(([a], [b]) => rank(a) - rank(b));
  if (changing.length === 0) {
    return { ...section, blocks: [text("No metric differs between points, so there is no curve.")] };
  }
  const names = new Set<string>();
  const drawn = changing
    .slice(0, MOST_METRICS)
    .map(([metric, rows]) =>
      curve(sweep, rows, { name: slug(metric, names), title: metric, unit: unitOfFigure(metric, units) }),
    )
    .filter((chart) => !isEmpty(chart));
  const blocks: Block[] = drawn.map((chart) => ({ kind: "chart", chart }));
  const left = changing.length - drawn.length;
  if (left > 0)
    blocks.push(text(`${formatNumber(left)} more metrics differ between points: points.parquet has them.`));
  return { ...section, blocks };
}

interface CurveNames {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
}

/** Over the first axis of numbers a line for each combination of the others; without one, a range for each point. */
function curve({ axes, manifest }: SweepReader, rows: readonly SweepPointRow[], names: CurveNames): Chart {
  const { name, title, unit } = names;
  const y: Axis = { title: "mean", unit };
  const interval = `Band: confidence interval of ${formatPercent(manifest.confidence)}.`;
  // An axis of one value tells nothing apart.
  const varied = axes.filter(({ key }) => new Set(rows.map((row) => row.axes[key])).size > 1);
  const over = varied.find(({ type }) => type === "double");
  const others = varied.filter((axis) => axis !== over);
  const labelOf = (row: SweepPointRow, of: readonly SweepAxis[]) =>
    of.map((axis) => `${shortKey(axis, axes)} ${cellText(row.axes[axis.key] ?? null, axis)}`).join(", ") ||
    "mean";
  if (over !== undefined) {
    const lines = new Map<string, LinePoint[]>();
    for (const row of rows) {
      const x = row.axes[over.key];
      if (typeof x !== "number") continue;
      const label = labelOf(row, others);
      const { low, high, mean } = row;
      const band = low === null || high === null ? {} : { low, high };
      lines.set(label, [...(lines.get(label) ?? []), { x, y: mean, ...band }]);
    }
    if (lines.size <= 2 * MOST_SERIES) {
      const series = [...lines].map(([label, line]) => ({
        name: label,
        points: line.sort((a, b) => a.x - b.x),
      }));
      const hasBand = rows.some(({ low }) => low !== null);
      const x = { title: over.key, unit: over.unit ?? "1" };
      return { kind: "line", name, title, x, y, series, ...(hasBand && { note: interval }) };
    }
  }
  const left = rows.length - MOST_RANGES;
  const more = left > 0 ? ` The first ${MOST_RANGES} of ${formatNumber(rows.length)} points.` : "";
  return {
    kind: "ranges",
    name,
    title,
    x: y,
    ranges: rows.slice(0, MOST_RANGES).map((row) => ({
      name: labelOf(row, varied),
      low: row.low ?? row.mean,
      mean: row.mean,
      high: row.high ?? row.mean,
    })),
    note: `${interval}${more}`,
  };
}

function figuresTable({ axes }: SweepReader, points: readonly SweepPointRow[]): Section {
  const rank = new Map(FIRST.map((metric, i) => [metric, i]));
  const shown = points.filter(({ metric }) => rank.has(metric));
  const rows = (shown.length > 0 ? shown : points).slice(0, MOST_ROWS);
  const left = points.length - rows.length;
  const table: Block = {
    kind: "table",
    columns: ["Point", ...axes.map(axisLabel), "Metric", "Runs", "Mean", "Interval, from", "to"],
    rows: rows.map((row): Cell[] => [
      row.point,
      ...axes.map(({ key }) => row.axes[key] ?? null),
      row.metric,
      row.runs,
      row.mean,
      row.low,
      row.high,
    ]),
    ...(left > 0 && { note: `${formatNumber(left)} more rows in points.parquet and points.csv.` }),
  };
  return { id: "points", title: "Points", blocks: rows.length > 0 ? [table] : [text("No run has ended.")] };
}

function axisLabel({ key, unit }: SweepAxis): string {
  return unit === null ? key : `${key} (${unit})`;
}

/** The last part of an axis's path, where no other axis ends alike. */
function shortKey({ key }: SweepAxis, axes: readonly SweepAxis[]): string {
  const last = (path: string) => path.split(".").at(-1) as string;
  return axes.filter((axis) => last(axis.key) === last(key)).length > 1 ? key : last(key);
}

function cellText(value: number | string | null, { unit }: SweepAxis): string {
  if (value === null) return "as it is";
  const written = typeof value === "number" ? formatNumber(value) : value;
  return unit === null ? written : `${written} ${unit}`;
}
