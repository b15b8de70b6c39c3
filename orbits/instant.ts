import { NS_PER_SECOND, SECONDS_PER_DAY } from "./constants.js";

/**
 * An instant of UTC, split so that no precision is lost: whole days since 1970-01-01 and seconds into that
 * day. One double Julian date resolves 40 microseconds (0.3 m of orbit); this resolves picoseconds.
 */
export interface Instant {
  /** Whole days since 1970-01-01T00:00Z. */
  readonly day: number;
  /** Seconds since the start of that day, 0 <= s < 86,400. */
  readonly secondOfDay: number;
}

/** Julian date of 1970-01-01T00:00Z. */
export const JD_UNIX_EPOCH = 2440587.5;

export function instantFromUnixMs(ms: number): Instant {
  const day = Math.floor(ms / (SECONDS_PER_DAY * 1000));
  return { day, secondOfDay: (ms - day * SECONDS_PER_DAY * 1000) / 1000 };
}

export function unixMsFromInstant({ day, secondOfDay }: Instant): number {
  return day * SECONDS_PER_DAY * 1000 + secondOfDay * 1000;
}

/** Seconds from `a` to `b`; exact to a double's precision of the difference, not of the dates. */
export function secondsBetween(a: Instant, b: Instant): number {
  return (b.day - a.day) * SECONDS_PER_DAY + (b.secondOfDay - a.secondOfDay);
}

/** The instant `ns` nanoseconds (an exact integer) after `start`. */
export function addNs(start: Instant, ns: number): Instant {
  const seconds = Math.floor(ns / NS_PER_SECOND);
  const rest = (ns - seconds * NS_PER_SECOND) / NS_PER_SECOND;
  const whole = Math.floor(start.secondOfDay) + seconds;
  const days = Math.floor(whole / SECONDS_PER_DAY);
  return {
    day: start.day + days,
    secondOfDay: whole - days * SECONDS_PER_DAY + (start.secondOfDay - Math.floor(start.secondOfDay)) + rest,
  };
}

/** Julian date as one double: good for the Sun and for Greenwich angles to 1e-9 rad, not for orbital phase. */
export function julianDate({ day, secondOfDay }: Instant): number {
  return JD_UNIX_EPOCH + day + secondOfDay / SECONDS_PER_DAY;
}
