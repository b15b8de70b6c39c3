/** How fast a gap can change: what is needed to prove where it does not change its sign. */
export interface GapLimits {
  /** Upper bound of |d gap / dt|, units of the gap per second. */
  readonly maxRatePerS: number;
  /** Upper bound of |d2 gap / dt2|, for gaps with a continuous first derivative. Saves about half of the evaluations. */
  readonly maxBendPerS2?: number | undefined;
}

/** What is known of a gap between two instants: limits that hold there, or that its sign does not change. */
export type Between = GapLimits | "steady";

/** One thing that has to hold for a contact, as a function of time. */
export interface ContactCondition extends GapLimits {
  /**
   * At least 0 where the condition holds, below 0 where it does not, NaN where a satellite has no position
   * (which counts as no contact). Any unit; kilometres from the limit in the conditions of this room.
   *
   * @param timeNs integer nanoseconds since the start of the run
   */
  gap(timeNs: number): number;
  /**
   * What a search does when it sees the gap move faster than `maxRatePerS`, so that its proofs are void: throw, or
   * go on by looking every `RECOVERY_STEP_NS`. The conditions of this room go on: some decayed satellites that
   * SGP4 is asked about days later leave the Earth at any speed.
   * @defaultValue throw
   */
  readonly brokenRate?: "throw" | "sample";
  /**
   * For gaps whose limits depend on where things are: what is known between two instants, so that the
   * condition's own limits need not hold and only say how far to look next.
   */
  between?(fromNs: number, toNs: number): Between;
}

/** Integer nanoseconds since the start of the run; both ends belong to it. */
export interface Interval {
  readonly fromNs: number;
  readonly toNs: number;
}

/** A link that may exist: all of its conditions have to hold. */
export interface Contact {
  /**
   * The conditions, with bounds that are good over an interval. The first is searched over all of it, each
   * other only where those before it hold.
   */
  conditionsOver(interval: Interval): readonly ContactCondition[];
}

/** What is searched, and how finely. */
export interface SearchSpan extends Interval {
  /**
   * Edges are good to this, and contacts and gaps shorter than this may be missed.
   * @defaultValue 1,000,000 (1 ms, 8 m of orbit)
   */
  readonly toleranceNs?: number;
}

export const DEFAULT_TOLERANCE_NS = 1e6;

/**
 * While a satellite has no position nothing bounds how soon it has one again. It is looked at this often, so
 * that a return that lasts longer is always seen.
 */
export const RECOVERY_STEP_NS = 30e9;

/** @throws RangeError where the span makes no sense */
export function checkSpan({ fromNs, toNs, toleranceNs = DEFAULT_TOLERANCE_NS }: SearchSpan): void {
  if (!(Number.isSafeInteger(fromNs) && Number.isSafeInteger(toNs) && fromNs <= toNs)) {
    throw new RangeError(`expected whole nanoseconds fromNs <= toNs, got ${fromNs} and ${toNs}`);
  }
  if (!(Number.isSafeInteger(toleranceNs) && toleranceNs >= 1)) {
    throw new RangeError(`toleranceNs must be a whole number of at least 1, got ${toleranceNs}`);
  }
}

/** @throws RangeError where the bounds bound nothing */
export function checkCondition({ maxRatePerS, maxBendPerS2 }: ContactCondition): void {
  if (!(maxRatePerS > 0 && maxRatePerS < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`maxRatePerS must be above 0 and finite, got ${maxRatePerS}`);
  }
  if (maxBendPerS2 !== undefined && !(maxBendPerS2 >= 0)) {
    throw new RangeError(`maxBendPerS2 must be at least 0, got ${maxBendPerS2}`);
  }
}

/** Whether a gap means contact; NaN does not. */
export function holds(gap: number): boolean {
  return gap >= 0;
}
