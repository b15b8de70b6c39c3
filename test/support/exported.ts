import { join } from "node:path";
import {
  exportHypatia,
  type HypatiaExport,
  type HypatiaExportOptions,
} from "../../sim/export/export-hypatia.js";
import type { RunPlan } from "../../sim/scenario/run-plan.js";
import {
  directoryFiles,
  directoryScenario,
  filesOf,
  SMALL,
  type SmallDirectory,
} from "./hypatia-directory.js";
import { load, makeFolder } from "./scenario-folder.js";

/** Loads a scenario of `small/`, or of other files. */
export function loadSmall(
  text = directoryScenario("./small"),
  directory: SmallDirectory = SMALL,
): Promise<RunPlan> {
  const files = directoryFiles(directory);
  return load(
    text,
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`small/${name}`, content])),
  );
}

/** Exports a plan, and reads what was written. */
export async function exported(
  plan: RunPlan,
  options: Partial<HypatiaExportOptions> = {},
): Promise<{ result: HypatiaExport; files: Record<string, string>; out: string; notices: string[] }> {
  const out = options.out ?? join(makeFolder({}), "out");
  const notices: string[] = [];
  const result = await exportHypatia(plan, { onNotice: (text) => notices.push(text), ...options, out });
  return { result, files: filesOf(out), out, notices };
}

/** Names of the forwarding states among an export's files, in order of time. */
export const fstatesOf = (files: Record<string, string>) =>
  Object.keys(files)
    .filter((name) => name.startsWith("fstate_"))
    .sort((p, q) => Number(p.slice(7, -4)) - Number(q.slice(7, -4)));
