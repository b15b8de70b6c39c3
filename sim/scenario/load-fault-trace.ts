import { didYouMean } from "../../orbits/nearest-name.js";
import type { CsvRecord } from "../../orbits/readers/index.js";
import type { Switch } from "../services/faults/fault-plan.js";
import { type LoadedTrace, loadTrace, type TraceSource } from "./load-trace.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";

const COLUMNS = { columns: ["time_s", "state", "a", "b"], required: ["time_s", "state", "a"] } as const;

/**
 * Reads a trace of faults: header `time_s,state,a` and, for links, `b`, in any order. `state` is `down` or `up`; `a` (and
 * `b`) a node by name or id.
 */
export function loadFaultTrace(
  loading: Loading,
  source: TraceSource,
  names: NodeNames,
): Promise<LoadedTrace<Switch> | undefined> {
  return loadTrace(loading, source, COLUMNS, (row, timeNs) => readRow(row, timeNs, names));
}

function readRow(
  row: CsvRecord<(typeof COLUMNS.columns)[number]>,
  timeNs: number | undefined,
  names: NodeNames,
): Switch | undefined {
  const state = row.cell("state");
  const isState = state === "down" || state === "up";
  if (!isState) {
    row.fail("state", `expected down or up; got "${state}"${didYouMean(state, ["down", "up"])}`);
  }
  const node = (column: "a" | "b") => names.find(row.cell(column), (message) => row.fail(column, message));
  const isLink = row.cell("b") !== "";
  const a = node("a");
  const b = isLink ? node("b") : undefined;
  if (a === undefined || (isLink && b === undefined) || timeNs === undefined || !isState) return undefined;
  if (a === b) {
    row.fail("b", "expected another node: a link joins no node with itself");
    return undefined;
  }
  return { timeNs, up: state === "up", ends: b === undefined ? [a] : [a, b] };
}
