import { type Axis, axisTitle, type Chart, type LineChart } from "./chart.js";
import { SERIES_COLOURS } from "./palette.js";

/** A Vega-Lite specification, as far as ours go. */
export type Spec = Readonly<Record<string, unknown>>;

/** Drawn for the width of a phone's screen; a wide page puts several side by side. */
const WIDTH = 440;
const HEIGHT = 250;
/** Of a row of names. */
const ROW_HEIGHT = 20;
/** As estimated, which is a third more than most fonts take. */
const NAME_WIDTH = 200;
/** Characters of which two columns fit. */
const SHORT_NAME = 17;
/** Where lines have fewer points, each is marked. */
const FEW_POINTS = 30;

const CONFIG: Spec = {
  aria: false,
  background: null,
  font: "sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: "var(--soft)",
    titleColor: "var(--ink)",
    gridColor: "var(--grid)",
    domainColor: "var(--line)",
    tickColor: "var(--line)",
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    tickCount: 6,
  },
  axisX: { grid: false },
  legend: {
    labelColor: "var(--ink)",
    titleColor: "var(--ink)",
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    orient: "bottom",
    symbolStrokeWidth: 3,
    symbolOpacity: 1,
  },
};

/** How a chart is drawn. Names are values, never fields or expressions, so that they can be any text. */
export function chartSpec(chart: Chart): Spec {
  switch (chart.kind) {
    case "histogram":
      return drawn(chart.bins, {
        mark: { type: "bar", color: "var(--c1)" },
        encoding: {
          x: { ...quantity("from", chart.x), bin: "binned" },
          x2: { field: "to" },
          y: quantity("count", chart.y),
        },
      });
    case "bars":
      return drawn(chart.bars, {
        height: { step: ROW_HEIGHT },
        mark: { type: "bar", color: "var(--c1)" },
        encoding: {
          y: names("name"),
          x: quantity("value", chart.x, bound(chart.bars.map(({ value }) => value))),
        },
      });
    case "ranges":
      return drawn(chart.ranges, {
        height: { step: ROW_HEIGHT },
        encoding: { y: names("name") },
        layer: [
          {
            mark: { type: "rule", color: "var(--c1)", strokeWidth: 4, opacity: 0.4 },
            encoding: { x: { ...quantity("low", chart.x), scale: { zero: false } }, x2: { field: "high" } },
          },
          {
            mark: { type: "point", filled: true, color: "var(--c1)", size: 45, opacity: 1 },
            encoding: { x: { ...quantity("mean", chart.x), scale: { zero: false } } },
          },
        ],
      });
    case "strip": {
      const most = bound(chart.dots.map(({ count }) => count));
      return drawn(chart.dots, {
        height: { step: ROW_HEIGHT + 4 },
        mark: { type: "circle", color: "var(--c2)", opacity: 0.75 },
        encoding: {
          x: quantityOfX(chart.x),
          y: names("row"),
          size: {
            field: "count",
            type: "quantitative",
            scale: { domain: [0, most], range: [20, 260] },
            legend: {
              title: axisTitle(chart.size),
              columns: 3,
              values: [...new Set([1, Math.ceil(most / 2), most])],
              symbolFillColor: "var(--c2)",
            },
          },
        },
      });
    }
    default:
      return lineSpec(chart);
  }
}

function lineSpec({ kind, x, y, series }: LineChart): Spec {
  const points = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, series: name })));
  const values = points.flatMap(({ y: value, low, high }) => [value ?? 0, low ?? 0, high ?? 0]);
  const isFew = series.every((each) => each.points.length <= FEW_POINTS);
  const interpolate = kind === "steps" ? { interpolate: "step-after" } : {};
  const mark =
    kind === "points"
      ? { type: "point", filled: true, size: 22, opacity: 0.8 }
      : { type: "line", strokeWidth: 1.6, ...interpolate, ...(isFew && { point: { size: 22 } }) };
  const color = {
    field: "series",
    type: "nominal",
    scale: { domain: series.map(({ name }) => name), range: SERIES_COLOURS.slice(0, series.length) },
    legend: series.length > 1 ? seriesLegend(kind, series) : null,
  };
  const yEncoding = { ...quantity("y", y, bound(values)), scale: { zero: false, ...aroundOne(points) } };
  const layers: Spec[] = [{ mark, encoding: { y: yEncoding } }];
  if (points.some(({ low }) => low !== undefined)) {
    layers.unshift({
      mark: { type: "area", opacity: 0.18, ...interpolate },
      encoding: { y: { ...yEncoding, field: "low" }, y2: { field: "high" } },
    });
  }
  return drawn(points, { encoding: { x: quantityOfX(x), color }, layer: layers });
}

/** Where all values are one and the same, some room about it: by itself the axis would be that one number. */
function aroundOne(points: LineChart["series"][number]["points"]): Spec {
  const values = new Set(points.flatMap(({ y, low, high }) => [y, low, high].filter((one) => one != null)));
  const [value] = values;
  if (value === undefined || values.size > 1) return {};
  const room = value === 0 ? 1 : Math.abs(value) / 10;
  return { domain: [value - room, value + room] };
}

/** In two columns, where names are short enough not to be cut. */
function seriesLegend(kind: LineChart["kind"], series: LineChart["series"]): Spec {
  const isShort = series.every(({ name }) => name.length <= SHORT_NAME);
  const layout = isShort ? { columns: 2, labelLimit: 170 } : { columns: 1, labelLimit: 370 };
  return { title: null, symbolType: kind === "points" ? "circle" : "stroke", ...layout };
}

function drawn(values: readonly object[], rest: Spec): Spec {
  return {
    width: WIDTH,
    height: HEIGHT,
    padding: 4,
    autosize: { type: "fit-x", contains: "padding" },
    config: CONFIG,
    data: { values },
    ...rest,
  };
}

/** @param greatest of the values; large ones are written with the prefixes of the SI */
function quantity(field: string, axis: Axis, greatest = 0): Spec {
  const format = greatest >= 1e5 ? { format: "~s" } : {};
  return { field, type: "quantitative", axis: { title: axisTitle(axis), ...format } };
}

/** Ends where the values end: a run is as long as it is. */
function quantityOfX(axis: Axis): Spec {
  return { ...quantity("x", axis), scale: { nice: false, zero: false } };
}

function names(field: string): Spec {
  return { field, type: "nominal", sort: null, axis: { title: null, labelLimit: NAME_WIDTH, grid: true } };
}

function bound(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
