import { NS_PER_SECOND } from "../../orbits/constants.js";
import { secondsBetween } from "../../orbits/instant.js";
import { parseIsoInstant } from "../../orbits/iso-instant.js";
import { DURATION_NS, parseQuantity } from "../../orbits/units.js";
import type { TimePlan } from "../scenario/run-plan.js";

/**
 * The tick in force at an offset from the start (`90 s`) or an ISO instant. Gives a message for the user instead
 * where the text is neither, or the time outside of the run.
 */
export function tickAt(time: TimePlan, text: string): number | { readonly error: string } {
  const timeNs = timeOf(time, text);
  if (typeof timeNs !== "number") return timeNs;
  const { durationNs, stepNs } = time;
  if (timeNs < 0 || timeNs >= durationNs) return outside(time, text);
  return (timeNs - (timeNs % stepNs)) / stepNs;
}

/** Nanoseconds since the start that such a text means, the end of the run included; or a message for the user. */
export function timeWithin(time: TimePlan, text: string): number | { readonly error: string } {
  const timeNs = timeOf(time, text);
  if (typeof timeNs !== "number") return timeNs;
  return timeNs < 0 || timeNs > time.durationNs ? outside(time, text) : timeNs;
}

function outside({ startIso, durationNs }: TimePlan, text: string): { readonly error: string } {
  const lasts = `the run begins at ${startIso} and lasts ${durationNs / NS_PER_SECOND} s`;
  return { error: `expected a time within the run; got "${text}" (${lasts})` };
}

function timeOf({ start }: TimePlan, text: string): number | { readonly error: string } {
  if (/^\s*\d{4}-/.test(text)) {
    const instant = parseIsoInstant(text);
    return "error" in instant ? instant : Math.round(secondsBetween(start, instant) * NS_PER_SECOND);
  }
  const offset = parseQuantity(DURATION_NS, text);
  if (typeof offset === "number") return offset;
  return { error: `${offset.error}; or an instant such as "2024-12-15T13:00:00Z"` };
}
