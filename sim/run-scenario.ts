import { dirname, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { describeStatus } from "../orbits/ephemeris.js";
import { InputError } from "../orbits/input-error.js";
import {
  createResultsFolder,
  type RecordedFrames,
  type ResultsFolder,
  type ResultsFolderOptions,
} from "../results/index.js";
import { messageOf } from "./host/failures.js";
import type { HandedPlugin } from "./host/load-plugins.js";
import type { Owners } from "./host/owners.js";
import { buildManifest } from "./manifest.js";
import { markOfThisProcess } from "./process-mark.js";
import { type Checkpoints, Recorder } from "./recorder.js";
import { describeStates, framesHead, type KeptFrames } from "./replay/index.js";
import type { RunSummary } from "./run-summary.js";
import { defaultWorkers, isWorthThreads } from "./scenario/default-workers.js";
import type { RunPlan } from "./scenario/run-plan.js";
import { type RunStatus, Simulation } from "./simulation.js";

export interface RunOptions {
  /** Results folder; the scenario's `output.dir` by default. */
  readonly out?: string;
  /** Replaces the results of an earlier run. */
  readonly force?: boolean;
  /**
   * Threads that make frames, and as many that share in forwarding states; chosen by the size of the run by default.
   * The results do not depend on it.
   */
  readonly workers?: number;
  /** Plugins beside those of the scenario. */
  readonly plugins?: readonly HandedPlugin[];
  /** Aborted: the run stops after the event or tick it is at, and closes its folder as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Gets the absolute path of the results folder once it is made. */
  readonly onFolder?: (dir: string) => void;
  /** Gets how many satellites of all are set up, before the first tick. */
  readonly onSetUp?: (done: number, total: number) => void;
  readonly onTick?: (tick: number) => void;
  /** Gets what is worth telling but no mistake, such as satellites that have no position. */
  readonly onNotice?: (text: string) => void;
  /**
   * Frames of a recorded run on the same sky, to be used instead of making them; they stay open, and are not recorded
   * again.
   */
  readonly replay?: RecordedFrames;
  /**
   * Simulated seconds after which what was recorded is sealed, each time; a kill loses no more of it.
   * @defaultValue a hundredth of the run, of which tables with few rows may leave out up to seven
   */
  readonly checkpoint?: number;
}

export interface RunResult {
  readonly status: RunStatus;
  /** Absolute path of the results folder. */
  readonly dir: string;
  readonly summary: RunSummary;
}

/**
 * Runs a scenario and writes its results folder. The folder is made once the plugins are set up, so that wrong
 * input leaves none.
 *
 * @throws InputError where a plugin cannot be set up
 * @throws ExistingFolderError where the folder exists and `force` is not given
 * @throws PluginError, RouterError, Error where the run fails; its folder is then closed as `failed`, readable to that point
 */
export async function runScenario(plan: RunPlan, options: RunOptions = {}): Promise<RunResult> {
  const workers = options.workers ?? defaultWorkers(plan);
  const checkpoints = checkpointsOf(plan, options.checkpoint);
  const { replay, plugins = [] } = options;
  const out = options.out ?? plan.output.dir;
  if (replay !== undefined) refuseOwnFolder(out, replay);
  const handedPlugins = plugins.map(({ plugin }) => plugin.name);
  const manifest = {
    ...buildManifest(plan, { workers, checkpoints, handedPlugins }),
    ...(replay && { replay: manifestOfReplay(replay) }),
    process: markOfThisProcess(),
  };
  return runInFolder(plan, {
    options: { ...options, workers },
    checkpoints,
    openFolder: (content) =>
      createResultsFolder(out, { ...content, force: options.force === true, manifest }),
  });
}

/** A run whose folder is another's concern. */
export interface FolderRun {
  readonly options: RunOptions & { readonly workers: number };
  readonly checkpoints: Checkpoints;
  readonly kept?: KeptFrames | undefined;
  readonly openFolder: (content: FolderContent) => ResultsFolder;
  /** Gets what ended the run before its failure is written down; gives what is to be thrown. */
  readonly onFailure?: (error: unknown, folder: ResultsFolder, owners: Owners) => Promise<unknown>;
}

/** What there is to be written. */
export type FolderContent = Pick<ResultsFolderOptions, "optionalTables" | "frames">;

/** Makes the simulation and its folder, runs to the end, and closes the folder however that went. */
export async function runInFolder(
  plan: RunPlan,
  { options, checkpoints, kept, openFolder, onFailure }: FolderRun,
): Promise<RunResult> {
  const began = performance.now();
  const { replay } = options;
  let folder: ResultsFolder;
  const simulation = await Simulation.create(plan, {
    workers: options.workers,
    ...(options.plugins === undefined ? {} : { plugins: options.plugins }),
    ...(options.onSetUp === undefined ? {} : { onSetUp: options.onSetUp }),
    ...(options.onNotice === undefined ? {} : { onNotice: options.onNotice }),
    ...(replay && { replay }),
    ...(kept && { kept }),
  });
  try {
    folder = openFolder({
      ...(plan.output.contactPlan && { optionalTables: ["contacts"] }),
      ...(plan.output.frames && replay === undefined && { frames: await framesOf(simulation) }),
    });
  } catch (error) {
    await simulation.close();
    throw error;
  }
  options.onFolder?.(folder.dir);
  const { onTick } = options;
  const recorder = new Recorder(plan, folder, simulation.world.lookAhead.instants, { checkpoints, onTick });
  const wall = () => ({
    process: undefined,
    wall: {
      totalSeconds: (performance.now() - began) / 1000,
      runSeconds: simulation.ranMs / 1000,
      waitedForFramesSeconds: simulation.waitedMs / 1000,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    },
  });
  try {
    const status = await simulation.run(recorder, options.signal);
    recorder.finish();
    if (status === "complete") folder.sealLast();
    const summary = recorder.buildSummary(failedSatellites(simulation), simulation.metrics.all());
    if (!folder.isBehind) {
      folder.writeSummary(summary);
      recorder.writeReportData(simulation.reportSections());
    }
    await folder.close(status, wall());
    return { status, dir: folder.dir, summary };
  } catch (thrown) {
    const error = (await onFailure?.(thrown, folder, simulation.owners)) ?? thrown;
    // Either may fail too, the folder itself being what failed; the first error tells why.
    try {
      folder.stop();
      recorder.finish();
      if (!folder.isBehind) {
        folder.writeSummary(recorder.buildSummary(failedSatellites(simulation), simulation.metrics.all()));
        recorder.writeReportData([]);
        recorder.writeReportData(simulation.reportSections());
      }
    } catch {}
    await folder.close("failed", { ...wall(), error: messageOf(error) }).catch(() => {});
    throw error;
  }
}

/** What is recorded beside the frames, and whether compressing them is worth a thread. */
async function framesOf({ plan, statePlugins }: Simulation): Promise<ResultsFolderOptions["frames"]> {
  const head = framesHead(plan, await describeStates(statePlugins));
  return { head, threaded: isWorthThreads(plan) };
}

function manifestOfReplay({ file, head }: RecordedFrames): Record<string, unknown> {
  const { scenario, scenarioHash, version, precisionKm = null } = head;
  return { frames: file, scenario, scenarioHash, version, precisionKm };
}

/** @throws InputError where results would replace what is replayed */
function refuseOwnFolder(out: string, { file }: RecordedFrames): void {
  const dir = resolve(out);
  if (dir !== dirname(file) && dir !== dirname(dirname(file))) return;
  const message = `${dir} holds the frames that are replayed; name another folder`;
  throw new InputError([{ file: "--out", message }]);
}

function failedSatellites({ failedSatellites, plan }: Simulation): RunSummary["failedSatellites"] {
  return [...failedSatellites]
    .sort(([a], [b]) => a - b)
    .map(([id, status]) => ({ id, name: plan.nodeNames.at(id), reason: describeStatus(status) }));
}

/** A hundredth of the run, unless another is asked for. @throws RangeError */
function checkpointsOf({ time }: RunPlan, seconds: number | undefined): Checkpoints {
  if (seconds === undefined) return { everyNs: Math.ceil(time.durationNs / 100), leavesFew: true };
  const everyNs = Math.round(seconds * 1e9);
  if (!(everyNs >= 1 && everyNs <= Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`checkpoint: expected simulated seconds above 0; got ${seconds}`);
  }
  return { everyNs, leavesFew: false };
}
