import { NS_PER_SECOND } from "../../orbits/constants.js";
import { secondsBetween } from "../../orbits/instant.js";
import { DURATION_NS, parseQuantity } from "../../orbits/units.js";
import { parseIsoInstant } from "../scenario/iso-instant.js";
import type { TimePlan } from "../scenario/run-plan.js";

/**
 * The tick in force at an offset from the start (`90 s`) or an ISO instant. Gives a message for the user instead
 * where the text is neither, or the time outside of the run.
 */
export function tickAt(time: TimePlan, text: string): number | { readonly error: string } {
  const timeNs = timeOf(time, text);
  if (typeof timeNs !== "number") return timeNs;
  const { durationNs, stepNs, startIso } = time;
  if (timeNs < 0 || timeNs >= durationNs) {
    const lasts = `the run begins at ${startIso} and lasts ${durationNs / NS_PER_SECOND} s`;
    return { error: `expected a time within the run; got "${text}" (${lasts})` };
  }
  return (timeNs - (timeNs % stepNs)) / stepNs;
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
