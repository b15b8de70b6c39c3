import type { Command } from "commander";
import {
  DiskError,
  InputError,
  ResumeDifferenceError,
  type ResumeResult,
  type RunPlan,
  resumeRun,
  writeReport,
} from "../index.js";
import { Attendance } from "./attendance.js";
import { parseWorkers, WORKERS_HELP } from "./options.js";
import { exitCodeOf, reportError } from "./report-error.js";
import { formatSummary } from "./summary-text.js";

interface ResumeFlags {
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly report: boolean;
}

/** `resume`: takes a run that did not come to its end there. */
export function addResumeCommand(program: Command): void {
  program
    .command("resume")
    .description("take a run that was killed, interrupted or failed to its end")
    .argument("<results>", "results folder of the run")
    .option("--workers <count>", `${WORKERS_HELP}; those of the run by default`, parseWorkers)
    .option("--json", "print the summary as JSON")
    .option("--quiet", "no progress and no notices")
    .option("--no-report", "write no report.html")
    .action(resume);
}

async function resume(path: string, { workers, json, quiet = false, report }: ResumeFlags): Promise<void> {
  const attendance = new Attendance(0, quiet);
  let plan: RunPlan | undefined;
  let dir: string | undefined;
  let result: ResumeResult;
  try {
    result = await resumeRun(path, {
      ...(workers === undefined ? {} : { workers }),
      signal: attendance.signal,
      onPlan: (loaded) => {
        plan = loaded;
        attendance.warn(plan.warnings);
      },
      onFolder: (taken) => {
        dir = taken;
      },
      onSetUp: (done, total) => attendance.setUp(done, total),
      onTick: (tick) => attendance.done(tick + 1, plan?.time.tickCount),
      onNotice: (text) => attendance.notice(text),
    });
  } catch (error) {
    attendance.end();
    reportError(error);
    const isDifferent = error instanceof ResumeDifferenceError;
    if (dir !== undefined && report && !isDifferent) await writeReport(dir).catch(() => {});
    if (dir !== undefined) process.stderr.write(`results until then: ${dir}\n`);
    process.exitCode = isWrongFolder(error, dir) ? 2 : exitCodeOf(error);
    return;
  } finally {
    attendance.end();
  }
  if (result.wasComplete && !quiet) process.stderr.write("notice: the run is complete: nothing to resume\n");
  process.stdout.write(
    json === true ? `${JSON.stringify(result.summary, null, 2)}\n` : formatSummary(result),
  );
  if (result.status === "interrupted") process.exitCode = 130;
  if (report && !result.hasReport) await writeReport(result.dir);
}

/** A folder that cannot be taken up was named wrongly. */
function isWrongFolder(error: unknown, dir: string | undefined): boolean {
  return dir === undefined && (error instanceof DiskError || error instanceof InputError);
}
