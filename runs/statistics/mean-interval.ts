import { studentQuantile } from "./student-t.js";

/** A mean over runs, and how sure it is. */
export interface MeanInterval {
  readonly runs: number;
  readonly mean: number;
  /** Of the sample (n - 1); null for one run. */
  readonly standardDeviation: number | null;
  /** Half the width of the confidence interval; null for one run. */
  readonly halfWidth: number | null;
}

/**
 * Mean and Student's t interval: mean ± t s / sqrt(n). It holds for values that are independent (each run has a
 * seed of its own) and about normal. Source: Law, "Simulation Modeling and Analysis", 5th ed., section 4.5.
 *
 * @param confidence 0.95 for 95 %
 * @returns undefined for no values
 */
export function meanInterval(values: readonly number[], confidence: number): MeanInterval | undefined {
  const runs = values.length;
  if (runs === 0) return undefined;
  const { mean, variance } = momentsOf(values);
  if (runs === 1) return { runs, mean, standardDeviation: null, halfWidth: null };
  const halfWidth = variance === 0 ? 0 : studentQuantile(confidence, runs - 1) * Math.sqrt(variance / runs);
  return { runs, mean, standardDeviation: Math.sqrt(variance), halfWidth };
}

/** Mean, and variance of the sample (n - 1; 0 for one value). Equal values have exactly their mean and no variance. */
export function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const [first = 0] = values;
  if (values.every((value) => value === first)) return { mean: first, variance: 0 };
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (n - 1) };
}
