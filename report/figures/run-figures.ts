import type { ReportData, ResultsReader, TableName, TableRow } from "../../results/index.js";
import { EventFigures } from "./event-figures.js";
import { MetricsFigures } from "./metric-figures.js";
import { RouteFigures } from "./route-figures.js";
import { TimeSpans } from "./time-spans.js";
import { TopologyFigures } from "./topology-figures.js";

/** What a report is made from: the folder's small files, and the tables added up. */
export interface RunFigures {
  readonly manifest: ResultsReader["manifest"];
  /** Undefined where the run did not come to write it; then only the tables speak. */
  readonly summary: Summary | undefined;
  readonly data: ReportData | undefined;
  readonly spans: TimeSpans;
  readonly durationNs: number;
  readonly stepNs: number;
  readonly topology: TopologyFigures;
  readonly routes: RouteFigures;
  readonly events: EventFigures;
  readonly metrics: MetricsFigures;
}

/** Of `summary.json`, what the report reads. All of it may be missing from a summary of another version. */
export interface Summary {
  readonly failedSatellites?: readonly { readonly name: string; readonly reason: string }[];
  readonly sites?: readonly SiteFigures[];
  readonly routes?: {
    readonly unreached?: Readonly<Record<string, number>>;
    readonly rttMs?: Quantiles | null;
    readonly hops?: Quantiles | null;
    readonly classes?: readonly {
      readonly fromKm: number;
      readonly toKm: number | null;
      readonly routes: number;
      readonly stretch: Quantiles;
      readonly rttMs: Quantiles;
      readonly hops: Quantiles;
    }[];
  };
}

export interface SiteFigures {
  readonly name: string;
  readonly coverage: number;
  readonly visibleMean: number;
  readonly visibleMin: number;
  readonly visibleMax: number;
  readonly handovers: number;
}

export interface Quantiles {
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Gets the rows read so far and in all. */
export type OnRows = (done: number, total: number) => void;

const ROWS_PER_CALL = 50_000;

/**
 * Reads the tables of a run, row group by row group, and adds them up.
 * @throws DamagedResultsError
 */
export async function readRunFigures(
  reader: ResultsReader,
  data: ReportData | undefined,
  onRows?: OnRows,
): Promise<RunFigures> {
  const { durationNs, stepNs } = await timeOf(reader, data);
  const spans = new TimeSpans(durationNs, stepNs);
  const topology = new TopologyFigures(spans);
  const routes = new RouteFigures(spans);
  const events = new EventFigures(spans);
  const metrics = new MetricsFigures(spans);
  let total = 0;
  for (const table of ["topology", "routes", "events", "metrics"] as const)
    total += await reader.rowCount(table);
  let done = 0;
  const take = async <N extends TableName>(table: N, add: (row: TableRow<N>) => void): Promise<void> => {
    for await (const row of reader.rows(table)) {
      add(row);
      if (++done % ROWS_PER_CALL === 0) onRows?.(done, total);
    }
  };
  await take("topology", (row) => topology.add(row));
  await take("routes", (row) => routes.add(row));
  await take("events", (row) => events.add(row));
  await take("metrics", (row) => metrics.add(row));
  onRows?.(total, total);
  const summary = reader.summary as Summary | undefined;
  const { manifest } = reader;
  return { manifest, summary, data, spans, durationNs, stepNs, topology, routes, events, metrics };
}

/** From `report.json`, else from the scenario in the manifest, else from the ticks themselves. */
async function timeOf(
  reader: ResultsReader,
  data: ReportData | undefined,
): Promise<{ readonly durationNs: number; readonly stepNs: number }> {
  if (data !== undefined) return data.time;
  const scenario = reader.manifest.scenario as
    | { readonly time?: { readonly durationSeconds?: number; readonly stepSeconds?: number } }
    | undefined;
  const { durationSeconds, stepSeconds } = scenario?.time ?? {};
  if (durationSeconds !== undefined && stepSeconds !== undefined && stepSeconds > 0) {
    return { durationNs: Math.round(1e9 * durationSeconds), stepNs: Math.round(1e9 * stepSeconds) };
  }
  let [stepNs, lastNs] = [0, 0];
  for await (const { time_ns } of reader.rows("topology")) {
    if (stepNs === 0) stepNs = time_ns - lastNs;
    lastNs = time_ns;
  }
  if (stepNs === 0) stepNs = 1e9;
  return { durationNs: lastNs + stepNs, stepNs };
}
