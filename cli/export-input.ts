import { statSync } from "node:fs";
import {
  DiskError,
  InputError,
  leftOutNotices,
  loadRecordedScenario,
  loadScenario,
  NotResultsFolderError,
  openFrames,
  openResults,
  type RecordedFrames,
  type ResultsReader,
  type RunPlan,
  tickAt,
  type World,
  worldAt,
} from "../index.js";
import type { ScenarioFlags } from "./options.js";
import { openNamedFrames } from "./recording.js";

/** Help for the argument that names what is exported. */
export const INPUT_HELP = "YAML file of a scenario, or results folder";

/** The network of a scenario, or that which a run recorded. */
export interface NetworkInput {
  readonly plan: RunPlan;
  readonly frames?: RecordedFrames;
  readonly notices: readonly string[];
}

/** Whether a path is taken for results: any folder is. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @throws InputError where the folder holds no results, or flags do not go with it */
export function openResultsInput(path: string, { set, seed }: ScenarioFlags): ResultsReader {
  const misplaced = [...(set === undefined ? [] : ["--set"]), ...(seed === undefined ? [] : ["--seed"])];
  if (misplaced.length > 0) {
    const message = `changes a scenario; ${path} is a folder of results`;
    throw new InputError(misplaced.map((file) => ({ file, message })));
  }
  try {
    return openResults(path);
  } catch (error) {
    if (!(error instanceof NotResultsFolderError)) throw error;
    const why = error.message.slice(`${path}: `.length);
    const message = `${why}; expected a results folder or the file of a scenario`;
    throw new InputError([{ file: path, message }]);
  }
}

/**
 * Opens what shows places and single links: a scenario, or results with recorded frames.
 * @param what what needs them, for the message where they are not there
 * @throws InputError
 */
export async function openNetwork(what: string, path: string, flags: ScenarioFlags): Promise<NetworkInput> {
  if (!isFolder(path)) {
    const plan = await loadScenario(path, flags);
    return { plan, notices: leftOutNotices(plan) };
  }
  openResultsInput(path, flags);
  const frames = openFramesOf(what, path);
  const plan = await loadRecordedScenario(frames);
  const { tickCount } = frames;
  const isWhole = tickCount === plan.time.tickCount;
  const notices = isWhole
    ? []
    : [`the recorded run did not end: it has ${tickCount} of ${plan.time.tickCount} ticks`];
  return { plan, frames, notices };
}

/** @throws InputError for a time that is outside of the run, or was not recorded */
export function tickOf({ plan, frames }: NetworkInput, at: string): number {
  const tick = tickAt(plan.time, at);
  const message =
    typeof tick !== "number"
      ? tick.error
      : tick >= (frames?.tickCount ?? plan.time.tickCount)
        ? `expected a tick that was recorded; got "${at}" (the run did not end: it has ${frames?.tickCount} of ${plan.time.tickCount} ticks)`
        : undefined;
  if (message !== undefined) throw new InputError([{ file: "--at", message }]);
  return tick as number;
}

export function worldOf({ plan, frames }: NetworkInput, tick: number): Promise<World> {
  return worldAt(plan, tick, { frames });
}

function openFramesOf(what: string, path: string): RecordedFrames {
  try {
    return openFrames(path);
  } catch (error) {
    if (error instanceof DiskError && error.code === "ENOENT") {
      const message = `${what} shows places and single links, and no frames were recorded here (output.frames: true); give the scenario instead`;
      throw new InputError([{ file: path, message }]);
    }
  }
  // Once more, for the message.
  return openNamedFrames(path, path);
}
