import type { Command } from "commander";
import {
  type Baseline,
  type CheckResult,
  checkBaseline,
  checkTolerances,
  loadScenario,
  measureScenario,
  type RunPlan,
  readBaseline,
  readTolerances,
  writeBaseline,
} from "../index.js";
import { Attendance } from "./attendance.js";
import { counted, figureText, percentText, signedText } from "./figure-text.js";
import { addScenarioOptions, parseWorkers, type ScenarioFlags, WORKERS_HELP } from "./options.js";
import { alignRows } from "./text-table.js";

interface CheckFlags extends ScenarioFlags {
  readonly baseline: string;
  readonly tolerance?: readonly string[];
  readonly update?: boolean;
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addCheckCommand(program: Command): void {
  const command = program
    .command("check")
    .description("run a scenario again and hold its figures against a baseline")
    .argument("<scenario>", "YAML file")
    .requiredOption("--baseline <file>", "JSON file with the figures that it should have")
    .option(
      "--tolerance <metric=amount>",
      "how much a metric may move, such as routes.rttMs.mean=1%; * stands for any text; may be repeated",
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option("--update", "write the baseline instead")
    .option("--workers <count>", WORKERS_HELP, parseWorkers)
    .option("--json", "print what was found as JSON")
    .option("--quiet", "no progress and no notices");
  addScenarioOptions(command).action(check);
}

async function check(file: string, flags: CheckFlags): Promise<void> {
  const { set, seed, baseline: path, update = false, json = false } = flags;
  const tolerances = readTolerances(flags.tolerance ?? []);
  const plan = await loadScenario(file, { set, seed, pluginsComplete: true });
  const baseline = update ? undefined : await readBaseline(path);
  // Before a run that may take long.
  if (baseline !== undefined) checkTolerances(tolerances, Object.keys(baseline.summary));
  const now = await measure(plan, flags);
  if (now === undefined) {
    process.exitCode = 130;
    return;
  }
  if (baseline === undefined) {
    writeBaseline(path, now);
    process.stdout.write(
      `${path} written: ${counted(Object.keys(now.summary).length, "figure")} of ${file}\n`,
    );
    return;
  }
  const result = checkBaseline(baseline, now, tolerances);
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : formatCheck(file, path, result));
  if (!result.holds) process.exitCode = 1;
}

/** Undefined where it was interrupted. */
async function measure(plan: RunPlan, { workers, quiet = false }: CheckFlags): Promise<Baseline | undefined> {
  const attendance = new Attendance(plan.time.tickCount, quiet);
  try {
    attendance.warn(plan.warnings);
    return await measureScenario(plan, {
      ...(workers === undefined ? {} : { workers }),
      signal: attendance.signal,
      onTick: (tick) => attendance.done(tick + 1),
      onNotice: (text) => attendance.notice(text),
    });
  } finally {
    attendance.end();
  }
}

function formatCheck(file: string, path: string, result: CheckResult): string {
  const { moved, missing, added, checked } = result;
  const notes = result.notes.map((note) => `note: ${note}\n`).join("");
  if (result.holds) return `${notes}${file}: all ${checked} figures are as in ${path}\n`;
  const wrong = [
    ...(moved.length === 0 ? [] : [`${moved.length} of ${checked} figures moved`]),
    ...(missing.length === 0 ? [] : [`${missing.length} missing`]),
    ...(added.length === 0 ? [] : [`${added.length} new`]),
  ];
  const rows = moved.map(({ metric, baseline, now, allowed }) => [
    metric,
    figureText(baseline),
    figureText(now),
    signedText(now - baseline),
    percentText(baseline === 0 ? null : (now - baseline) / Math.abs(baseline)),
    figureText(allowed),
  ]);
  const table =
    rows.length === 0
      ? ""
      : alignRows([["metric", "baseline", "now", "moved by", "of it", "allowed"], ...rows]);
  const named = (what: string, names: readonly string[]) =>
    names.map((name) => `${what}: ${name}\n`).join("");
  return `${notes}${file}: ${wrong.join(", ")} against ${path}\n${table}${named("missing", missing)}${named("new", added)}`;
}
