import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { describeStatus } from "../orbits/ephemeris.js";
import { createResultsFolder, type ResultsFolder } from "../results/index.js";
import { messageOf } from "./host/failures.js";
import type { HandedPlugin } from "./host/load-plugins.js";
import { buildManifest } from "./manifest.js";
import { Recorder } from "./recorder.js";
import type { RunSummary } from "./run-summary.js";
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
  readonly onTick?: (tick: number) => void;
  /** Gets what is worth telling but no mistake, such as satellites that have no position. */
  readonly onNotice?: (text: string) => void;
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
  const began = performance.now();
  const workers = options.workers ?? defaultWorkers(plan);
  let folder: ResultsFolder;
  const simulation = await Simulation.create(plan, {
    workers,
    ...(options.plugins === undefined ? {} : { plugins: options.plugins }),
    ...(options.onNotice === undefined ? {} : { onNotice: options.onNotice }),
  });
  try {
    folder = createResultsFolder(options.out ?? plan.output.dir, {
      force: options.force === true,
      manifest: buildManifest(plan, workers),
      ...(plan.output.contactPlan && { optionalTables: ["contacts"] }),
    });
  } catch (error) {
    await simulation.close();
    throw error;
  }
  options.onFolder?.(folder.dir);
  const recorder = new Recorder(plan, folder, simulation.world.lookAhead.instants, options.onTick);
  const wall = () => ({
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
    const summary = recorder.buildSummary(failedSatellites(simulation), simulation.metrics.all());
    folder.writeSummary(summary);
    recorder.writeReportData(simulation.reportSections());
    await folder.close(status, wall());
    return { status, dir: folder.dir, summary };
  } catch (error) {
    // Either may fail too, the folder itself being what failed; the first error tells why.
    try {
      recorder.finish();
      folder.writeSummary(recorder.buildSummary(failedSatellites(simulation), simulation.metrics.all()));
      recorder.writeReportData([]);
      recorder.writeReportData(simulation.reportSections());
    } catch {}
    await folder.close("failed", { ...wall(), error: messageOf(error) }).catch(() => {});
    throw error;
  }
}

function failedSatellites({ failedSatellites, plan }: Simulation): RunSummary["failedSatellites"] {
  return [...failedSatellites]
    .sort(([a], [b]) => a - b)
    .map(([id, status]) => ({ id, name: plan.nodeNames[id], reason: describeStatus(status) }));
}

/** Satellite positions in a run below which starting threads costs more than it saves. */
const WORTH_THREADS = 2_000_000;

function defaultWorkers(plan: RunPlan): number {
  const positions = plan.sky.nodes.satelliteCount * plan.time.tickCount;
  return positions < WORTH_THREADS ? 0 : Math.min(availableParallelism(), 16);
}
