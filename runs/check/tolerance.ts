import { InputError, type InputProblem } from "../../orbits/input-error.js";
import { didYouMean } from "../../orbits/nearest-name.js";
import { fitsPattern } from "../metric-pattern.js";

/** By how much figures may move. */
export interface Tolerance {
  /** Names of metrics; `*` stands for any text. */
  readonly pattern: string;
  /** Of the baseline's value where `relative` (0.01 for 1 %), else in the unit of the metric. */
  readonly amount: number;
  readonly relative: boolean;
}

const TOLERANCE = /^(.+)=\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)\s*(%?)\s*$/;

/**
 * Reads `metric=1%` and `metric=0.5`, each of which may have `*` in its name.
 *
 * @throws InputError with all that cannot be read
 */
export function readTolerances(texts: readonly string[]): Tolerance[] {
  const problems: InputProblem[] = [];
  const tolerances = texts.flatMap((text, i) => {
    const match = TOLERANCE.exec(text);
    if (match === null) {
      const message = `expected metric=1% or metric=0.5, such as routes.rttMs.mean=1%; got "${text}"`;
      problems.push({ file: toleranceName(i), message });
      return [];
    }
    const [, pattern = "", amount, percent] = match;
    const relative = percent === "%";
    return [{ pattern: pattern.trim(), amount: Number(amount) / (relative ? 100 : 1), relative }];
  });
  if (problems.length > 0) throw new InputError(problems);
  return tolerances;
}

/** @throws InputError where a tolerance is for no metric there is */
export function checkTolerances(tolerances: readonly Tolerance[], metrics: readonly string[]): void {
  const problems = tolerances.flatMap(({ pattern }, i) =>
    metrics.some((metric) => fitsPattern(metric, pattern))
      ? []
      : [
          {
            file: toleranceName(i),
            message: `no metric is named "${pattern}"${didYouMean(pattern, metrics)}`,
          },
        ],
  );
  if (problems.length > 0) throw new InputError(problems);
}

function toleranceName(i: number): string {
  return `--tolerance #${i + 1}`;
}

/** The most that a metric may differ from its baseline: 0 unless a tolerance fits it, the last one where several do. */
export function allowedDifference(
  tolerances: readonly Tolerance[],
  metric: string,
  baseline: number,
): number {
  const tolerance = tolerances.findLast(({ pattern }) => fitsPattern(metric, pattern));
  if (tolerance === undefined) return 0;
  return tolerance.relative ? tolerance.amount * Math.abs(baseline) : tolerance.amount;
}
