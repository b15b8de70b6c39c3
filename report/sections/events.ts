import type { RunFigures } from "../figures/run-figures.js";
import type { SpanSeries } from "../figures/span-series.js";
import type { TimeSpans } from "../figures/time-spans.js";
import { formatDuration, formatNumber } from "../format.js";
import { type Block, type Cell, type Section, text } from "../section.js";

/** Kinds with a row of their own on the time axis. */
const MOST_ROWS = 14;

/** Faults, handovers and whatever else happened, on a time axis. */
export function eventsSection({ events, spans, topology }: RunFigures): Section {
  const section = { id: "events", title: "What happened" };
  const kinds = [...events.kinds];
  if (kinds.length === 0) return { ...section, blocks: [text("No event was recorded.")] };
  const blocks: Block[] = [];
  const shown = kinds.slice(0, MOST_ROWS);
  const notes = [`A dot stands for the events of ${formatDuration(spans.spanNs)}.`];
  if (kinds.length > shown.length) notes.push(`The first ${shown.length} of ${kinds.length} kinds.`);
  blocks.push({
    kind: "chart",
    chart: {
      kind: "strip",
      name: "events",
      title: "Events by kind",
      x: spans.axis,
      size: { title: "events", unit: "count" },
      dots: shown.flatMap(([row, series]) => dotsOf(row, series)),
      note: notes.join(" "),
    },
  });
  const down = downSeries(events, spans, topology.lastNs);
  if (down.length > 0) {
    blocks.push({
      kind: "chart",
      chart: {
        kind: "steps",
        name: "down",
        title: "Nodes and links out of service",
        x: spans.axis,
        y: { title: "out of service", unit: "count" },
        series: down,
        ...(spans.note && { note: spans.note }),
      },
    });
  }
  blocks.push({
    kind: "table",
    columns: ["Kind of event", "How often"],
    rows: kinds.slice(0, 60).map(([kind, { count }]): Cell[] => [kind, count]),
    ...(events.others > 0 && {
      note: `${formatNumber(events.others)} events of other kinds in events.parquet.`,
    }),
  });
  if (events.faults.length > 0) {
    const left = events.faultCount - events.faults.length;
    blocks.push({
      kind: "table",
      columns: ["Time since the start", "Fault", "Of"],
      rows: events.faults.map(({ timeNs, kind, subject }): Cell[] => [formatDuration(timeNs), kind, subject]),
      ...(left > 0 && { note: `${formatNumber(left)} more in events.parquet.` }),
    });
  }
  return { ...section, blocks };
}

function dotsOf(row: string, series: SpanSeries) {
  return series
    .sums()
    .filter(({ count }) => count > 0)
    .map(({ from, count }) => ({ row, x: from, count }));
}

function downSeries({ nodesDown, linksDown }: RunFigures["events"], spans: TimeSpans, endNs: number) {
  const all: readonly (readonly [string, SpanSeries])[] = [
    ["nodes", nodesDown],
    ["links", linksDown],
  ];
  const end = Math.max(endNs, spans.spanNs);
  return all
    .filter(([, series]) => series.count > 0)
    .map(([name, series]) => ({ name, points: series.lasts(end, 0) }));
}
