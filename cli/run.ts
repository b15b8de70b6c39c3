import type { Command } from "commander";
import { DiskError, formatProblem, loadScenario, type RunResult, runScenario } from "../index.js";
import { addScenarioOptions, parseWorkers, type ScenarioFlags } from "./options.js";
import { ProgressLine } from "./progress-line.js";
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
  if (!quiet)
    for (const warning of plan.warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);

  const stop = new AbortController();
  const onSignal = () => {
    // The second time, whoever asks no longer wants to wait for the folder to be closed.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);

  const progress = new ProgressLine(
    process.stderr,
    plan.time.tickCount,
    !quiet && process.stderr.isTTY === true,
  );
  let result: RunResult;
  let dir: string | undefined;
  try {
    result = await runScenario(plan, {
      ...(out === undefined ? {} : { out }),
      ...(workers === undefined ? {} : { workers }),
      force: force === true,
      signal: stop.signal,
      onFolder: (made) => {
        dir = made;
      },
      onTick: (tick) => progress.update(tick + 1),
      onNotice: (text) => {
        if (quiet) return;
        progress.clear();
        process.stderr.write(`notice: ${text}\n`);
      },
    });
  } catch (error) {
    progress.clear();
    reportError(error);
    if (dir !== undefined) process.stderr.write(`results until then: ${dir}\n`);
    // A results folder that cannot be made was named wrongly.
    process.exitCode = dir === undefined && error instanceof DiskError ? 2 : exitCodeOf(error);
    return;
  } finally {
    progress.clear();
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(result.summary, null, 2)}\n` : formatSummary(result),
  );
  if (result.status === "interrupted") process.exitCode = 130;
}
