import type { Command } from "commander";
import { geoJsonText, graphMlText, probePairs, type RunPlan, type TextChunks, type World } from "../index.js";
import { Attendance } from "./attendance.js";
import { INPUT_HELP, type NetworkInput, openNetwork, tickOf, worldOf } from "./export-input.js";
import { type OutputFlags, putText } from "./export-output.js";
import { addScenarioOptions, type ScenarioFlags } from "./options.js";

interface TickFlags extends ScenarioFlags, OutputFlags {
  readonly at: string;
  readonly quiet?: boolean;
}

/** Help for `--at`. */
export const AT_HELP = "offset from the start, such as 90 s, or ISO instant; means the tick in force";

/** `export geojson` and `export graphml`: the network of one tick. */
export function addTickExports(formats: Command): void {
  const writers: readonly [string, string, (world: World, plan: RunPlan) => TextChunks][] = [
    [
      "geojson",
      "write sites, sub-satellite points, links and probes' routes of a tick (RFC 7946)",
      (world, plan) => geoJsonText(world, { routes: probePairs(plan) }),
    ],
    ["graphml", "write the network of a tick with typed attributes", (world) => graphMlText(world)],
  ];
  for (const [what, description, write] of writers) {
    const command = formats
      .command(what)
      .description(description)
      .argument("<input>", INPUT_HELP)
      .requiredOption("--at <time>", AT_HELP);
    addOutputOptions(command, "file").action(async (path: string, flags: TickFlags) => {
      const input = await openNetwork(what, path, flags);
      const tick = tickOf(input, flags.at);
      const text = later(async () => write(await worldOf(input, tick), input.plan));
      await putText(flags, text, attendanceOf(input, flags));
      input.frames?.close();
    });
  }
}

/** Adds the options that all exports of text share. */
export function addOutputOptions(command: Command, what: string): Command {
  command
    .option(`--out <${what}>`, `${what} to write; stdout unless given`)
    .option("--force", "replace what is there")
    .option("--quiet", "no progress and no notices");
  return addScenarioOptions(command);
}

/** Tells what is worth telling of a network before it is exported. */
export function attendanceOf(
  { plan, frames, notices }: NetworkInput,
  { quiet = false }: { readonly quiet?: boolean },
  total = 1,
): Attendance {
  const attendance = new Attendance(total, quiet);
  // Those of a recorded scenario were told when it ran.
  if (frames === undefined) attendance.warn(plan.warnings);
  for (const notice of notices) attendance.notice(notice);
  return attendance;
}

/** Text whose making begins with its first piece: a path that is taken is told before the work. */
export async function* later(begin: () => Promise<TextChunks>): AsyncGenerator<string, void, undefined> {
  yield* await begin();
}
