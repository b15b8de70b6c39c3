import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../../orbits/input-error.js";
import {
  DiskError,
  FramesError,
  MANIFEST_FILE,
  openFrames,
  REPORT_FILE,
  type RecordedFrames,
  type ResultsFolder,
  type ResultsReader,
  readSealedRun,
  removeRemains,
  resumeResultsFolder,
  SealedDifferenceError,
  type SealedRun,
} from "../../results/index.js";
import type { Owners } from "../host/owners.js";
import { goesOn, markOfThisProcess } from "../process-mark.js";
import { type KeptFrames, keptFrames } from "../replay/index.js";
import { type RunOptions, type RunResult, runInFolder } from "../run-scenario.js";
import type { RunSummary } from "../run-summary.js";
import { loadScenarioText } from "../scenario/load-scenario.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { checkInputs, checkInputsOnDisk } from "./check-inputs.js";
import { differenceError } from "./difference.js";
import { readStoppedRun, type StoppedRun } from "./stopped-run.js";

/** As for `runScenario`; what makes the run the one it is comes from its folder. */
export type ResumeOptions = Pick<
  RunOptions,
  "workers" | "plugins" | "signal" | "onFolder" | "onSetUp" | "onTick" | "onNotice"
> & {
  /** Gets the scenario as it was loaded again, before the run goes on. */
  readonly onPlan?: (plan: RunPlan) => void;
};

export interface ResumeResult extends RunResult {
  /** The run had come to its end already: nothing was made again. */
  readonly wasComplete: boolean;
  /** Its `report.html` is there already, of the whole run: a kill right at the end may have left none. */
  readonly hasReport: boolean;
}

/**
 * Takes a run that was killed, interrupted or failed to its end, with the same bytes as if nothing had happened. It is made
 * again from its start, on its recorded frames as far as there are any; each part made again is proven against the checksum
 * it had been sealed with, and written again where its file is torn.
 *
 * @param dir its results folder
 * @throws NotResultsFolderError
 * @throws InputError where inputs, version or plugins are not what they were, or the run still goes on
 * @throws ResumeDifferenceError where the run becomes another than it was; its folder is left as it was
 * @throws DiskError, DamagedResultsError, and all that `runScenario` throws where the run fails
 */
export async function resumeRun(dir: string, options: ResumeOptions = {}): Promise<ResumeResult> {
  const { results, run } = readStoppedRun(dir);
  const file = join(results.dir, MANIFEST_FILE);
  if (run.status === "complete") {
    removeRemains(results.dir);
    return {
      status: "complete",
      dir: results.dir,
      summary: results.summary as RunSummary,
      wasComplete: true,
      hasReport: existsSync(join(results.dir, REPORT_FILE)),
    };
  }
  if (run.status === "running" && run.process !== undefined && goesOn(run.process)) {
    throw new InputError([{ file, message: `the run still goes on, in process ${run.process.pid}` }]);
  }
  checkHandedPlugins(file, run, options);
  if (run.versions.node !== process.version) {
    options.onNotice?.(
      `the run was begun with Node ${run.versions.node}, this is ${process.version}: last digits may differ, and be told as a difference`,
    );
  }
  const plan = await loadAgain(file, run, results.dir);
  options.onPlan?.(plan);
  const sealed = readSealedRun(results.dir);
  const opened: RecordedFrames[] = [];
  try {
    const replay = run.replay && openReplayed(run.replay.frames);
    if (replay !== undefined) opened.push(replay);
    const kept = replay === undefined && plan.output.frames ? openKept(plan, results.dir, sealed) : undefined;
    if (kept !== undefined) opened.push(kept.recorded);
    const result = await goOn(plan, { results, run, sealed, replay, kept, options });
    return { ...result, wasComplete: false, hasReport: false };
  } finally {
    for (const frames of opened) frames.close();
  }
}

interface Resumed {
  readonly results: ResultsReader;
  readonly run: StoppedRun;
  readonly sealed: SealedRun;
  readonly replay: RecordedFrames | undefined;
  readonly kept: KeptFrames | undefined;
  readonly options: ResumeOptions;
}

function goOn(plan: RunPlan, { results, run, sealed, replay, kept, options }: Resumed): Promise<RunResult> {
  const { workers = run.workers, onPlan: _onPlan, ...rest } = options;
  const hasKept = kept !== undefined && kept.ticks > 0;
  const offsets = hasKept ? kept.recorded.offsets.slice(0, kept.ticks + 1) : new Float64Array(0);
  const continuation = { offsets, seals: sealed.frames };
  return runInFolder(plan, {
    options: { ...rest, workers, ...(replay && { replay }) },
    checkpoints: run.checkpoints,
    kept: hasKept ? kept : undefined,
    openFolder: (content) => {
      const frames = content.frames && { ...content.frames, continuation };
      return resumeResultsFolder(results.dir, sealed, {
        ...content,
        ...(frames && { frames }),
        manifest: manifestOf(results),
      });
    },
    onFailure: explain,
  });
}

/** What the manifest said of the run itself, and that it was resumed. */
function manifestOf({ manifest }: ResultsReader): Record<string, unknown> {
  const { resultsFormat: _f, status: _s, tables: _t, frames: _r, error: _e, wall: _w, ...own } = manifest;
  const before = Array.isArray(own.resumed) ? (own.resumed as unknown[]) : [];
  return { ...own, process: markOfThisProcess(), resumed: [...before, new Date().toISOString()] };
}

async function explain(error: unknown, folder: ResultsFolder, owners: Owners): Promise<unknown> {
  if (!(error instanceof SealedDifferenceError)) return error;
  return differenceError(error, await folder.differences(error.table), owners);
}

/** @throws InputError where a program does not hand over what it handed over then */
function checkHandedPlugins(
  file: string,
  { handedPlugins }: StoppedRun,
  { plugins = [] }: ResumeOptions,
): void {
  const names = plugins.map(({ plugin }) => plugin.name);
  if (names.join() === handedPlugins.join()) return;
  const list = (of: readonly string[]) =>
    of.length === 0 ? "none" : of.map((name) => `"${name}"`).join(", ");
  const message = `a program ran it with plugins of its own (${list(handedPlugins)}) and has to hand them over again; got ${list(names)}`;
  throw new InputError([{ file, message }]);
}

/** The scenario as it was, from the text in the manifest and the files that it names. @throws InputError */
async function loadAgain(file: string, run: StoppedRun, dir: string): Promise<RunPlan> {
  const { text, set, seed, cwd } = run.source;
  const folder = run.scenarioFolder;
  const working = resolve(folder, cwd);
  checkInputsOnDisk(run.inputs, [folder, working]);
  const plan = await loadScenarioText(text, {
    file: join(folder, "scenario.yaml"),
    cwd: working,
    set,
    seed,
    pluginsComplete: run.handedPlugins.length === 0,
  });
  checkInputs(run.inputs, plan.inputs);
  if (plan.scenarioHash !== run.scenarioHash) {
    const message = "the scenario means another run than it did: something that it names has changed";
    throw new InputError([{ file, message }]);
  }
  return { ...plan, output: { ...plan.output, dir } };
}

/** @throws InputError where the frames that the run replayed are gone */
function openReplayed(file: string): RecordedFrames {
  try {
    return openFrames(file);
  } catch (error) {
    if (!(error instanceof FramesError || error instanceof DiskError)) throw error;
    throw new InputError([{ file, message: `the frames that the run replayed: ${error.message}` }]);
  }
}

/** The frames that are there; undefined where there are none, or damaged ones. @throws DiskError */
function openKept(plan: RunPlan, dir: string, sealed: SealedRun): KeptFrames | undefined {
  let recorded: RecordedFrames;
  try {
    recorded = openFrames(dir);
  } catch (error) {
    // They are made again, and proven against what was sealed.
    if (error instanceof FramesError || (error instanceof DiskError && error.code === "ENOENT"))
      return undefined;
    throw error;
  }
  return keptFrames(plan, recorded, sealed.frames);
}
