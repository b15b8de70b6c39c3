import { meanInterval } from "../statistics/mean-interval.js";
import type { SweepFile } from "./read-sweep.js";

/** With which seeds each point is run. */
export type SeedPlan = FixedSeeds | RepeatPlan;

export interface FixedSeeds {
  readonly kind: "fixed";
  readonly seeds: readonly number[];
}

/** Seeds `from`, `from` + 1, … until the interval of a metric is narrow enough. */
export interface RepeatPlan {
  readonly kind: "repeat";
  readonly from: number;
  readonly min: number;
  readonly max: number;
  readonly metric: string;
  /** Half the width of the interval over the mean: 0.05 for 5 %. */
  readonly relativeHalfWidth: number;
  readonly confidence: number;
}

/** Undefined where the seed of the scenario is needed and it has none that is sound. */
export function planSeeds({ seeds, repeat, scenario, confidence }: SweepFile): SeedPlan | undefined {
  const own =
    Number.isSafeInteger(scenario.seed) && Number(scenario.seed) >= 0 ? Number(scenario.seed) : undefined;
  if (Array.isArray(seeds)) return { kind: "fixed", seeds };
  if (repeat !== undefined) {
    const from = repeat.from ?? own;
    if (from === undefined) return undefined;
    const { metric, relativeHalfWidth } = repeat.until;
    return {
      kind: "repeat",
      from,
      min: repeat.min,
      max: repeat.max,
      metric,
      relativeHalfWidth,
      confidence: repeat.until.confidence ?? confidence,
    };
  }
  const from = seeds?.from ?? own;
  if (from === undefined) return undefined;
  return { kind: "fixed", seeds: Array.from({ length: seeds?.count ?? 1 }, (_, i) => from + i) };
}

/** How many runs of a point are known to be needed before any has been done. */
export function runsAtLeast(seeds: SeedPlan): number {
  return seeds.kind === "fixed" ? seeds.seeds.length : seeds.min;
}

/**
 * Whether a point has been run often enough: at `max`, or from `min` on once the interval is narrow. Two values at
 * least make an interval.
 *
 * @param runs done so far, failed ones included
 * @param values of the metric, of those that have one
 */
export function isEnough(plan: RepeatPlan, runs: number, values: readonly number[]): boolean {
  if (runs >= plan.max) return true;
  if (runs < plan.min) return false;
  const interval = meanInterval(values, plan.confidence);
  if (interval === undefined || interval.halfWidth === null) return false;
  return interval.halfWidth <= plan.relativeHalfWidth * Math.abs(interval.mean);
}
