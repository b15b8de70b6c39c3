import { type ProbeFigures, probeName } from "../figures/route-figures.js";
import type { RunFigures, Summary } from "../figures/run-figures.js";
import { formatNumber, formatPercent } from "../format.js";
import { type Block, type Cell, type Section, text } from "../section.js";

/** Probes told one by one, and drawn one by one. */
const MOST_ROWS = 40;
const MOST_RANGES = 25;

/** Round-trip times and hops of the probes: how they are distributed, and how they go in time. */
export function routesSection(figures: RunFigures): Section {
  const { routes, spans, summary } = figures;
  const section = { id: "routes", title: "Routes of probes" };
  if (routes.asked === 0) {
    return { ...section, blocks: [text("No probe was recorded, so there are no round-trip times.")] };
  }
  const blocks: Block[] = [text(reachedText(figures))];
  if (routes.reached > 0) {
    blocks.push(
      {
        kind: "chart",
        chart: {
          kind: "histogram",
          name: "rtt",
          title: "Round-trip times, all probes and ticks",
          x: { title: "RTT", unit: "ms" },
          y: { title: "routes", unit: "count" },
          bins: routes.rttBins.bins(),
        },
      },
      {
        kind: "chart",
        chart: {
          kind: "histogram",
          name: "hops",
          title: "Links on the path, all probes and ticks",
          x: { title: "links on the path", unit: "count" },
          y: { title: "routes", unit: "count" },
          bins: routes.hopBins.bins(),
        },
      },
      rttOverTime(figures),
    );
  }
  const { reachedPercent } = routes;
  if (reachedPercent.isConstant) {
    blocks.push(text(`At every tick ${routes.reached === 0 ? "no probe" : "each probe"} found a route.`));
  } else {
    blocks.push({
      kind: "chart",
      chart: {
        kind: "line",
        name: "reached",
        title: "Probes that found a route",
        x: spans.axis,
        y: { title: "probes with a route", unit: "%" },
        // Probes of one span are no spread worth a band: each is 0 or 100.
        series: [{ name: "reached", points: reachedPercent.means().map(({ x, y }) => ({ x, y })) }],
        ...(spans.note && { note: spans.note }),
      },
    });
  }
  blocks.push(...probeRanges(routes.probes), probeTable(routes.probes), ...classTable(summary));
  return { ...section, blocks };
}

function reachedText({ routes, summary }: RunFigures): string {
  const share = formatPercent(routes.reached / routes.asked);
  const reached = `${formatNumber(routes.reached)} of ${formatNumber(routes.asked)} answers are routes (${share}).`;
  const why = Object.entries(summary?.routes?.unreached ?? {})
    .map(([reason, count]) => `${reason} ${formatNumber(count)}`)
    .join(", ");
  return why === "" ? reached : `${reached} Others: ${why}.`;
}

function rttOverTime({ routes, spans }: RunFigures): Block {
  const lines = routes.lines();
  const how = lines === undefined ? "Line: median over the probes; band: 5th to 95th percentile." : undefined;
  const band =
    lines !== undefined && spans.ticksPerSpan > 1 ? "Bands go from the least to the greatest." : undefined;
  const note = [how, spans.note, band].filter((part) => part !== undefined).join(" ");
  return {
    kind: "chart",
    chart: {
      kind: "line",
      name: "rtt-over-time",
      title: lines === undefined ? "Round-trip times over time, all probes" : "Round-trip times over time",
      x: spans.axis,
      y: { title: "RTT", unit: "ms" },
      series: lines ?? [{ name: "median", points: routes.medians() }],
      ...(note !== "" && { note }),
    },
  };
}

function probeRanges(probes: readonly ProbeFigures[]): Block[] {
  const found = probes.filter(({ reached }) => reached > 0);
  // One probe's range is in the table.
  if (found.length < 2) return [];
  const left = found.length - MOST_RANGES;
  return [
    {
      kind: "chart",
      chart: {
        kind: "ranges",
        name: "rtt-of-probes",
        title: "Round-trip times by probe: least, mean, greatest",
        x: { title: "RTT", unit: "ms" },
        ranges: found.slice(0, MOST_RANGES).map((probe) => ({
          name: probeName(probe),
          low: probe.rttMinMs,
          mean: probe.rttSumMs / probe.reached,
          high: probe.rttMaxMs,
        })),
        ...(left > 0 && { note: `The first ${MOST_RANGES} of ${formatNumber(found.length)} probes.` }),
      },
    },
  ];
}

function probeTable(probes: readonly ProbeFigures[]): Block {
  const left = probes.length - MOST_ROWS;
  return {
    kind: "table",
    columns: [
      "Probe",
      "Routes found (%)",
      "RTT, least (ms)",
      "mean (ms)",
      "greatest (ms)",
      "Links, mean",
      "Changes of path",
    ],
    rows: probes.slice(0, MOST_ROWS).map((probe): Cell[] => {
      const { reached, asked } = probe;
      const some = (value: number): Cell => (reached === 0 ? null : value);
      return [
        probeName(probe),
        Number(((100 * reached) / asked).toPrecision(4)),
        some(probe.rttMinMs),
        some(probe.rttSumMs / reached),
        some(probe.rttMaxMs),
        some(probe.hopsSum / reached),
        probe.changes,
      ];
    }),
    ...(left > 0 && { note: `${formatNumber(left)} more probes in routes.parquet.` }),
  };
}

function classTable(summary: Summary | undefined): Block[] {
  const classes = summary?.routes?.classes ?? [];
  if (classes.length === 0) return [];
  return [
    {
      kind: "table",
      columns: [
        "Distance over the ground (km)",
        "Routes",
        "RTT, median (ms)",
        "95 % below (ms)",
        "Links, mean",
        "Stretch, mean",
        "greatest",
      ],
      rows: classes.map(({ fromKm, toKm, routes, rttMs, hops, stretch }): Cell[] => [
        toKm === null ? `from ${formatNumber(fromKm)}` : `${formatNumber(fromKm)} to ${formatNumber(toKm)}`,
        routes,
        rttMs.p50,
        rttMs.p95,
        hops.mean,
        stretch.mean,
        stretch.max,
      ]),
      note: "Stretch: length of the path over the great circle between its ends.",
    },
  ];
}
