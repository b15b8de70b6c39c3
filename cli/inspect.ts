import type { Command } from "commander";
import { describeFrames, type FramesDescription } from "../index.js";
import { openNamedFrames } from "./recording.js";
import { alignRows } from "./text-table.js";

interface InspectFlags {
  readonly json?: boolean;
  readonly verify?: boolean;
}

/** `inspect`: what a file of recorded frames holds. */
export function addInspectCommand(program: Command): void {
  program
    .command("inspect")
    .description("say what recorded frames hold")
    .argument("<frames>", "results folder, or a frames.sbf")
    .option("--json", "print as JSON")
    .option("--verify", "read every frame and prove its checksum")
    .action(inspect);
}

function inspect(path: string, { json = false, verify = false }: InspectFlags): void {
  const frames = openNamedFrames(path, "<frames>");
  try {
    if (verify) frames.verify();
    const description = describeFrames(frames);
    process.stdout.write(
      json ? `${JSON.stringify(description, null, 2)}\n` : formatDescription(description, verify),
    );
  } finally {
    frames.close();
  }
}

function formatDescription(told: FramesDescription, verified: boolean): string {
  const { bytes, links, ticks, plannedTicks, torn } = told;
  const ofPlan = ticks === plannedTicks ? "" : ` of ${plannedTicks}`;
  const perTick = ticks === 0 ? "" : `, ${kilobytes(bytes.frames / ticks)} a tick`;
  const rows = [
    ["format", `version ${told.formatVersion}, recorded by starbelt ${told.version}`],
    ["scenario", `${told.scenario}, seed ${told.seed}`],
    ["", told.scenarioHash],
    ["ticks", `${ticks}${ofPlan}, every ${told.stepSeconds} s from ${told.start}`],
    ["nodes", `${told.nodes}: ${told.satellites} satellites, ${told.groundNodes} ground nodes`],
    ...(links === null
      ? []
      : [
          ["links", `${links.isls} inter-satellite, ${links.gsls} ground, ${links.fixed} fixed (first tick)`],
        ]),
    ["positions", precisionText(told.precisionM)],
    ["states", told.states.length === 0 ? "none" : told.states.join(", ")],
    [
      "size",
      `${kilobytes(bytes.file)}: head ${kilobytes(bytes.head)}, frames ${kilobytes(bytes.frames)}${perTick}`,
    ],
    [
      "whole",
      torn === null
        ? verified
          ? "yes, every checksum holds"
          : "yes"
        : `no: byte ${torn.offset}: ${torn.why}`,
    ],
  ];
  return `${told.file}\n${alignRows(rows)}`;
}

function precisionText(precisionM: number | null): string {
  if (precisionM === null) return "to the last bit";
  return `rounded to ${precisionM} m: a replay is not equal to the run`;
}

function kilobytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
