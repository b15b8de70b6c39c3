import type { RunPlan } from "../scenario/run-plan.js";

/** Source and target of each probe of a scenario, in their order. */
export function probePairs({ probes }: Pick<RunPlan, "probes">): [source: number, target: number][] {
  return Array.from(probes.sources, (source, i) => [source, probes.targets[i]]);
}
