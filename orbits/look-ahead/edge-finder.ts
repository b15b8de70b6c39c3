import { NS_PER_SECOND } from "../constants.js";
import {
  type ContactCondition,
  checkCondition,
  checkSpan,
  DEFAULT_TOLERANCE_NS,
  type GapLimits,
  holds,
  RECOVERY_STEP_NS,
  type SearchSpan,
} from "./contact-condition.js";
import { closeIn } from "./sign-change.js";

/**
 * Told of each edge in order of time: the last instant known to be before it and the first known to be after
 * it, no further apart than the tolerance. Answers whether to go on.
 */
export type OnEdge = (beforeNs: number, afterNs: number, rises: boolean) => boolean;

const FIRST_STEP_NS = 30e9;

/** Part of the longest promising step that is taken: what it was worked out from will have changed a little. */
const CAUTION = 0.9;

/** The bounds of a rate hold for the orbit; this much is left for rounding, in seconds of motion. */
const ROUNDING_S = 1e-6;

/**
 * Finds where a condition begins and ceases to hold, so that nothing longer than the tolerance is missed.
 *
 * A piece of time is settled only by proof. With the gaps g and h at its ends, s seconds apart, L the bound
 * of the rate and C that of the bend:
 * - both of one sign and |g| + |h| > L s: from either end zero is too far away;
 * - both of one sign and min(|g|, |h|) > C s^2 / 8: the gap strays by no more than that from the straight
 *   line between its ends (error of linear interpolation), and the line stays on one side;
 * - of different sign and |g - h| > C s^2 / 2: its slope differs by no more than C s / 2 from the mean one, so
 *   it has one sign, and there is exactly one edge;
 * - no longer than the tolerance.
 *
 * L and C are the condition's, or what it says of that piece alone (`between`), which may be that its sign is steady.
 * Everything else is cut in two. Rate alone would do; the bend lets steps grow with the root of the gap and
 * takes the edge itself by secants.
 */
export class EdgeFinder {
  readonly #condition: ContactCondition;
  readonly #toleranceNs: number;
  readonly #onEdge: OnEdge;
  /** Right ends that are known but not reached yet, the nearest last. */
  readonly #endNs: number[] = [];
  readonly #endGap: number[] = [];

  constructor(condition: ContactCondition, toleranceNs: number, onEdge: OnEdge) {
    this.#condition = condition;
    this.#toleranceNs = toleranceNs;
    this.#onEdge = onEdge;
  }

  /**
   * Reports all edges between two instants whose gaps are known.
   *
   * @returns false where `onEdge` wanted no more
   */
  settle(fromNs: number, gapFrom: number, toNs: number, gapTo: number): boolean {
    const ends = this.#endNs;
    const gaps = this.#endGap;
    if (ends.length > 0) ends.length = gaps.length = 0;
    let a = fromNs;
    let gapA = gapFrom;
    let b = toNs;
    let gapB = gapTo;
    for (;;) {
      if (this.#isSettled(a, gapA, b, gapB)) {
        if (holds(gapA) !== holds(gapB) && !this.#report(a, gapA, b, gapB)) return false;
        if (ends.length === 0) return true;
        a = b;
        gapA = gapB;
        b = ends.pop() as number;
        gapB = gaps.pop() as number;
      } else {
        ends.push(b);
        gaps.push(gapB);
        b = a + Math.floor((b - a) / 2);
        gapB = this.#condition.gap(b);
      }
    }
  }

  #isSettled(a: number, gapA: number, b: number, gapB: number): boolean {
    const isShort = b - a <= this.#toleranceNs;
    const condition = this.#condition;
    if (isShort && condition.between !== undefined) return true;
    const limits = condition.between?.(a, b) ?? condition;
    const agree = holds(gapA) === holds(gapB);
    if (limits === "steady") return agree;
    const s = (b - a) / NS_PER_SECOND;
    const { maxRatePerS, maxBendPerS2 } = limits;
    const isBroken = breaksRate(limits, gapA, gapB, s);
    if (isBroken && (condition.brokenRate ?? "throw") === "throw") {
      throw new RangeError(
        `a gap went from ${gapA} to ${gapB} in ${s} s, faster than its maxRatePerS of ${maxRatePerS}: contacts could be missed`,
      );
    }
    if (isShort) return true;
    if (agree) return staysOnOneSide(limits, gapA, gapB, s);
    return maxBendPerS2 !== undefined && Math.abs(gapA - gapB) > (maxBendPerS2 * s * s) / 2 && !isBroken;
  }

  #report(a: number, gapA: number, b: number, gapB: number): boolean {
    const rises = holds(gapB);
    if (b - a <= this.#toleranceNs) return this.#onEdge(a, b, rises);
    const change = { fromNs: a, gapFrom: gapA, toNs: b, gapTo: gapB };
    const [before, after] = closeIn((t) => this.#condition.gap(t), change, this.#toleranceNs);
    return this.#onEdge(before, after, rises);
  }
}

/** Whether two gaps, `s` seconds apart, show the bound of their rate to be wrong. */
function breaksRate({ maxRatePerS }: GapLimits, gapA: number, gapB: number, s: number): boolean {
  return Math.abs(gapA - gapB) > maxRatePerS * (s + ROUNDING_S);
}

/**
 * Whether two gaps, `s` seconds apart, that agree in sign prove that the sign does not change in between. NaN,
 * which is no contact, proves nothing, and nor does a gap that breaks its bound: then the two are taken as all
 * there is to know if they are no further apart than `RECOVERY_STEP_NS`.
 */
export function staysOnOneSide(limits: GapLimits, gapA: number, gapB: number, s: number): boolean {
  const { maxRatePerS, maxBendPerS2 } = limits;
  const a = Math.abs(gapA);
  const b = Math.abs(gapB);
  if (Number.isNaN(a) && Number.isNaN(b)) return s * NS_PER_SECOND <= RECOVERY_STEP_NS;
  // What has a gap must be too far from contact to come to one before all positions end.
  if (Number.isNaN(a)) return b > maxRatePerS * s;
  if (Number.isNaN(b)) return a > maxRatePerS * s;
  if (breaksRate(limits, gapA, gapB, s)) return s * NS_PER_SECOND <= RECOVERY_STEP_NS;
  return (
    a + b > maxRatePerS * s || (maxBendPerS2 !== undefined && Math.min(a, b) > (maxBendPerS2 * s * s) / 8)
  );
}

/**
 * Reports every edge of a condition over a span.
 *
 * @returns whether the condition holds at `fromNs`
 * @throws RangeError where span or bounds make no sense, or the gap moves faster than its bound allows
 */
export function findEdges(condition: ContactCondition, span: SearchSpan, onEdge: OnEdge): boolean {
  checkSpan(span);
  const { fromNs, toNs, toleranceNs = DEFAULT_TOLERANCE_NS } = span;
  checkCondition(condition);
  const finder = new EdgeFinder(condition, toleranceNs, onEdge);
  const firstGap = condition.gap(fromNs);
  let timeNs = fromNs;
  let gap = firstGap;
  let stepNs = FIRST_STEP_NS;
  while (timeNs < toNs) {
    const nextNs = Math.min(toNs, timeNs + Math.max(toleranceNs, Math.floor(stepNs)));
    const nextGap = condition.gap(nextNs);
    if (!finder.settle(timeNs, gap, nextNs, nextGap)) break;
    stepNs = NS_PER_SECOND * promisingStepS(condition, gap, nextGap, (nextNs - timeNs) / NS_PER_SECOND);
    timeNs = nextNs;
    gap = nextGap;
  }
  return holds(firstGap);
}

/**
 * How far to look next, seconds, from a gap that came `s` seconds after another: if it went on as it did, the
 * longest piece of time that could be settled at once. A guess, on which nothing depends but the number of
 * evaluations.
 */
export function promisingStepS(
  { maxRatePerS, maxBendPerS2 }: GapLimits,
  gapBefore: number,
  gap: number,
  s: number,
): number {
  if (Number.isNaN(gap)) return RECOVERY_STEP_NS / NS_PER_SECOND;
  const distance = Math.abs(gap);
  const cameCloser = holds(gapBefore) === holds(gap) ? Math.abs(gapBefore) - distance : 0;
  const approach = cameCloser > 0 ? cameCloser / s : 0;
  const byRate = (2 * distance) / (maxRatePerS + approach);
  if (maxBendPerS2 === undefined || maxBendPerS2 === 0) return CAUTION * byRate;
  const byBend =
    (4 * (Math.sqrt(approach * approach + (maxBendPerS2 * distance) / 2) - approach)) / maxBendPerS2;
  // Through zero and as far again, if that is short enough to prove that there is one edge.
  const through = (2 * distance) / approach;
  const provable = (2 * approach) / maxBendPerS2;
  return CAUTION * Math.max(byRate, byBend, through < CAUTION * provable ? through : 0);
}
