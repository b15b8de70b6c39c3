import { availableParallelism } from "node:os";
import type { RunPlan } from "./run-plan.js";

/** Satellite positions in a run below which starting threads costs more than it saves. */
const WORTH_THREADS = 2_000_000;
const MOST_WORKERS = 16;

type RunSize = Pick<RunPlan, "sky" | "time">;

/** Threads for the frames of a run that is not told how many. */
export function defaultWorkers(run: RunSize): number {
  return isWorthThreads(run) ? Math.min(availableParallelism(), MOST_WORKERS) : 0;
}

export function isWorthThreads({ sky, time }: RunSize): boolean {
  return sky.nodes.satelliteCount * time.tickCount >= WORTH_THREADS;
}
