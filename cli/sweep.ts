import { type Command, InvalidArgumentError } from "commander";
import {
  DiskError,
  describePoint,
  InputError,
  leastRuns,
  loadSweep,
  runSweep,
  type SweepPlan,
  type SweepResult,
} from "../index.js";
import { Attendance } from "./attendance.js";
import { counted } from "./figure-text.js";
import { parseWhole, parseWorkers } from "./options.js";
import { formatSweepCounts } from "./sweep-text.js";
import { alignRows } from "./text-table.js";

interface SweepFlags {
  readonly out?: string;
  readonly jobs?: number;
  readonly workers?: number;
  readonly retryFailed?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addSweepCommand(program: Command): void {
  program
    .command("sweep")
    .description("run a scenario over values of its settings and seeds, or go on with it")
    .argument("<sweep>", "YAML file")
    .option("--out <dir>", "folder of the sweep; ./<name of the sweep> by default")
    .option("--jobs <count>", "runs at once, each in a process; one for each core by default", parseJobs)
    .option("--workers <count>", "threads of each run that make frames; none by default", parseWorkers)
    .option("--retry-failed", "try again what failed at an earlier time")
    .option("--dry-run", "check every point and list them, but run nothing")
    .option("--json", "print what was done as JSON")
    .option("--quiet", "no progress and no notices")
    .action(sweep);
}

async function sweep(path: string, flags: SweepFlags): Promise<void> {
  const plan = await load(path, flags.quiet ?? false);
  if (plan === undefined) process.exitCode = 130;
  else if (flags.dryRun === true) process.stdout.write(formatPoints(plan));
  else await run(plan, flags);
}

/** Undefined where it was interrupted. */
async function load(path: string, quiet: boolean): Promise<SweepPlan | undefined> {
  const attendance = new Attendance(1, quiet, "point");
  try {
    const plan = await loadSweep(path, {
      signal: attendance.signal,
      onPoint: (done, total) => attendance.done(done, total),
    });
    attendance.warn(plan.warnings);
    return plan;
  } catch (error) {
    if (attendance.signal.aborted) return undefined;
    throw error;
  } finally {
    attendance.end();
  }
}

async function run(plan: SweepPlan, flags: SweepFlags): Promise<void> {
  const { out, jobs, workers, retryFailed = false, quiet = false } = flags;
  const attendance = new Attendance(leastRuns(plan), quiet, "run");
  let began = false;
  let result: SweepResult;
  try {
    result = await runSweep(plan, {
      ...(out === undefined ? {} : { out }),
      ...(jobs === undefined ? {} : { jobs }),
      ...(workers === undefined ? {} : { workers }),
      retryFailed,
      signal: attendance.signal,
      onRun: (done, total) => {
        began = true;
        attendance.done(done, total);
      },
      onFailure: ({ point, seed, cause }) =>
        attendance.notice(
          `failed with ${describePoint(plan.points[point]?.values ?? {})}, seed ${seed}: ${cause}`,
        ),
    });
  } catch (error) {
    // A folder that cannot be made was named wrongly.
    if (error instanceof DiskError && !began)
      throw new InputError([{ file: "--out", message: error.message }]);
    throw error;
  } finally {
    attendance.end();
  }
  if (flags.json === true) process.stdout.write(`${JSON.stringify(jsonOf(result), null, 2)}\n`);
  else {
    process.stdout.write(formatSweepCounts({ ...result, failed: result.failed.length }));
    process.stdout.write(notes(plan, result));
  }
  if (result.status === "interrupted") process.exitCode = 130;
  else if (result.failed.length > 0) process.exitCode = 1;
}

function jsonOf({ failed, ...rest }: SweepResult) {
  return { ...rest, failed: failed.map(({ point, seed, run, cause }) => ({ point, seed, run, cause })) };
}

function notes({ seeds }: SweepPlan, { found, failed, notNarrow, status }: SweepResult): string {
  const lines: string[] = [];
  if (found > 0) lines.push(`${counted(found, "run")} had been done before`);
  if (failed.length > 0) lines.push("what failed is not tried again, unless with --retry-failed");
  if (notNarrow.length > 0 && seeds.kind === "repeat") {
    const points = counted(notNarrow.length, "point");
    lines.push(
      `the interval of ${seeds.metric} is not narrow at ${points} after ${counted(seeds.max, "run")}`,
    );
  }
  if (status === "interrupted") lines.push("interrupted: the same command goes on");
  return lines.map((line) => `${line}\n`).join("");
}

function formatPoints(plan: SweepPlan): string {
  const rows = plan.points.map(({ values }, i) => [String(i), describePoint(values)]);
  const { seeds } = plan;
  const runs =
    seeds.kind === "fixed"
      ? `${counted(seeds.seeds.length, "seed")} each: ${counted(leastRuns(plan), "run")}`
      : `${seeds.min} to ${seeds.max} runs each, until ${seeds.metric} is within ${100 * seeds.relativeHalfWidth} %`;
  return `${counted(plan.points.length, "point")}, ${runs}\n${alignRows(rows)}`;
}

function parseJobs(text: string): number {
  const jobs = parseWhole(text);
  if (jobs < 1) throw new InvalidArgumentError("expected a whole number of at least 1");
  return jobs;
}
