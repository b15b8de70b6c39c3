import { type CsvColumns, type CsvRecord, ProblemList, readCsvRecords } from "../../orbits/readers/index.js";
import type { Path } from "../../orbits/yaml-source.js";
import { MAX_TIME_NS } from "../kernel/index.js";
import type { Loading } from "./loading.js";

/** What a trace holds, in its order, and the hash of its file. */
export interface LoadedTrace<T> {
  readonly rows: readonly T[];
  readonly sha256: string;
}

/** Which file a trace is, and the run that it is for. */
export interface TraceSource {
  readonly path: Path;
  readonly file: string;
  readonly durationNs?: number | undefined;
}

/** A warning for a trace of which nothing, or not everything, comes about in a run; undefined where all of it does. */
export function traceWarning(rows: number, late: number, durationSeconds: number): string | undefined {
  if (rows === 0) return "the trace has no rows";
  if (late === 0) return undefined;
  return `${late} of the ${rows} rows of the trace are not before the end of the run, ${durationSeconds} s, and do not come about`;
}

/**
 * Reads a trace: a CSV file with a column `time_s`, seconds since the start of the run that do not go back. What is wrong
 * with it is noted with its line, all at once; then, and where it cannot be read, there is no trace.
 *
 * @param durationNs of the run: rows after its end are a warning, and so is a trace without rows; absent: not known
 * @param readRow what a row at that time means; undefined, and noted by it, where it means nothing
 */
export async function loadTrace<C extends string, T>(
  loading: Loading,
  { path, file, durationNs = Number.POSITIVE_INFINITY }: TraceSource,
  columns: CsvColumns<C | "time_s">,
  readRow: (row: CsvRecord<C | "time_s">, timeNs: number | undefined) => T | undefined,
): Promise<LoadedTrace<T> | undefined> {
  const opened = await loading.read(path, file);
  if (opened === undefined) return undefined;
  const { shown, text, sha256 } = opened;
  const rows = loading.collect(() => {
    const problems = new ProblemList(shown);
    const found: T[] = [];
    let lastNs = 0;
    let late = 0;
    for (const row of readCsvRecords(text, problems, columns)) {
      const timeNs = timeOf(row, lastNs);
      const one = readRow(row, timeNs);
      if (one === undefined || timeNs === undefined) continue;
      lastNs = timeNs;
      found.push(one);
      if (timeNs >= durationNs) late++;
    }
    problems.throwIfAny();
    const told = traceWarning(found.length, late, durationNs / 1e9);
    if (told !== undefined) loading.warn(path, told);
    return found;
  });
  return rows && { rows, sha256 };
}

/** @param lastNs time of the row above */
function timeOf<C extends string>(row: CsvRecord<C | "time_s">, lastNs: number): number | undefined {
  const isTime = (seconds: number) => seconds >= 0 && seconds * 1e9 <= MAX_TIME_NS;
  const seconds = row.number("time_s", "seconds since the start, from 0", isTime);
  if (seconds === undefined) return undefined;
  const timeNs = Math.round(seconds * 1e9);
  if (timeNs >= lastNs) return timeNs;
  row.fail("time_s", `expected times that do not go back; the row before is at ${lastNs / 1e9} s`);
  return undefined;
}
