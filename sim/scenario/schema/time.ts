import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { DURATION_NS } from "../../../orbits/units.js";
import { instant } from "./instant-schema.js";

/** The clock is an exact integer of nanoseconds; doubles hold those up to 104 days. */
const LONGEST = "104 d";

export const TimeSchema = z
  .strictObject({
    start: instant().describe(
      "First instant of the run, ISO 8601 with its zone, such as 2024-12-15T13:00:00Z.",
    ),
    duration: quantity(DURATION_NS, { above: "0 s", atMost: LONGEST, whole: "nanoseconds" }).describe(
      "How long the run lasts, such as 10 min. At most 104 days.",
    ),
    step: quantity(DURATION_NS, { atLeast: "1 ms", atMost: LONGEST, whole: "nanoseconds" }).describe(
      "Time between two ticks, at which positions and links are rebuilt, such as 10 s. At least 1 ms.",
    ),
  })
  .superRefine(({ duration, step }, context) => {
    if (step > duration) {
      context.addIssue({
        code: "custom",
        path: ["step"],
        message: `expected a step no longer than the duration, ${duration / 1e9} s; got ${step / 1e9} s`,
      });
    }
  })
  .transform(({ start, duration, step }) => ({ start, durationNs: duration, stepNs: step }))
  .describe("When the run starts, how long it lasts, and how often the topology is rebuilt.");

/** `time`, as numbers. */
export type TimeConfig = z.output<typeof TimeSchema>;
