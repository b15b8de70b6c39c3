import { InputError, type InputProblem } from "../../orbits/input-error.js";
import { isMapping } from "../../orbits/schema-problems.js";
import { packageVersion } from "../../sim/manifest.js";
import { loadScenarioText } from "../../sim/scenario/load-scenario.js";
import type { RunPlan } from "../../sim/scenario/run-plan.js";
import type { Job, JobInput } from "../job.js";
import { type AxisColumn, axisColumns } from "./axis-columns.js";
import type { AxisValues } from "./draws.js";
import { PointProblems } from "./point-problems.js";
import { readSweep, type SweepFile } from "./read-sweep.js";
import { runKey } from "./run-key.js";
import { planSeeds, type SeedPlan } from "./seeds.js";

/** A sweep whose every point was loaded and found sound: nothing of its runs can fail on their input. */
export interface SweepPlan {
  readonly name: string;
  readonly file: SweepFile;
  readonly axes: readonly AxisColumn[];
  readonly points: readonly SweepPoint[];
  readonly seeds: SeedPlan;
  /** The resolved scenario of the first point. */
  readonly scenario: unknown;
  /** Worth telling, but no mistakes. */
  readonly warnings: readonly InputProblem[];
}

/** One combination of values; its runs differ in their seed alone. */
export interface SweepPoint {
  readonly values: AxisValues;
  /** As of `--set`, in the order of the axes. */
  readonly set: readonly string[];
  readonly scenarioHash: string;
  readonly output: unknown;
  readonly inputs: readonly JobInput[];
}

export interface LoadSweepOptions {
  /** Working folder; that of the process by default. */
  readonly cwd?: string;
  /** Aborted: loading stops with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Gets how many points have been looked into, and how many there are. */
  readonly onPoint?: (done: number, total: number) => void;
}

/** All points are loaded with the same seed, which the key of a run then adds to: it is a part of the scenario's hash. */
const COMMON_SEED = 0;

/**
 * Reads a sweep file, and its scenario at every point.
 *
 * @throws InputError with all mistakes: of the file, of the values of its axes at their places in it, and of the
 *   scenario at theirs
 */
export async function loadSweep(path: string, options: LoadSweepOptions = {}): Promise<SweepPlan> {
  const { file, problems } = await readSweep(path, options.cwd ?? process.cwd());
  if (file === undefined) throw new InputError(inOrder(problems, path));
  const ofPoints = new PointProblems(file);
  const seeds = planSeeds(file);
  // A scenario without a sound seed, where one is needed, is to say so itself.
  const loaded = await loadPoints(file, seeds === undefined ? undefined : COMMON_SEED, ofPoints, options);
  const wrong = [...problems, ...ofPoints.all()];
  if (wrong.length > 0) throw new InputError(inOrder(wrong, path));
  if (seeds === undefined) throw new Error("a scenario without a seed was loaded");
  return {
    name: file.name,
    file,
    axes: axisColumns(file.axes),
    points: loaded.points,
    seeds,
    scenario: loaded.scenario,
    warnings: ofPoints.warnings(),
  };
}

async function loadPoints(
  { axes, cwd, scenario: { file, text } }: SweepFile,
  seed: number | undefined,
  problems: PointProblems,
  { signal, onPoint }: LoadSweepOptions,
): Promise<Pick<SweepPlan, "points" | "scenario">> {
  const points: SweepPoint[] = [];
  const known = new Map<string, SweepPoint>();
  let scenario: unknown;
  for (const [i, values] of axes.points.entries()) {
    signal?.throwIfAborted();
    const set = setsOf(values);
    let point = known.get(set.join("\n"));
    try {
      if (point === undefined) {
        const plan = await loadScenarioText(text, { file, cwd, set, seed, pluginsComplete: true });
        problems.warn(plan.warnings, values);
        scenario ??= plan.resolved;
        point = pointOf(plan, values, set);
        known.set(set.join("\n"), point);
      }
      points.push(point);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.add(error.problems, values);
    }
    onPoint?.(i + 1, axes.points.length);
  }
  return { points, scenario };
}

/** The sweep file from top to bottom, then other files as they came. */
function inOrder(problems: readonly InputProblem[], sweep: string): InputProblem[] {
  const rank = ({ file }: InputProblem) => (file === sweep ? 0 : 1);
  return problems.toSorted((a, b) => {
    if (rank(a) + rank(b) > 0) return rank(a) - rank(b);
    return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
  });
}

/** JSON is YAML, so that any value can stand after the `=`. */
function setsOf(values: AxisValues): string[] {
  return Object.entries(values).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}

function pointOf(
  { scenarioHash, inputs, resolved }: RunPlan,
  values: AxisValues,
  set: readonly string[],
): SweepPoint {
  const output = isMapping(resolved) && isMapping(resolved.output) ? resolved.output : {};
  const { dir: _dir, ...files } = output;
  return {
    values,
    set,
    scenarioHash,
    output: files,
    inputs: inputs.map(({ path, sha256 }) => ({ path, sha256 })),
  };
}

/** The key of a point's run with a seed. */
export function keyOf({ scenarioHash, output }: SweepPoint, seed: number): string {
  return runKey({ scenarioHash, seed, output, starbelt: packageVersion(), node: process.version });
}

/** @param dir absolute results folder of the run */
export function jobOf(
  { file }: SweepPlan,
  point: SweepPoint,
  { seed, dir, workers }: Pick<Job, "seed" | "dir" | "workers">,
): Job {
  return {
    id: keyOf(point, seed),
    scenario: { file: file.scenario.file, text: file.scenario.text },
    cwd: file.cwd,
    set: point.set,
    seed,
    inputs: point.inputs,
    dir,
    workers,
  };
}
