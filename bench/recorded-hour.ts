import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { loadScenarioText, type RunObserver, type RunPlan, Simulation } from "../index.js";
import { createResultsFolder } from "../results/index.js";
import { describeStates, framesHead } from "../sim/replay/index.js";
import { sharedPath } from "../test/support/shared.js";

/** An hour at 10 s of 6,882 satellites: a real catalogue where the shared data is at hand, else a shell of that size. */
export function hourPlan(duration = "1 h"): Promise<RunPlan> {
  const catalogue = sharedPath("data/tle/starlink_6882.tle");
  const source =
    catalogue === undefined
      ? "walker: { name: shell, type: delta, altitude: 550 km, inclination: 53 deg, planes: 111, satellitesPerPlane: 62, phasing: 1 }"
      : `tle: ${catalogue}\n    checksum: ignore`;
  return loadScenarioText(`
name: hour
seed: 1
time: { start: 2024-12-15T13:00:00Z, duration: ${duration}, step: 10 s }
constellation:
  - ${source}
ground:
  - cities: 85
links:
  isl: { protocol: nearest, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: nearest, minElevation: 25 deg, bandwidth: 4 Gbps }
probes:
  - { from: Tokyo, to: London }
output: { frames: true }
`);
}

export interface RecordedRun {
  readonly dir: string;
  /** Of the whole run, and of it what the main thread spent on handing frames over and on the file. */
  readonly runMs: number;
  readonly recordMs: number;
  readonly appendMs: readonly number[];
}

/** Runs a plan in this thread, and has its frames recorded. */
export async function runRecorded(
  plan: RunPlan,
  folder: string,
  how: "not" | "here" | "in a thread",
): Promise<RecordedRun> {
  const dir = join(folder, how.replaceAll(" ", "-"));
  const simulation = await Simulation.create(plan, { workers: 0 });
  const head = framesHead(plan, await describeStates(simulation.statePlugins));
  const results = createResultsFolder(dir, {
    force: true,
    ...(how !== "not" && { frames: { head, threaded: how === "in a thread" } }),
  });
  const appendMs: number[] = [];
  const observer: RunObserver = {
    frame(frame) {
      const begin = performance.now();
      results.frames?.append(frame);
      appendMs.push(performance.now() - begin);
    },
    topology() {},
    route() {},
    event() {},
    metric() {},
    tickDone() {},
  };
  const begin = performance.now();
  await simulation.run(observer);
  const end = performance.now();
  await results.close("complete");
  const closeMs = performance.now() - end;
  const recordMs = appendMs.reduce((sum, ms) => sum + ms, 0) + (how === "not" ? 0 : closeMs);
  return { dir, runMs: end - begin + closeMs, recordMs, appendMs };
}

/** Runs `work` with a folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "starbelt-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Median, fastest and slowest. */
export function timingOf(times: readonly number[]): {
  readonly medianMs: number;
  readonly spreadMs: readonly [number, number];
} {
  const sorted = times.toSorted((a, b) => a - b);
  return { medianMs: sorted[sorted.length >> 1], spreadMs: [sorted[0], sorted[sorted.length - 1]] };
}
