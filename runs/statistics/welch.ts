import { momentsOf } from "./mean-interval.js";
import { studentTwoSided } from "./student-t.js";

/** Whether two means differ by more than chance. */
export interface WelchTest {
  /** Mean of the second less mean of the first, in standard errors; null where neither sample has any spread. */
  readonly t: number | null;
  readonly degreesOfFreedom: number | null;
  /** Chance of a difference at least so large where there is none. */
  readonly p: number;
}

/**
 * Welch's t-test, two-sided, for samples whose variances may differ. Sources: Welch, "The generalization of
 * Student's problem when several different population variances are involved", Biometrika 34 (1947); degrees of
 * freedom by Satterthwaite, Biometrics Bulletin 2 (1946). Of two samples without any spread, p is 1 where they are
 * equal and 0 where not.
 *
 * @returns undefined where a sample has fewer than two values
 */
export function welchTest(a: readonly number[], b: readonly number[]): WelchTest | undefined {
  if (a.length < 2 || b.length < 2) return undefined;
  const first = momentsOf(a);
  const second = momentsOf(b);
  const ofFirst = first.variance / a.length;
  const ofSecond = second.variance / b.length;
  const squared = ofFirst + ofSecond;
  if (squared === 0) return { t: null, degreesOfFreedom: null, p: first.mean === second.mean ? 1 : 0 };
  const t = (second.mean - first.mean) / Math.sqrt(squared);
  // Scaled, so that squares of small variances do not vanish.
  const degreesOfFreedom =
    1 / ((ofFirst / squared) ** 2 / (a.length - 1) + (ofSecond / squared) ** 2 / (b.length - 1));
  return { t, degreesOfFreedom, p: studentTwoSided(t, degreesOfFreedom) };
}
