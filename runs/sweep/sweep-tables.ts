import type { ColumnSchema, FreeRow, TableSchema } from "../../results/index.js";
import { figureOf } from "../flatten-summary.js";
import { fittingNames } from "../metric-pattern.js";
import { meanInterval } from "../statistics/mean-interval.js";
import { axisCell, axisSchema } from "./axis-columns.js";
import type { SweepPlan } from "./plan-sweep.js";

/** A run that has ended. */
export interface EndedRun {
  /** Index of its point. */
  readonly point: number;
  readonly seed: number;
  /** Name of its folder under `runs/`. */
  readonly run: string;
  readonly status: "complete" | "failed";
  readonly cause: string | null;
  /** Flattened summary; empty where it failed. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface SweepTables {
  /** One row a run. */
  readonly runs: Table;
  /** One row a point and metric: mean and interval over the complete runs of the point. */
  readonly points: Table;
  /** Metrics of both, by code unit. */
  readonly metrics: readonly string[];
}

interface Table {
  readonly schema: TableSchema;
  readonly rows: readonly FreeRow[];
}

/** Columns that every table of runs has, before those of the axes and metrics. */
export const RUN_COLUMNS = [
  { name: "point", type: "int32" },
  { name: "seed", type: "int64" },
  { name: "run", type: "string" },
  { name: "status", type: "string" },
  { name: "cause", type: "string", nullable: true },
] as const satisfies readonly ColumnSchema[];

/** Columns of the table of points after those of the axes. */
export const POINT_COLUMNS = [
  { name: "metric", type: "string" },
  { name: "runs", type: "int32" },
  { name: "mean", type: "double" },
  { name: "standard_deviation", type: "double", nullable: true },
  { name: "low", type: "double", nullable: true },
  { name: "high", type: "double", nullable: true },
] as const satisfies readonly ColumnSchema[];

/**
 * The tables of a sweep: in the order of the points and, within one, of the seeds, whoever was done first.
 *
 * @param runs in that order
 */
export function sweepTables({ axes, points, file }: SweepPlan, runs: readonly EndedRun[]): SweepTables {
  const found = new Set<string>();
  for (const run of runs) for (const name of Object.keys(run.metrics)) found.add(name);
  const metrics = fittingNames([...found].sort(), file.metrics);
  const axisCells = points.map(({ values }) =>
    Object.fromEntries(axes.map((axis) => [axis.column, axisCell(axis, values)])),
  );
  const runRows = runs.map((each) => ({
    point: each.point,
    seed: each.seed,
    run: each.run,
    status: each.status,
    cause: each.cause,
    ...axisCells[each.point],
    ...Object.fromEntries(metrics.map((metric) => [metric, figureOfRun(each, metric) ?? null])),
  }));
  const byPoint = points.map((): EndedRun[] => []);
  for (const run of runs) byPoint[run.point]?.push(run);
  const pointRows = byPoint.flatMap((own, point) =>
    metrics.flatMap((metric) => {
      const values = own.flatMap((run) => figureOfRun(run, metric) ?? []);
      const interval = meanInterval(values, file.confidence);
      if (interval === undefined) return [];
      const { mean, halfWidth, standardDeviation } = interval;
      return [
        {
          point,
          ...axisCells[point],
          metric,
          runs: interval.runs,
          mean,
          standard_deviation: standardDeviation,
          low: halfWidth === null ? null : mean - halfWidth,
          high: halfWidth === null ? null : mean + halfWidth,
        },
      ];
    }),
  );
  const axisColumns = axisSchema(axes);
  return {
    metrics,
    runs: {
      schema: {
        name: "runs",
        columns: [
          ...RUN_COLUMNS,
          ...axisColumns,
          ...metrics.map((name) => ({ name, type: "double", nullable: true }) as const),
        ],
      },
      rows: runRows,
    },
    points: {
      schema: { name: "points", columns: [RUN_COLUMNS[0], ...axisColumns, ...POINT_COLUMNS] },
      rows: pointRows,
    },
  };
}

/** A figure of a run that has ended; undefined where it has none, as one that failed. */
export function figureOfRun({ status, metrics }: EndedRun, metric: string): number | undefined {
  return status === "complete" ? figureOf(metrics, metric) : undefined;
}
