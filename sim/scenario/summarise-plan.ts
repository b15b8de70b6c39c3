import { defaultWorkers } from "./default-workers.js";
import { expectedMemoryBytes } from "./expected-memory.js";
import type { RunPlan } from "./run-plan.js";
import { reportShellPlanes, type ShellPlanesReport } from "./shell-planes.js";

/** What a scenario amounts to. */
export interface PlanSummary {
  readonly name: string;
  readonly satellites: number;
  readonly groundNodes: number;
  /** Satellites and ground nodes. */
  readonly nodes: number;
  readonly ticks: number;
  readonly probes: number;
  readonly plugins: number;
  /** Shells whose planes are inferred from their elements. */
  readonly inferredPlanes: readonly ShellPlanesReport[];
  /** Threads that make frames unless a run is told otherwise; 0: the main thread does. */
  readonly workers: number;
  /** Memory that such a run takes at its largest, without what plugins hold; good to a fifth. */
  readonly expectedMemoryBytes: number;
  /** The same with no threads beside the main one. */
  readonly leastMemoryBytes: number;
}

/** Counts what a run of the plan will have, and estimates the memory that it takes. */
export function summarisePlan(plan: RunPlan): PlanSummary {
  const { satelliteCount, groundCount, count } = plan.sky.nodes;
  const workers = defaultWorkers(plan);
  return {
    name: plan.name,
    satellites: satelliteCount,
    groundNodes: groundCount,
    nodes: count,
    ticks: plan.time.tickCount,
    probes: plan.probes.sources.length,
    plugins: plan.plugins.length,
    inferredPlanes: reportShellPlanes(plan.sky.nodes.shells),
    workers,
    expectedMemoryBytes: expectedMemoryBytes(plan, workers),
    leastMemoryBytes: expectedMemoryBytes(plan, 0),
  };
}
