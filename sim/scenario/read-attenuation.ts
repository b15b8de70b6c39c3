import { ProblemList, readCsvRecords } from "../../orbits/readers/index.js";
import { MAX_TIME_NS, toNs, toSeconds } from "../kernel/index.js";

const COLUMNS = ["time_s", "attenuation_db"] as const;
const MAX_TIME_S = Math.floor(toSeconds(MAX_TIME_NS));

/** Attenuation from each instant on. */
export interface AttenuationSeries {
  readonly timesNs: Float64Array;
  readonly attenuationDb: Float64Array;
}

/**
 * An attenuation series as CSV: header `time_s,attenuation_db` in either order; seconds from the start of the run, going
 * up, and decibels of at least 0.
 * @throws InputError with every mistake and its line
 */
export function readAttenuation(file: string, text: string): AttenuationSeries {
  const problems = new ProblemList(file);
  const records = readCsvRecords(text, problems, { columns: COLUMNS, required: COLUMNS });
  if (problems.total === 0 && records.length === 0) {
    problems.add(1, 1, "expected at least one row below the header");
  }
  const timesNs: number[] = [];
  const attenuationDb: number[] = [];
  let last: { readonly timeS: number; readonly line: number } | undefined;
  for (const record of records) {
    const timeS = record.number(
      "time_s",
      `seconds from 0 to ${MAX_TIME_S}`,
      (s) => s >= 0 && s <= MAX_TIME_S,
    );
    const db = record.number("attenuation_db", "decibels of at least 0", (value) => value >= 0);
    if (timeS === undefined) continue;
    if (last !== undefined && toNs(timeS) <= toNs(last.timeS)) {
      record.fail(
        "time_s",
        `expected a time after ${last.timeS} s, that of line ${last.line}; got ${timeS} s`,
      );
      continue;
    }
    last = { timeS, line: record.line };
    if (db === undefined) continue;
    timesNs.push(toNs(timeS));
    attenuationDb.push(db);
  }
  problems.throwIfAny();
  return { timesNs: Float64Array.from(timesNs), attenuationDb: Float64Array.from(attenuationDb) };
}
