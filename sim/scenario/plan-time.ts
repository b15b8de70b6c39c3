import { formatIsoInstant } from "../../orbits/iso-instant.js";
import type { TimePlan } from "./run-plan.js";
import type { TimeConfig } from "./schema/time.js";

/** Counts the ticks of a run: one at every i >= 0 with i * step < duration, in exact integers. */
export function planTime({ start, durationNs, stepNs }: TimeConfig): TimePlan {
  const rest = durationNs % stepNs;
  const tickCount = (durationNs - rest) / stepNs + (rest > 0 ? 1 : 0);
  return { start, startIso: formatIsoInstant(start), durationNs, stepNs, tickCount };
}
