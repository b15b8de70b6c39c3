import type { CsvRecord } from "../../orbits/readers/index.js";
import type { RecordedTransfer } from "../services/traffic/traffic-plan.js";
import { type LoadedTrace, loadTrace, type TraceSource } from "./load-trace.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";

const COLUMNS = ["time_s", "from", "to", "size_bytes"] as const;

/**
 * Reads a trace of transfers: header `time_s,from,to,size_bytes`, in any order. `from` and `to` are nodes by name or id;
 * sizes are whole bytes.
 */
export function loadTrafficTrace(
  loading: Loading,
  source: TraceSource,
  names: NodeNames,
): Promise<LoadedTrace<RecordedTransfer> | undefined> {
  const columns = { columns: COLUMNS, required: COLUMNS };
  return loadTrace(loading, source, columns, (row, timeNs) => readRow(row, timeNs, names));
}

function readRow(
  row: CsvRecord<(typeof COLUMNS)[number]>,
  timeNs: number | undefined,
  names: NodeNames,
): RecordedTransfer | undefined {
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
