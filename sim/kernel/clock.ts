import { NS_PER_SECOND } from "../../orbits/constants.js";

/**
 * The clock counts integer nanoseconds in a double: exact up to 2^53 - 1 ns, a little over 104 days. Seconds
 * are for people and programs; they become nanoseconds once, at the door, and are never added up.
 */
export const MAX_TIME_NS = Number.MAX_SAFE_INTEGER;

/**
 * Seconds as integer nanoseconds, rounded to the nearest. From 2^23 s on (97 days) doubles are nearly 2 ns
 * apart, so that not every nanosecond can be said in seconds.
 * @throws RangeError for what is not a number, and beyond 104 days either way
 */
export function toNs(seconds: number): number {
  // Whole seconds apart: the product as one double would be off by a nanosecond from 2^22 s (49 days) on.
  const whole = Math.trunc(seconds);
  const ns = whole * NS_PER_SECOND + Math.round((seconds - whole) * NS_PER_SECOND);
  if (ns >= -MAX_TIME_NS && ns <= MAX_TIME_NS) {
    // Rounding gives -0 for small negative values: it would be the same instant under another name.
    return ns + 0;
  }
  throw new RangeError(
    `expected seconds within 104 days of the start (the clock counts nanoseconds up to 2^53 - 1); got ${seconds}`,
  );
}

/** As `toNs`, for a length of time. @throws RangeError also below zero */
export function durationNs(seconds: number): number {
  if (seconds < 0) throw new RangeError(`expected a length of time, zero or more seconds; got ${seconds}`);
  return toNs(seconds);
}

export function toSeconds(ns: number): number {
  return ns / NS_PER_SECOND;
}

/** `"12.5 s"`, for messages. */
export function describeTime(ns: number): string {
  return `${toSeconds(ns)} s`;
}
