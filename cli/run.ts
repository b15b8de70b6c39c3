import type { Command } from "commander";
import {
  DiskError,
  InputError,
  loadRecordedScenario,
  loadScenario,
  type RecordedFrames,
  type RunPlan,
  type RunResult,
  runScenario,
  writeReport,
} from "../index.js";
import { Attendance } from "./attendance.js";
import {
  addScenarioOptions,
  parseDuration,
  parseWorkers,
  type ScenarioFlags,
  WORKERS_HELP,
} from "./options.js";
import { openNamedFrames } from "./recording.js";
import { exitCodeOf, reportError } from "./report-error.js";
import { formatSummary } from "./summary-text.js";

interface RunFlags extends ScenarioFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly force?: boolean;
  readonly report: boolean;
  readonly checkpoint?: number;
  readonly replay?: string;
}

export function addRunCommand(program: Command): void {
  const command = program
    .command("run")
    .description("run a scenario and write its results folder")
    .argument("[scenario]", "YAML file; may be left out with --replay")
    .option("--replay <results>", "use the frames of a recorded run on the same sky, instead of making them")
    .option("--out <dir>", "results folder; the scenario's output.dir by default")
    .option("--workers <count>", WORKERS_HELP, parseWorkers)
    .option("--json", "print the summary as JSON")
    .option("--quiet", "no progress and no notices")
    .option("--force", "replace the results of an earlier run")
    .option(
      "--checkpoint <duration>",
      "simulated time from one sealing of what was recorded to the next; a hundredth of the run by default",
      parseDuration,
    )
    .option("--no-report", "write no report.html");
  addScenarioOptions(command).action(run);
}

async function run(file: string | undefined, flags: RunFlags, command: Command): Promise<void> {
  if (file === undefined && flags.replay === undefined)
    command.error("error: missing required argument 'scenario'");
  const replay = flags.replay === undefined ? undefined : openNamedFrames(flags.replay, "--replay");
  try {
    await runOn(replay, file, flags);
  } finally {
    replay?.close();
  }
}

/** The scenario named, or else that of the recording. @throws InputError */
function load(
  replay: RecordedFrames | undefined,
  file: string | undefined,
  { set, seed, out }: RunFlags,
): Promise<RunPlan> {
  if (file !== undefined || replay === undefined)
    return loadScenario(file as string, { set, seed, pluginsComplete: true });
  if (out === undefined) {
    const message = "missing; a replay of the recorded scenario has no folder of its own";
    throw new InputError([{ file: "--out", message }]);
  }
  return loadRecordedScenario(replay, { set, seed });
}

async function runOn(
  replay: RecordedFrames | undefined,
  file: string | undefined,
  flags: RunFlags,
): Promise<void> {
  const { out, workers, force, checkpoint, quiet = false } = flags;
  const plan = await load(replay, file, flags);
  const attendance = new Attendance(plan.time.tickCount, quiet);
  attendance.warn(plan.warnings);
  let result: RunResult;
  let dir: string | undefined;
  try {
    result = await runScenario(plan, {
      ...(out === undefined ? {} : { out }),
      ...(workers === undefined ? {} : { workers }),
      ...(replay && { replay }),
      ...(checkpoint === undefined ? {} : { checkpoint }),
      force: force === true,
      signal: attendance.signal,
      onFolder: (made) => {
        dir = made;
      },
      onSetUp: (done, total) => attendance.setUp(done, total),
      onTick: (tick) => attendance.done(tick + 1),
      onNotice: (text) => attendance.notice(text),
    });
  } catch (error) {
    attendance.end();
    reportError(error);
    // Of what was recorded; where that fails too, the first error tells why.
    if (dir !== undefined && flags.report) await writeReport(dir).catch(() => {});
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
  if (flags.report) await writeReport(result.dir);
}
