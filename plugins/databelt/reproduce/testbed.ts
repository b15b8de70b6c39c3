import { fileURLToPath } from "node:url";
import { loadScenario, type RunPlan } from "../../../index.js";
import { PUBLISHED_MB } from "../published.js";
import { runFigures, type WorkflowFigures } from "./run-figures.js";

const SCENARIOS = fileURLToPath(new URL("../../../scenarios/", import.meta.url));

export const POLICIES = ["databelt", "random", "stateless"] as const;
export type Policy = (typeof POLICIES)[number];

/** One run of `databelt-testbed.yaml`, in which the three policies run side by side. */
export interface TestbedOptions {
  readonly seed: number;
  /** Size of each state, in the published MB. */
  readonly sizeMb: number;
  /** More changes to the scenario, as for `--set`. */
  readonly set?: readonly string[];
}

/** Loads a scenario of this project with changes. */
export function scenario(file: string, set: readonly string[]): Promise<RunPlan> {
  return loadScenario(file, { set, cwd: SCENARIOS });
}

/** @returns figures by policy */
export async function runTestbed({
  seed,
  sizeMb,
  set = [],
}: TestbedOptions): Promise<ReadonlyMap<string, WorkflowFigures>> {
  const sizes = POLICIES.map(
    (_, i) => `plugins.0.with.workflows.${i}.input.initial.size=${(sizeMb * PUBLISHED_MB) / 1e6} MB`,
  );
  return runFigures(await scenario("databelt-testbed.yaml", [`seed=${seed}`, ...sizes, ...set]));
}

/** Changes that hold for the workflow of every policy, the path being within the workflow. */
export function everyWorkflow(change: string): string[] {
  return POLICIES.map((_, i) => `plugins.0.with.workflows.${i}.${change}`);
}
