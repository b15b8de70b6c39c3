import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../orbits/input-error.js";
import { openResults } from "../results/index.js";
import { packageVersion } from "../sim/manifest.js";
import { runScenario } from "../sim/run-scenario.js";
import { loadScenarioText } from "../sim/scenario/load-scenario.js";
import type { RunPlan } from "../sim/scenario/run-plan.js";
import type { Job, JobOutcome } from "./job.js";

/** What the folder of a run is called while the run goes on: whoever else does the same job has one of their own. */
const UNFINISHED = /\.part-[0-9a-f-]{36}$/;

/** Whether a folder's name is that of a run which never came to its end. */
export function isUnfinished(name: string): boolean {
  return UNFINISHED.test(name);
}

/** What `doJob` found, beside how it ended. */
export interface DoneJob {
  readonly outcome: JobOutcome;
  /** Whether code of the user's was loaded: modules keep what they hold, so the next run needs a process of its own. */
  readonly ownModules: boolean;
}

/**
 * Does a job in this process. Its folder appears as a whole once the run has ended by itself: a kill leaves none,
 * and of two that do the same job one is kept.
 *
 * @param signal aborted: the run stops after the event or tick it is at
 */
export async function runJob(job: Job, signal?: AbortSignal): Promise<JobOutcome> {
  return (await doJob(job, signal)).outcome;
}

export async function doJob(job: Job, signal?: AbortSignal): Promise<DoneJob> {
  if (isFinished(job)) return { outcome: { status: "complete" }, ownModules: false };
  const part = `${job.dir}.part-${randomUUID()}`;
  let ownModules = false;
  try {
    const { text, file } = job.scenario;
    const { cwd, set, seed, workers } = job;
    const plan = await loadScenarioText(text, { file, cwd, set, seed, pluginsComplete: true });
    ownModules = hasOwnModules(plan);
    refuseChangedInputs(job, plan);
    const result = await runScenario(plan, {
      out: part,
      workers,
      ...(signal === undefined ? {} : { signal }),
    });
    if (result.status !== "complete") return { outcome: { status: "stopped" }, ownModules };
    putInPlace(part, job);
    return { outcome: { status: "complete" }, ownModules };
  } catch (error) {
    try {
      // What a failed run recorded until then is worth a look; one that failed before it began has nothing.
      putInPlace(part, job);
    } catch {}
    return { outcome: { status: "failed", cause: causeOf(error).replaceAll(part, job.dir) }, ownModules };
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Whether the results of a job lie there, complete and of this version. */
export function isFinished({ dir, seed }: Pick<Job, "dir" | "seed">): boolean {
  try {
    const { manifest, summary } = openResults(dir);
    const { starbelt } = manifest.versions as { readonly starbelt?: unknown };
    return (
      manifest.status === "complete" &&
      summary !== undefined &&
      manifest.seed === seed &&
      starbelt === packageVersion()
    );
  } catch {
    return false;
  }
}

/** Moves what a run has written to where it belongs, unless someone else has finished the same job. */
function putInPlace(part: string, job: Job): void {
  if (isFinished(job)) return;
  mkdirSync(dirname(job.dir), { recursive: true });
  rmSync(job.dir, { recursive: true, force: true });
  renameSync(part, job.dir);
}

/** @throws Error where a file is not what it was when the job was made */
function refuseChangedInputs(job: Job, { inputs }: RunPlan): void {
  const now = inputs.map(({ path, sha256 }) => ({ path, sha256 }));
  for (const { path, sha256 } of job.inputs) {
    if (!now.some((input) => input.path === path && input.sha256 === sha256)) {
      throw new Error(`"${path}" was changed after the sweep began`);
    }
  }
}

function hasOwnModules({ routing, plugins, sky }: RunPlan): boolean {
  const refs = [
    routing.router.ref,
    ...(routing.cost === "latency" ? [] : [routing.cost]),
    ...[...sky.links.isl, ...sky.links.ground].map(({ protocol }) => protocol.ref),
  ];
  const ours = new URL("../plugins/", import.meta.url).href;
  return (
    refs.some(({ url }) => url !== undefined) || plugins.some(({ use }) => !use.ref.url?.startsWith(ours))
  );
}

/** On one line, for a table. */
function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .split("\n")
    .map((line) => line.trim())
    .join(error instanceof InputError ? "; " : " ");
}
