import { holds } from "./contact-condition.js";

/** Two instants and the gap at each; one holds, the other does not. */
export interface SignChange {
  readonly fromNs: number;
  readonly gapFrom: number;
  readonly toNs: number;
  readonly gapTo: number;
}

/**
 * Closes in on the one change of sign between two instants until they are no further apart than the tolerance,
 * by the method of Oliveira and Takahashi ("An enhancement of the bisection method average performance
 * preserving minmax optimality", ACM TOMS 47(1), 2020, algorithm 1): as fast as the secant method where the
 * gap is nearly straight, and never more than one evaluation slower than bisection.
 *
 * @returns `[before, after]`, integer nanoseconds, the change lying between
 */
export function closeIn(
  gap: (timeNs: number) => number,
  { fromNs, gapFrom, toNs, gapTo }: SignChange,
  toleranceNs: number,
): readonly [before: number, after: number] {
  let before = fromNs;
  let after = toNs;
  let gapBefore = gapFrom;
  let gapAfter = gapTo;
  const heldBefore = holds(gapFrom);
  const truncation = 0.2 / (toNs - fromNs);
  const mostSteps = Math.ceil(Math.log2((toNs - fromNs) / toleranceNs)) + 1;

  for (let step = 0; after - before > toleranceNs; step++) {
    const width = after - before;
    const middle = before + width / 2;
    const secant = (gapAfter * before - gapBefore * after) / (gapAfter - gapBefore);
    const inward = Math.sign(middle - secant);
    // Not less than a third of the tolerance past the secant's guess, so that both sides of it get evaluated.
    const shift = Math.max(truncation * width * width, toleranceNs / 3);
    const truncated = shift < Math.abs(middle - secant) ? secant + inward * shift : middle;
    const reach = Math.max(0, toleranceNs * 2 ** (mostSteps - step - 1) - width / 2);
    const projected = Math.abs(truncated - middle) <= reach ? truncated : middle - inward * reach;
    const guess = Number.isFinite(projected) ? projected : middle;
    const timeNs = Math.min(after - 1, Math.max(before + 1, Math.round(guess)));
    const gapThere = gap(timeNs);
    if (holds(gapThere) === heldBefore) {
      before = timeNs;
      gapBefore = gapThere;
    } else {
      after = timeNs;
      gapAfter = gapThere;
    }
  }
  return [before, after];
}
