import { type Instant, secondsBetween } from "../instant.js";
import { parseIsoInstant } from "../iso-instant.js";
import { DURATION_NS, parseQuantity } from "../units.js";
import { parseDecimal } from "./decimal-text.js";
import { quote } from "./text-place.js";

const EXPECTED =
  'seconds since the start of the run, a duration with a unit such as "10 min", or an instant such as "2024-12-15T13:00:00Z"';

/**
 * A time in a file of waypoints: seconds since the start of the run as a number or text, a duration with a unit, or an
 * ISO 8601 instant with its zone.
 *
 * @returns integer nanoseconds since `start`
 */
export function parseTrackTime(written: unknown, start: Instant): number | { readonly error: string } {
  const seconds = typeof written === "string" ? parseDecimal(written) : written;
  if (typeof seconds === "number" && Number.isFinite(seconds)) return Math.round(seconds * 1e9);
  const error = `time: expected ${EXPECTED}; found ${quote(written)}`;
  if (typeof written !== "string") return { error };
  const text = written.trim();
  if (/^[+-]?\d{4,}-\d/.test(text)) {
    const instant = parseIsoInstant(text);
    return "error" in instant ? { error: `time: ${instant.error}` } : nsBetween(start, instant);
  }
  const duration = parseQuantity(DURATION_NS, text);
  return typeof duration === "number" && Number.isFinite(duration) ? Math.round(duration) : { error };
}

/** Whole nanoseconds from one instant to another. */
export function nsBetween(from: Instant, to: Instant): number {
  const days = to.day - from.day;
  return days * 86_400e9 + Math.round(1e9 * secondsBetween({ ...from, day: 0 }, { ...to, day: 0 }));
}
