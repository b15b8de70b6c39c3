import { resolve } from "node:path";
import { InputError } from "../../orbits/input-error.js";
import { packageVersion } from "../../sim/manifest.js";
import type { JobDriver } from "../job.js";
import { LocalPool } from "../local-pool.js";
import type { SweepPlan } from "./plan-sweep.js";
import { PointRuns } from "./point-runs.js";
import { isEnough, type RepeatPlan, runsAtLeast } from "./seeds.js";
import { SweepFolder } from "./sweep-folder.js";
import type { SweepManifest } from "./sweep-manifest.js";
import { type EndedRun, figureOfRun, sweepTables } from "./sweep-tables.js";

export interface SweepOptions {
  /** Folder of the sweep; `./<name>` by default. That of an earlier time is gone on with. */
  readonly out?: string;
  /** Who does the runs; processes of this machine by default. It is closed at the end. */
  readonly driver?: JobDriver;
  /** Runs at once, of the default driver; as many as there are cores by default. */
  readonly jobs?: number;
  /** Threads of each run. @defaultValue 0 */
  readonly workers?: number;
  /** Tries again what failed at an earlier time. */
  readonly retryFailed?: boolean;
  /** Aborted: runs under way are given up, and the sweep ends as `interrupted`. */
  readonly signal?: AbortSignal;
  /** @param total of the runs known to be needed; it grows where runs are repeated */
  readonly onRun?: (done: number, total: number) => void;
  readonly onFailure?: (run: EndedRun) => void;
}

export interface SweepResult {
  readonly status: "complete" | "interrupted";
  /** Absolute. */
  readonly dir: string;
  readonly points: number;
  readonly complete: number;
  /** Runs that failed, now or at an earlier time. */
  readonly failed: readonly EndedRun[];
  /** Complete runs that an earlier time had left. */
  readonly found: number;
  /** Points whose interval is not narrow after the most runs allowed, by index. */
  readonly notNarrow: readonly number[];
}

/**
 * Does all runs of a sweep that have not been done yet, and writes its tables. These depend on the sweep alone: not on
 * the driver, on who was done first, or on how often the sweep was interrupted.
 *
 * @throws ExistingFolderError where the folder is taken
 * @throws InputError where a metric to repeat for does not exist
 * @throws DiskError
 */
export async function runSweep(plan: SweepPlan, options: SweepOptions = {}): Promise<SweepResult> {
  const driver = options.driver ?? new LocalPool(options.jobs);
  const folder = SweepFolder.claim(resolve(options.out ?? plan.name), plan.name);
  // Whatever ends the sweep ends what is under way.
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  options.signal?.addEventListener("abort", onAbort);
  if (options.signal?.aborted) stop.abort();
  try {
    folder.begin(manifestFields(plan, "running", []));
    const runs = new PointRuns(plan, folder, driver, { ...options, signal: stop.signal });
    const { seeds } = plan;
    const work = plan.points.map((_, point) =>
      seeds.kind === "fixed"
        ? Promise.all(seeds.seeds.map((seed) => runs.run(point, seed)))
        : repeat(runs, point, seeds, plan),
    );
    try {
      await Promise.all(work);
    } catch (error) {
      stop.abort();
      // They end before the folder is let go.
      await Promise.allSettled(work);
      throw error;
    }
    const ended = runs.inOrder();
    const status = stop.signal.aborted && runs.stopped ? "interrupted" : "complete";
    folder.finish(...finalFiles(plan, status, ended));
    return {
      status,
      dir: folder.dir,
      points: plan.points.length,
      complete: ended.filter((run) => run.status === "complete").length,
      failed: ended.filter((run) => run.status === "failed"),
      found: runs.found,
      notNarrow: status === "complete" ? notNarrow(plan, ended) : [],
    };
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    await driver.close();
    folder.release();
  }
}

/**
 * Runs a point until it is enough: `min` runs at once, then one after another, each decided on all before it in the
 * order of the seeds.
 */
async function repeat(runs: PointRuns, point: number, seeds: RepeatPlan, plan: SweepPlan): Promise<void> {
  const seedOf = (i: number) => seeds.from + i;
  await Promise.all(Array.from({ length: seeds.min }, (_, i) => runs.run(point, seedOf(i))));
  for (let count = seeds.min; !runs.stopped; count++) {
    const unknown = runs.unknownMetric(point, seeds.metric);
    if (unknown !== undefined) {
      const { at } = plan.file;
      throw new InputError([at.problem(["repeat", "until", "metric"], unknown)]);
    }
    if (isEnough(seeds, count, valuesOf(runs.of(point), seeds.metric))) return;
    await runs.run(point, seedOf(count));
  }
}

function valuesOf(runs: readonly EndedRun[], metric: string): number[] {
  return runs.flatMap((run) => figureOfRun(run, metric) ?? []);
}

function notNarrow({ seeds, points }: SweepPlan, ended: readonly EndedRun[]): number[] {
  if (seeds.kind === "fixed") return [];
  return points.flatMap((_, point) => {
    const values = valuesOf(
      ended.filter((run) => run.point === point),
      seeds.metric,
    );
    // As if there could be more of them: then only a narrow interval is enough.
    return isEnough({ ...seeds, max: Number.POSITIVE_INFINITY }, seeds.max, values) ? [] : point;
  });
}

function finalFiles(plan: SweepPlan, status: SweepResult["status"], ended: readonly EndedRun[]) {
  const tables = sweepTables(plan, ended);
  return [manifestFields(plan, status, ended, tables.metrics), tables] as const;
}

function manifestFields(
  plan: SweepPlan,
  status: SweepManifest["status"],
  ended: readonly EndedRun[],
  metrics: readonly string[] = [],
): Omit<SweepManifest, "sweepFormat" | "tables"> {
  const count = (how: EndedRun["status"]) => ended.filter((run) => run.status === how).length;
  return {
    name: plan.name,
    status,
    versions: { starbelt: packageVersion(), node: process.version },
    scenario: plan.scenario,
    inputs: Object.fromEntries(
      plan.points.flatMap(({ inputs }) => inputs.map(({ path, sha256 }) => [path, sha256])),
    ),
    seeds: plan.seeds,
    confidence: plan.file.confidence,
    axes: plan.axes.map((axis) => ({ ...axis })),
    points: plan.points.length,
    runs: { complete: count("complete"), failed: count("failed") },
    metrics: [...metrics],
  };
}

/** How many runs a sweep takes at the least. */
export function leastRuns({ points, seeds }: SweepPlan): number {
  return points.length * runsAtLeast(seeds);
}
