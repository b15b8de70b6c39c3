import { type LineChart, type LineSeries, MOST_SERIES } from "../chart.js";
import type { MetricFigures } from "../figures/metric-figures.js";
import type { RunFigures } from "../figures/run-figures.js";
import type { TimeSpans } from "../figures/time-spans.js";
import { formatNumber } from "../format.js";
import { type Block, type Cell, type Section, slug, text } from "../section.js";

/** Families of the run's own metrics; any other is a plugin's. */
const TITLES: Readonly<Record<string, string>> = {
  network: "What every run measures",
  transfer: "Transfers and link utilisation",
  traffic: "Traffic",
  compute: "Computers",
  energy: "Energy, heat and radiation",
  fault: "Faults",
};

/** Metrics further apart in size than this have a chart each: the smaller would lie on the axis. */
const MOST_RATIO = 25;
const MOST_CHARTS = 9;
const MOST_ROWS = 60;

/** A section for each family of metrics (`transfer.count` is of the family `transfer`): their course, and how they ended. */
export function metricSections(figures: RunFigures): Section[] {
  const { metrics } = figures;
  const families = metrics.families();
  const own = Object.keys(TITLES).filter((family) => families.has(family));
  const others = [...families.keys()].filter((family) => !own.includes(family));
  const sections = [...own, ...others].map((family) =>
    familySection(family, families.get(family) ?? [], figures),
  );
  const last = sections.at(-1);
  if (metrics.left > 0 && last !== undefined) {
    const more = text(`${formatNumber(metrics.left)} more metrics, or more, are in metrics.parquet.`);
    sections[sections.length - 1] = { ...last, blocks: [...last.blocks, more] };
  }
  return sections;
}

function familySection(family: string, members: readonly MetricFigures[], figures: RunFigures): Section {
  const charts = familyCharts(family, members, figures.spans, figures.topology.lastNs);
  const blocks: Block[] = charts.slice(0, MOST_CHARTS).map((chart) => ({ kind: "chart", chart }));
  if (charts.length > MOST_CHARTS) {
    blocks.push(
      text(`${charts.length - MOST_CHARTS} more charts are left out; the figures are in metrics.parquet.`),
    );
  }
  // Those of the network are of the last tick: the sections before tell the run's.
  if (family !== "network") blocks.push(...finalTables(members));
  else if (blocks.length === 0) blocks.push(text("None of these metrics changed over the run."));
  return { id: slug(`metrics-${family}`), title: TITLES[family] ?? `Metrics: ${family}`, blocks };
}

/** Charts of the metrics that changed: together where unit, kind and size allow. */
function familyCharts(
  family: string,
  members: readonly MetricFigures[],
  spans: TimeSpans,
  endNs: number,
): LineChart[] {
  const changing = members.filter(({ course }) => course.count >= 2 && !course.isConstant);
  const names = new Set<string>();
  return groupsOf(changing, family).map((group) => {
    const shorts = group.map(({ name }) => shortName(name, family));
    return metricsChart(group, {
      name: slug(shorts.join(" "), names),
      title: titleOf(shorts),
      labels: shorts,
      spans,
      endNs,
    });
  });
}

/** Metrics that belong in one chart: of one unit and kind, akin, and not too far apart in size; greatest first. */
function groupsOf(members: readonly MetricFigures[], family: string): MetricFigures[][] {
  const size = ({ course }: MetricFigures) => Math.max(Math.abs(course.low), Math.abs(course.high));
  const groups: MetricFigures[][] = [];
  for (const metric of [...members].sort((a, b) => size(b) - size(a))) {
    const group = groups.find((others) => {
      const [first] = others as [MetricFigures, ...MetricFigures[]];
      const isOneScale = metric.unit === first.unit && metric.kind === first.kind;
      if (!isOneScale || others.length >= MOST_SERIES || size(metric) * MOST_RATIO < size(first))
        return false;
      return metric.unit !== "1" || areAkin(shortName(metric.name, family), shortName(first.name, family));
    });
    if (group === undefined) groups.push([metric]);
    else group.push(metric);
  }
  return groups;
}

/** Whether names begin or end with the same word: plain numbers can be of anything. */
function areAkin(a: string, b: string): boolean {
  const [of, than] = [a.split(/[.-]/), b.split(/[.-]/)];
  return of[0] === than[0] || of.at(-1) === than.at(-1);
}

export interface MetricsChartOptions {
  readonly name: string;
  readonly title: string;
  /** Of the metrics, in their order. */
  readonly labels: readonly string[];
  readonly spans: TimeSpans;
  /** Time of the last tick. */
  readonly endNs: number;
  readonly note?: string;
}

/** Metrics of one unit over time. */
export function metricsChart(metrics: readonly MetricFigures[], options: MetricsChartOptions): LineChart {
  const { name, title, labels, spans, endNs } = options;
  const [first] = metrics as readonly [MetricFigures, ...MetricFigures[]];
  const isSampled = first.kind === "histogram";
  const series = metrics.map(
    ({ course }, i): LineSeries => ({
      name: labels[i] as string,
      points: isSampled ? course.means() : course.lasts(endNs),
    }),
  );
  const what = metrics.length === 1 ? labels[0] : first.kind === "counter" ? "total until then" : "value";
  const notes = [
    options.note,
    isSampled ? "The mean at each tick." : undefined,
    spans.note,
    spans.ticksPerSpan > 1 && !isSampled ? "What it was at their end." : undefined,
  ].filter((note) => note !== undefined);
  return {
    kind: isSampled ? "line" : "steps",
    name,
    title,
    x: spans.axis,
    y: { title: what as string, unit: first.unit },
    series,
    ...(notes.length > 0 && { note: notes.join(" ") }),
  };
}

function finalTables(members: readonly MetricFigures[]): Block[] {
  const blocks: Block[] = [];
  const values = members.filter(({ kind }) => kind !== "histogram");
  if (values.length > 0) {
    blocks.push({
      kind: "table",
      columns: ["Metric", "At the end", "Unit"],
      rows: values
        .slice(0, MOST_ROWS)
        .map(({ name, unit, finals }): Cell[] => [name, finals.get("value") ?? null, unit]),
      ...(values.length > MOST_ROWS && { note: `${values.length - MOST_ROWS} more in summary.json.` }),
    });
  }
  const histograms = members.filter(
    ({ kind, finals }) => kind === "histogram" && (finals.get("count") ?? 0) > 0,
  );
  if (histograms.length > 0) {
    blocks.push({
      kind: "table",
      columns: [
        "Distribution of",
        "Unit",
        "Count",
        "Mean",
        "Least",
        "Median",
        "90 % below",
        "99 % below",
        "Greatest",
      ],
      rows: histograms.slice(0, MOST_ROWS).map(({ name, unit, finals }): Cell[] => {
        const [count, ...rest] = ["count", "mean", "min", "p50", "p90", "p99", "max"].map(
          (statistic): Cell => finals.get(statistic) ?? null,
        );
        return [name, unit, count as Cell, ...rest];
      }),
    });
  }
  return blocks;
}

function titleOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function shortName(name: string, family: string): string {
  return name.startsWith(`${family}.`) ? name.slice(family.length + 1) : name;
}
