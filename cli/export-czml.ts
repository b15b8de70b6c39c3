import type { Command } from "commander";
import {
  type CzmlSpan,
  czmlText,
  DURATION_NS,
  InputError,
  type InputProblem,
  parseQuantity,
  timeWithin,
} from "../index.js";
import { INPUT_HELP, type NetworkInput, openNetwork } from "./export-input.js";
import { type OutputFlags, putText } from "./export-output.js";
import { addOutputOptions, attendanceOf } from "./export-tick.js";
import type { ScenarioFlags } from "./options.js";

interface CzmlFlags extends ScenarioFlags, OutputFlags {
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  readonly quiet?: boolean;
}

const NS_PER_SECOND = 1e9;

/** `export czml`: a run, or a span of it, for Cesium. */
export function addCzmlExport(formats: Command): void {
  const command = formats
    .command("czml")
    .description("write satellites, ground nodes, links and probes' routes of a run for Cesium")
    .argument("<input>", INPUT_HELP)
    .option("--from <time>", "offset from the start, or ISO instant; the start of the run unless given")
    .option("--to <time>", "the same; the end of the run unless given")
    .option("--step <duration>", "between samples of positions; the scenario's step unless given");
  addOutputOptions(command, "file").action(async (path: string, flags: CzmlFlags) => {
    const input = await openNetwork("czml", path, flags);
    const { plan, frames } = input;
    const span = spanOf(input, flags);
    const attendance = attendanceOf(input, flags, 2 * plan.time.tickCount);
    const text = czmlText(plan, {
      ...span,
      ...(frames && { frames }),
      signal: attendance.signal,
      onProgress: (done) => attendance.done(done),
    });
    await putText(flags, text, attendance);
    frames?.close();
  });
}

/** @throws InputError with all that is wrong */
function spanOf({ plan: { time }, frames }: NetworkInput, { from, to, step }: CzmlFlags): CzmlSpan {
  const problems: InputProblem[] = [];
  const seconds = (flag: string, given: number | { readonly error: string }): number => {
    if (typeof given === "number") return given / NS_PER_SECOND;
    problems.push({ file: flag, message: given.error });
    return Number.NaN;
  };
  const span = {
    ...(from === undefined ? {} : { from: seconds("--from", timeWithin(time, from)) }),
    ...(to === undefined ? {} : { to: seconds("--to", timeWithin(time, to)) }),
    ...(step === undefined ? {} : { step: seconds("--step", parseQuantity(DURATION_NS, step)) }),
  };
  const lastNs = Math.min(time.durationNs, (frames?.tickCount ?? time.tickCount) * time.stepNs);
  const end = span.to ?? lastNs / NS_PER_SECOND;
  if (end * NS_PER_SECOND > lastNs) {
    const message = `expected a time that was recorded; got "${to}" (the run ended after ${lastNs / NS_PER_SECOND} s)`;
    problems.push({ file: "--to", message });
  }
  if ((span.from ?? 0) >= end) {
    const message = `expected a span of time; it would go from ${span.from ?? 0} s to ${end} s`;
    problems.push({ file: from === undefined ? "--to" : "--from", message });
  }
  if (span.step !== undefined && span.step <= 0) {
    problems.push({ file: "--step", message: `expected a duration above 0 s; got "${step}"` });
  }
  if (problems.length > 0) throw new InputError(problems);
  return span;
}
