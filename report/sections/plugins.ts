import type { PluginChart, PluginSection } from "../../results/index.js";
import { type Chart, isEmpty } from "../chart.js";
import type { MetricFigures } from "../figures/metric-figures.js";
import type { RunFigures } from "../figures/run-figures.js";
import { formatNumber } from "../format.js";
import { type Block, type Section, slug, text } from "../section.js";
import { metricsChart } from "./metrics.js";

/** Rows of a plugin's table that are shown. */
const MOST_ROWS = 200;

/** What plugins contribute to the report, a section each. */
export function pluginSections(figures: RunFigures): Section[] {
  return (figures.data?.sections ?? []).map((section) => pluginSection(section, figures));
}

function pluginSection({ plugin, items }: PluginSection, figures: RunFigures): Section {
  const names = new Set<string>();
  const blocks = items.flatMap((item): Block[] => {
    if (item.kind !== "table") {
      return chartsOf(item, slug(item.title, names), figures).map((chart) =>
        isEmpty(chart) ? text(`${chart.title}: there is nothing to show.`) : { kind: "chart", chart },
      );
    }
    const { title, rows, note } = item;
    if (rows.length === 0) return [text(`${title}: there is nothing to show.`)];
    const left = rows.length - MOST_ROWS;
    const notes = [note, left > 0 ? `${formatNumber(left)} more rows in report.json.` : undefined];
    const told = notes.filter((each) => each !== undefined).join(" ");
    const columns = item.columns.map((column) =>
      column.unit === undefined ? column.title : `${column.title} (${column.unit})`,
    );
    return [
      { kind: "table", title, columns, rows: rows.slice(0, MOST_ROWS), ...(told !== "" && { note: told }) },
    ];
  });
  return { id: slug(`plugin-${plugin}`), title: `Plugin ${plugin}`, blocks };
}

function chartsOf(chart: PluginChart, name: string, figures: RunFigures): Chart[] {
  const { title, note } = chart;
  const base = { name, title, ...(note !== undefined && { note }) };
  switch (chart.kind) {
    case "bars":
      return [
        { ...base, kind: "bars", x: chart.y, bars: chart.bars.map(([bar, value]) => ({ name: bar, value })) },
      ];
    case "metrics":
      return metricsCharts(chart.metrics, base, figures);
    default: {
      const { kind, x, y } = chart;
      const series = chart.series.map((each) => ({
        name: each.name,
        points: each.points.map(([px, py]) => ({ x: px, y: py })),
      }));
      return [{ ...base, kind, x, y, series }];
    }
  }
}

/** A chart for each unit and kind among the metrics: an axis has one unit. */
function metricsCharts(
  wanted: readonly string[],
  base: { readonly name: string; readonly title: string; readonly note?: string },
  { metrics, spans, topology }: RunFigures,
): Chart[] {
  const found = wanted.flatMap((name) => metrics.get(name) ?? []).filter(({ course }) => course.count > 0);
  const missing = wanted.filter((name) => !found.some((metric) => metric.name === name));
  const lost = missing.length > 0 ? `Without a value: ${missing.join(", ")}.` : undefined;
  const notes = [base.note, lost].filter((note) => note !== undefined).join(" ");
  const groups = new Map<string, MetricFigures[]>();
  for (const metric of found) {
    const key = `${metric.unit}\n${metric.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), metric]);
  }
  if (groups.size === 0) {
    return [{ ...base, kind: "line", x: spans.axis, y: { title: "value", unit: "1" }, series: [] }];
  }
  return [...groups.values()].map((group, i) =>
    metricsChart(group, {
      ...base,
      name: i === 0 ? base.name : `${base.name}-${i + 1}`,
      labels: group.map(({ name }) => name),
      spans,
      endNs: topology.lastNs,
      ...(notes !== "" && { note: notes }),
    }),
  );
}
