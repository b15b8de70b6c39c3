import {
  type Contact,
  type ContactCondition,
  checkSpan,
  DEFAULT_TOLERANCE_NS,
  holds,
  type Interval,
  type SearchSpan,
} from "./contact-condition.js";
import { findEdges } from "./edge-finder.js";

/** An interval of contact: it holds at both ends and, but for gaps shorter than the tolerance, throughout. */
export interface ContactWindow {
  /** Integer nanoseconds since the start of the run, no more than the tolerance after the true edge. */
  readonly fromNs: number;
  /** No more than the tolerance before the true edge. */
  readonly toNs: number;
  /** The contact holds at the first instant of the span that was asked for, so it may have begun earlier. */
  readonly openAtStart: boolean;
  /** The contact holds at the last instant of the span, so it may last longer. */
  readonly openAtEnd: boolean;
}

/**
 * All intervals within a span in which every condition of a contact holds, in order of time. None is missed
 * that lasts longer than the tolerance.
 *
 * @throws RangeError where the span makes no sense, or a gap moves faster than its bound (unless it is to be sampled then)
 */
export function contactWindows(contact: Contact, span: SearchSpan): ContactWindow[] {
  checkSpan(span);
  const conditions = contact.conditionsOver(span);
  return narrow([{ fromNs: span.fromNs, toNs: span.toNs }], conditions, span).map(({ fromNs, toNs }) => ({
    fromNs,
    toNs,
    openAtStart: fromNs === span.fromNs,
    openAtEnd: toNs === span.toNs,
  }));
}

/** The same for a single condition of the caller's own. */
export function conditionWindows(condition: ContactCondition, span: SearchSpan): ContactWindow[] {
  return contactWindows({ conditionsOver: () => [condition] }, span);
}

/** What is left of some intervals where further conditions hold as well, each searched only in what the last one left. */
export function narrow(
  intervals: readonly Interval[],
  conditions: readonly ContactCondition[],
  { toleranceNs = DEFAULT_TOLERANCE_NS }: Pick<SearchSpan, "toleranceNs">,
): readonly Interval[] {
  let left = intervals;
  for (const condition of conditions) {
    const kept: Interval[] = [];
    for (const { fromNs, toNs } of left) collect(condition, { fromNs, toNs, toleranceNs }, kept);
    left = kept;
  }
  return left;
}

function collect(condition: ContactCondition, span: SearchSpan, kept: Interval[]): void {
  const { fromNs, toNs } = span;
  let risenNs = fromNs;
  let edges = 0;
  let open = false;
  const openAtStart = findEdges(condition, span, (beforeNs, afterNs, rises) => {
    edges++;
    open = rises;
    if (rises) risenNs = afterNs;
    else kept.push({ fromNs: risenNs, toNs: beforeNs });
    return true;
  });
  if (edges === 0 ? openAtStart : open) kept.push({ fromNs: risenNs, toNs });
}

/** Whether every condition of a contact holds at one instant. */
export function isInContact(contact: Contact, timeNs: number): boolean {
  return contact
    .conditionsOver({ fromNs: timeNs, toNs: timeNs })
    .every((condition) => holds(condition.gap(timeNs)));
}
