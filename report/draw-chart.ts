import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Chart } from "./chart.js";
import { chartSpec } from "./chart-spec.js";
import { tidySvg } from "./tidy-svg.js";

/**
 * A chart as SVG, without a browser and without scripts; its colours are CSS variables. The same chart gives the same
 * text: widths of labels are estimated from their length, since there is no font to measure.
 */
export async function drawChart(chart: Chart): Promise<string> {
  const { spec } = compile(chartSpec(chart) as unknown as TopLevelSpec, { logger: SILENT });
  const view = new View(parse(spec), { renderer: "none", logger: SILENT });
  try {
    return tidySvg(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** What Vega warns of goes nowhere: stderr is for the run, and a test looks at what comes of every chart. */
const SILENT = {
  level: () => SILENT,
  error: () => SILENT,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
} as never;
