/**
 * Charts as a report's sections ask for them: what is drawn over what, in which unit. How they look is
 * `chart-spec.ts`'s to say.
 */

/** A quantity on an axis. */
export interface Axis {
  readonly title: string;
  /** `"count"`, `"%"`, `"ms"`, …; `"1"` for a plain number. */
  readonly unit: string;
}

/** What an axis is called: with its unit, always. */
export function axisTitle({ title, unit }: Axis): string {
  return `${title} (${unit})`;
}

interface ChartBase {
  /** Of letters, digits and hyphens; unique in its section. */
  readonly name: string;
  readonly title: string;
  /** How it was made, where that needs saying. */
  readonly note?: string;
}

export interface LinePoint {
  readonly x: number;
  /** Null breaks the line. */
  readonly y: number | null;
  /** A band around the line, such as from the least to the greatest. */
  readonly low?: number;
  readonly high?: number;
}

export interface LineSeries {
  readonly name: string;
  readonly points: readonly LinePoint[];
}

/** Values over a quantity, mostly time. */
export interface LineChart extends ChartBase {
  readonly kind: "line" | "steps" | "points";
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly LineSeries[];
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** How often values fall between bounds; also counts per span of time. */
export interface HistogramChart extends ChartBase {
  readonly kind: "histogram";
  readonly x: Axis;
  readonly y: Axis;
  readonly bins: readonly Bin[];
}

/** A bar for each of some names. */
export interface BarChart extends ChartBase {
  readonly kind: "bars";
  readonly x: Axis;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

/** For each of some names a mean between bounds. */
export interface RangeChart extends ChartBase {
  readonly kind: "ranges";
  readonly x: Axis;
  readonly ranges: readonly {
    readonly name: string;
    readonly low: number;
    readonly mean: number;
    readonly high: number;
  }[];
}

/** What happened when: a row of dots for each kind, larger where more happened. */
export interface StripChart extends ChartBase {
  readonly kind: "strip";
  readonly x: Axis;
  /** Of the dots' sizes. */
  readonly size: Axis;
  readonly dots: readonly { readonly row: string; readonly x: number; readonly count: number }[];
}

export type Chart = LineChart | HistogramChart | BarChart | RangeChart | StripChart;

/** Most series in one chart, as many as there are colours. */
export const MOST_SERIES = 6;
/** Most points in one chart. */
export const MOST_POINTS = 3000;

/** Whether there is anything to see: a chart without it is left out. */
export function isEmpty(chart: Chart): boolean {
  switch (chart.kind) {
    case "histogram":
      return chart.bins.every(({ count }) => count === 0);
    case "bars":
      return chart.bars.length === 0;
    case "ranges":
      return chart.ranges.length === 0;
    case "strip":
      return chart.dots.length === 0;
    default:
      return chart.series.every(({ points }) => points.every(({ y }) => y === null));
  }
}

/** Takes as many points and series as a chart can show, and says in its note what was left out. */
export function fitted(chart: Chart): Chart {
  if (chart.kind === "bars") {
    if (chart.bars.length <= MOST_BARS) return chart;
    const left = `The first ${MOST_BARS} of ${chart.bars.length} bars.`;
    return { ...chart, bars: chart.bars.slice(0, MOST_BARS), note: joined(chart.note, left) };
  }
  if (chart.kind !== "line" && chart.kind !== "steps" && chart.kind !== "points") return chart;
  const notes: string[] = [];
  const shown = chart.series.slice(0, MOST_SERIES);
  if (shown.length < chart.series.length)
    notes.push(`The first ${shown.length} of ${chart.series.length} series.`);
  const total = shown.reduce((sum, { points }) => sum + points.length, 0);
  const every = Math.ceil(total / MOST_POINTS);
  if (every > 1) notes.push(`One point in ${every} is drawn.`);
  if (notes.length === 0) return chart;
  const series = shown.map(({ name, points }) => ({
    name,
    points: points.filter((_, i) => i % every === 0),
  }));
  return { ...chart, series, note: joined(chart.note, notes.join(" ")) };
}

/** Beyond these, names run together on a phone. */
const MOST_BARS = 40;

function joined(a: string | undefined, b: string): string {
  return a === undefined ? b : `${a} ${b}`;
}
