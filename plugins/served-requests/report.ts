import type { PluginSim, ReportCell } from "../../index.js";
import type { RequestLedger, Tally } from "./request-ledger.js";

/** Shares that make a line: the last is the 99th percentile, beyond which a few tell more of themselves than of the rest. */
const SHARES = Array.from({ length: 50 }, (_, i) => (i + 0.5) * 0.02);

const FIGURES = [
  { title: "Sent", unit: "1" },
  { title: "Served", unit: "%" },
  { title: "Mean", unit: "ms" },
  { title: "Median", unit: "ms" },
  { title: "p90", unit: "ms" },
  { title: "p99", unit: "ms" },
  { title: "Median on the network", unit: "ms" },
  { title: "Power from panels", unit: "%" },
];

/** Tables of requests by purpose, place and sender, and their times as distributions. */
export function reportRequests(sim: PluginSim, ledger: RequestLedger): void {
  const { byPurpose, byPlace, bySender } = ledger;
  const chart = (title: string, of: (tally: Tally) => Tally["totalMs"], note: string) =>
    sim.report.chart({
      title,
      kind: "line",
      x: { title: "time", unit: "ms" },
      y: { title: "share of served requests", unit: "1" },
      series: () =>
        Object.fromEntries(
          sorted(byPurpose)
            .filter(([, { served }]) => served > 0)
            .map(([purpose, tally]) => [purpose, distribution(of(tally))]),
        ),
      note,
    });
  chart(
    "Time of requests on the network",
    ({ networkMs }) => networkMs,
    "There and back, without the work and the waiting on the node that answers; up to the 99th percentile.",
  );
  chart(
    "Time of requests in all",
    ({ totalMs }) => totalMs,
    "From the first byte of the request to the last of the answer; up to the 99th percentile.",
  );
  sim.report.table({
    title: "Requests",
    columns: [{ title: "Purpose" }, ...FIGURES],
    rows: () => sorted(byPurpose).map(([purpose, tally]) => [purpose, ...figures(tally)]),
    note: "Power from panels: of what satellites drew while they had a request; the rest came out of batteries. Empty: no batteries. Requests under way at the end of the run are left out.",
  });
  sim.report.table({
    title: "Where requests were answered",
    columns: [{ title: "Purpose" }, { title: "Place" }, { title: "Nodes", unit: "1" }, ...FIGURES],
    rows: () => rowsOf(byPlace, (place, tally) => [place, ledger.nodesOf.get(tally)?.size ?? 0]),
  });
  sim.report.table({
    title: "Who asked",
    columns: [{ title: "Purpose" }, { title: "Sender" }, ...FIGURES],
    rows: () => rowsOf(bySender, (node) => [sim.world.names.at(node)]),
  });
}

function rowsOf<K extends string | number>(
  maps: ReadonlyMap<string, ReadonlyMap<K, Tally>>,
  heads: (key: K, tally: Tally) => ReportCell[],
): ReportCell[][] {
  return sorted(maps).flatMap(([purpose, tallies]) =>
    sorted(tallies).map(([key, tally]) => [purpose, ...heads(key, tally), ...figures(tally)]),
  );
}

function figures(tally: Tally): ReportCell[] {
  const { sent, served, totalMs, networkMs, metered, fromPanels } = tally;
  const latencies =
    served === 0
      ? [null, null, null, null, null]
      : [
          totalMs.mean,
          totalMs.quantile(0.5),
          totalMs.quantile(0.9),
          totalMs.quantile(0.99),
          networkMs.quantile(0.5),
        ];
  return [sent, (100 * served) / sent, ...latencies, metered === 0 ? null : (100 * fromPanels) / metered];
}

function distribution(histogram: Tally["totalMs"]): [number, number][] {
  return [[histogram.min, 0], ...SHARES.map((share): [number, number] => [histogram.quantile(share), share])];
}

/** By key: numbers by size, names by code unit. */
function sorted<K extends string | number, V>(map: ReadonlyMap<K, V>): [K, V][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
