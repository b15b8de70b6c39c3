import type { CsvRecord } from "../../orbits/readers/index.js";
import { MAX_TIME_NS } from "../kernel/index.js";

/**
 * The time of a row of a trace, in its column `time_s`: seconds since the start of the run, not before the row above.
 * Undefined, and noted, where it is none.
 *
 * @param lastNs time of the row above
 */
export function traceTimeNs<C extends string>(
  row: CsvRecord<C | "time_s">,
  lastNs: number,
): number | undefined {
  const isTime = (seconds: number) => seconds >= 0 && seconds * 1e9 <= MAX_TIME_NS;
  const seconds = row.number("time_s", "seconds since the start, from 0", isTime);
  if (seconds === undefined) return undefined;
  const timeNs = Math.round(seconds * 1e9);
  if (timeNs >= lastNs) return timeNs;
  row.fail("time_s", `expected times that do not go back; the row before is at ${lastNs / 1e9} s`);
  return undefined;
}
