import { didYouMean } from "../../orbits/nearest-name.js";
import { type CsvRecord, ProblemList, readCsvRecords } from "../../orbits/readers/index.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { Switch } from "../services/faults/fault-plan.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import { traceTimeNs } from "./trace-time.js";

const COLUMNS = { columns: ["time_s", "state", "a", "b"], required: ["time_s", "state", "a"] } as const;
type Row = CsvRecord<(typeof COLUMNS.columns)[number]>;

/**
 * Reads a trace of faults: header `time_s,state,a` and, for links, `b`, in any order. Times are seconds since the start
 * of the run and do not go back; `state` is `down` or `up`; `a` (and `b`) a node by name or id.
 */
export async function readFaultTrace(
  loading: Loading,
  path: Path,
  file: string,
  names: NodeNames,
): Promise<{ readonly switches: readonly Switch[]; readonly sha256: string } | undefined> {
  const opened = await loading.read(path, file);
  if (opened === undefined) return undefined;
  const { shown, text, sha256 } = opened;
  const switches = loading.collect(() => {
    const problems = new ProblemList(shown);
    const found: Switch[] = [];
    let lastNs = 0;
    for (const row of readCsvRecords(text, problems, COLUMNS)) {
      const one = readRow(row, names, lastNs);
      if (one === undefined) continue;
      lastNs = one.timeNs;
      found.push(one);
    }
    problems.throwIfAny();
    return found;
  });
  return switches && { switches, sha256 };
}

function readRow(row: Row, names: NodeNames, lastNs: number): Switch | undefined {
  const timeNs = traceTimeNs(row, lastNs);
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
