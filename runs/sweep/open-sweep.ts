import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type FreeRow, NotResultsFolderError, readTableFile } from "../../results/index.js";
import type { AxisColumn } from "./axis-columns.js";
import { readSweepManifest, type SweepManifest, type SweepTable, tableSchema } from "./sweep-manifest.js";

/** One run of a sweep, as its table has it. */
export interface SweepRunRow {
  readonly point: number;
  readonly seed: number;
  /** Name of its folder under `runs/`. */
  readonly run: string;
  readonly status: "complete" | "failed";
  readonly cause: string | null;
  /** By dotted path; numbers in the unit of the axis; null where the point leaves the scenario's value. */
  readonly axes: Readonly<Record<string, number | string | null>>;
  /** Flattened summary; null where this run has no such figure. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Mean and confidence interval of one metric over the runs of one point. */
export interface SweepPointRow {
  readonly point: number;
  readonly axes: SweepRunRow["axes"];
  readonly metric: string;
  /** Runs that have the metric. */
  readonly runs: number;
  readonly mean: number;
  /** The rest is null for one run. */
  readonly standardDeviation: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The results of a sweep; `openSweep` makes it. */
export interface SweepReader {
  /** Absolute. */
  readonly dir: string;
  readonly manifest: SweepManifest;
  readonly axes: readonly AxisColumn[];
  /** By point, then seed. */
  runs(): Promise<SweepRunRow[]>;
  /** By point, then metric. */
  points(): Promise<SweepPointRow[]>;
}

/**
 * Opens the folder of a sweep.
 *
 * @throws NotResultsFolderError where it is none, or has no tables yet
 */
export function openSweep(path: string): SweepReader {
  const dir = resolve(path);
  const stats = statSync(dir, { throwIfNoEntry: false });
  if (stats === undefined) throw new NotResultsFolderError(path, "no such folder");
  const manifest = readSweepManifest(dir);
  const { axes } = manifest;
  const read = (table: SweepTable) => {
    const schema = tableSchema(manifest, table);
    if (schema === undefined) throw new NotResultsFolderError(path, "the sweep has no tables yet");
    return readTableFile(join(dir, `${table}.parquet`), schema);
  };
  return {
    dir,
    manifest,
    axes,
    async runs() {
      return (await read("runs")).map((row) => ({
        point: row.point as number,
        seed: row.seed as number,
        run: row.run as string,
        status: row.status as SweepRunRow["status"],
        cause: row.cause as string | null,
        axes: axisValues(axes, row),
        metrics: Object.fromEntries(manifest.metrics.map((name) => [name, row[name] as number | null])),
      }));
    },
    async points() {
      return (await read("points")).map((row) => ({
        point: row.point as number,
        axes: axisValues(axes, row),
        metric: row.metric as string,
        runs: row.runs as number,
        mean: row.mean as number,
        standardDeviation: row.standard_deviation as number | null,
        low: row.low as number | null,
        high: row.high as number | null,
      }));
    },
  };
}

function axisValues(axes: readonly AxisColumn[], row: FreeRow): SweepRunRow["axes"] {
  return Object.fromEntries(axes.map(({ key, column }) => [key, row[column] as number | string | null]));
}
