import type { Command } from "commander";
import { DiskError, loadScenario, type RunResult, runScenario } from "../index.js";
import { Attendance } from "./attendance.js";
import { addScenarioOptions, parseWorkers, type ScenarioFlags } from "./options.js";
import { exitCodeOf, reportError } from "./report-error.js";
import { formatSummary } from "./summary-text.js";

interface RunFlags extends ScenarioFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly force?: boolean;
}

export function addRunCommand(program: Command): void {
  const command = program
    .command("run")
    .description("run a scenario and write its results folder")
    .argument("<scenario>", "YAML file")
    .option("--out <dir>", "results folder; the scenario's output.dir by default")
    .option("--workers <count>", "threads that make frames; 0 makes them in the main thread", parseWorkers)
    .option("--json", "print the summary as JSON")
    .option("--quiet", "no progress and no notices")
    .option("--force", "replace the results of an earlier run");
  addScenarioOptions(command).action(run);
}

async function run(file: string, flags: RunFlags): Promise<void> {
  const { set, seed, out, workers, force, quiet = false } = flags;
  const plan = await loadScenario(file, { set, seed });
  const attendance = new Attendance(plan.time.tickCount, quiet);
  attendance.warn(plan.warnings);
  let result: RunResult;
  let dir: string | undefined;
  try {
    result = await runScenario(plan, {
      ...(out === undefined ? {} : { out }),
      ...(workers === undefined ? {} : { workers }),
      force: force === true,
      signal: attendance.signal,
      onFolder: (made) => {
        dir = made;
      },
      onTick: (tick) => attendance.done(tick + 1),
      onNotice: (text) => attendance.notice(text),
    });
  } catch (error) {
    attendance.end();
    reportError(error);
    if (dir !== undefined) process.stderr.write(`results until then: ${dir}\n`);
    // A results folder that cannot be made was named wrongly.
    process.exitCode = dir === undefined && error instanceof DiskError ? 2 : exitCodeOf(error);
    return;
  } finally {
    attendance.end();
  }
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(result.summary, null, 2)}\n` : formatSummary(result),
  );
  if (result.status === "interrupted") process.exitCode = 130;
}
