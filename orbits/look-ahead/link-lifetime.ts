import { NS_PER_SECOND, SECONDS_PER_DAY } from "../constants.js";
import { type Contact, holds, type SearchSpan } from "./contact-condition.js";
import { findEdges } from "./edge-finder.js";

/** How much longer a link will be possible. */
export interface LinkLifetime {
  /**
   * The last instant, integer nanoseconds since the start of the run, at which the link can still exist;
   * undefined where it outlives the horizon. The instant asked about where there is no contact at all.
   */
  readonly endsNs: number | undefined;
}

export interface LifetimeOptions extends Pick<SearchSpan, "toleranceNs"> {
  /** How far to look ahead. @defaultValue one day */
  readonly horizonNs?: number;
}

/**
 * When the window of contact ends that holds at `timeNs`: what a protocol asks that prefers links that last.
 * The search stops at that end and does not look at the rest of the horizon.
 *
 * @throws RangeError where the numbers make no sense
 */
export function linkLifetime(
  contact: Contact,
  timeNs: number,
  { horizonNs = SECONDS_PER_DAY * NS_PER_SECOND, toleranceNs }: LifetimeOptions = {},
): LinkLifetime {
  let limitNs = timeNs + horizonNs;
  let endsNs: number | undefined;
  const conditions = contact.conditionsOver({ fromNs: timeNs, toNs: limitNs });
  if (!conditions.every((condition) => holds(condition.gap(timeNs)))) return { endsNs: timeNs };
  for (const condition of conditions) {
    findEdges(condition, { fromNs: timeNs, toNs: limitNs, toleranceNs }, (beforeNs) => {
      endsNs = beforeNs;
      return false;
    });
    limitNs = endsNs ?? limitNs;
  }
  return { endsNs };
}
