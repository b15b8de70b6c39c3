import type { MeanInterval } from "../statistics/mean-interval.js";
import type { WelchTest } from "../statistics/welch.js";
import type { Difference } from "./differences.js";

/** Two results held against each other. */
export interface Comparison {
  readonly kind: "runs" | "sweeps";
  /** What was run differently: scenario, seed, inputs, versions, how it ended. */
  readonly manifest: readonly Difference[];
  /** Of the metrics asked for, those that have a value on either side; point by point for sweeps. */
  readonly metrics: readonly ComparedMetric[];
  /** Points that only one of two sweeps has, described. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  /** Of the intervals, for sweeps; the larger one where they differ. */
  readonly confidence: number | null;
}

/** One metric on both sides. */
export interface ComparedMetric {
  /** Described by its values; null for two runs. */
  readonly point: string | null;
  readonly metric: string;
  /** Null where there is no value. */
  readonly a: MeanInterval | null;
  readonly b: MeanInterval | null;
  /** b less a; null where either is missing. */
  readonly difference: number | null;
  /** Of |a|; null where that is 0 or missing. */
  readonly relative: number | null;
  /** Null where a side has fewer than two runs. */
  readonly test: WelchTest | null;
}

/** @param point as in `ComparedMetric` */
export function compareFigures(
  point: string | null,
  metric: string,
  [a, b]: readonly [MeanInterval | undefined, MeanInterval | undefined],
  test: WelchTest | undefined,
): ComparedMetric {
  const difference = a === undefined || b === undefined ? null : b.mean - a.mean;
  return {
    point,
    metric,
    a: a ?? null,
    b: b ?? null,
    difference,
    relative: difference === null || a === undefined || a.mean === 0 ? null : difference / Math.abs(a.mean),
    test: test ?? null,
  };
}
