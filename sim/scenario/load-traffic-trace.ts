import { type CsvRecord, ProblemList, readCsvRecords } from "../../orbits/readers/index.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { RecordedTransfer } from "../services/traffic/traffic-plan.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import { traceTimeNs } from "./trace-time.js";

const COLUMNS = ["time_s", "from", "to", "size_bytes"] as const;

/**
 * Reads a trace of transfers: header `time_s,from,to,size_bytes`, in any order. Times are seconds since the start of the
 * run and do not go back; `from` and `to` are nodes by name or id; sizes are whole bytes.
 */
export async function readTrafficTrace(
  loading: Loading,
  path: Path,
  file: string,
  names: NodeNames,
): Promise<{ readonly transfers: readonly RecordedTransfer[]; readonly sha256: string } | undefined> {
  const opened = await loading.read(path, file);
  if (opened === undefined) return undefined;
  const { shown, text, sha256 } = opened;
  const transfers = loading.collect(() => {
    const problems = new ProblemList(shown);
    const found: RecordedTransfer[] = [];
    let lastNs = 0;
    for (const row of readCsvRecords(text, problems, { columns: COLUMNS, required: COLUMNS })) {
      const one = readRow(row, names, lastNs);
      if (one === undefined) continue;
      lastNs = one.timeNs;
      found.push(one);
    }
    problems.throwIfAny();
    return found;
  });
  return transfers && { transfers, sha256 };
}

function readRow(
  row: CsvRecord<(typeof COLUMNS)[number]>,
  names: NodeNames,
  lastNs: number,
): RecordedTransfer | undefined {
  const timeNs = traceTimeNs(row, lastNs);
  const [from, to] = (["from", "to"] as const).map((column) =>
    names.find(row.cell(column), (message) => row.fail(column, message)),
  );
  const isSize = (bytes: number) => Number.isSafeInteger(bytes) && bytes >= 1;
  const sizeBytes = row.number("size_bytes", "whole bytes, at least 1", isSize);
  if (timeNs === undefined || from === undefined || to === undefined || sizeBytes === undefined)
    return undefined;
  if (from !== to) return { timeNs, from, to, sizeBytes };
  row.fail("to", "expected another node than the sender");
  return undefined;
}
