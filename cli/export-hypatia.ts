import type { Command } from "commander";
import {
  DiskError,
  ExportError,
  exportHypatia,
  type HypatiaExport,
  InputError,
  loadScenario,
} from "../index.js";
import { Attendance } from "./attendance.js";
import { addScenarioOptions, parseWorkers, type ScenarioFlags, WORKERS_HELP } from "./options.js";
import { alignRows } from "./text-table.js";

interface HypatiaFlags extends ScenarioFlags {
  readonly out: string;
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly force?: boolean;
}

/** `export hypatia`: a scenario in the format of another simulator. */
export function addHypatiaExport(formats: Command): void {
  const hypatia = formats
    .command("hypatia")
    .description("write a Hypatia state directory with the forwarding state of every tick")
    .argument("<scenario>", "YAML file")
    .requiredOption("--out <dir>", "folder to write")
    .option("--workers <count>", WORKERS_HELP, parseWorkers)
    .option("--json", "print what was written as JSON")
    .option("--quiet", "no progress and no notices")
    .option("--force", "replace what an earlier export wrote there");
  addScenarioOptions(hypatia).action(run);
}

async function run(file: string, flags: HypatiaFlags): Promise<void> {
  const { set, seed, out, workers, force = false, quiet = false } = flags;
  const plan = await loadScenario(file, { set, seed });
  // Two passes over the ticks: links first, then states.
  const attendance = new Attendance(2 * plan.time.tickCount, quiet);
  attendance.warn(plan.warnings);
  let result: HypatiaExport;
  let began = false;
  try {
    result = await exportHypatia(plan, {
      out,
      force,
      ...(workers === undefined ? {} : { workers }),
      signal: attendance.signal,
      onProgress: (done) => {
        began = true;
        attendance.done(done);
      },
      onNotice: (text) => attendance.notice(text),
    });
  } catch (error) {
    const { signal } = attendance;
    if (signal.aborted && error === signal.reason) {
      process.exitCode = 130;
      return;
    }
    if (error instanceof ExportError) {
      throw new InputError(error.problems.map((message) => ({ file, message })));
    }
    // A folder that cannot be made was named wrongly.
    if (error instanceof DiskError && !began)
      throw new InputError([{ file: "--out", message: error.message }]);
    throw error;
  } finally {
    attendance.end();
  }
  process.stdout.write(flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : formatExport(result));
}

function formatExport({
  dir,
  satellites,
  stations,
  isls,
  ticks,
  entries,
  changes,
  routes,
}: HypatiaExport): string {
  const rows = [
    ["network", `${satellites} satellites, ${stations} stations, ${isls} inter-satellite links`],
    ["forwarding", `${ticks} ticks: ${entries} entries at the first, ${changes} changes after it`],
    ["first tick", `${routes.reachable} of ${routes.pairs} ordered pairs of stations have a route`],
  ];
  const { meanHops, meanRttMs, maxRttMs } = routes;
  if (meanHops !== null && meanRttMs !== null && maxRttMs !== null) {
    const rtt = `mean RTT ${meanRttMs.toFixed(4)} ms, maximum ${maxRttMs.toFixed(4)} ms`;
    rows.push(["", `mean hops ${meanHops.toFixed(4)}, ${rtt}`]);
  }
  return `Hypatia state directory: ${dir}\n${alignRows(rows)}`;
}
