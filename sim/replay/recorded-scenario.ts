import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { InputError } from "../../orbits/input-error.js";
import { MANIFEST_FILE, type RecordedFrames } from "../../results/index.js";
import { loadScenarioText } from "../scenario/load-scenario.js";
import { recordedFiles } from "../scenario/record-scenario.js";
import type { RunPlan, ScenarioRecord } from "../scenario/run-plan.js";

const RecordSchema = z.object({
  text: z.string(),
  set: z.array(z.string()),
  seed: z.number().optional(),
  cwd: z.string(),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
});

export interface RecordedScenarioOptions {
  /** `--set` options beside those of the recorded run; paths in them are relative to its working folder. */
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | undefined;
}

/** Where a recorded scenario is taken to lie when nobody knows: deep enough for paths that lead upwards. */
const NOWHERE = `${sep}recorded${sep}a${sep}b${sep}c`;

/**
 * The scenario that frames were recorded with, from the texts in their file. Modules of a user's own are not among
 * these: they are looked for where they were.
 *
 * @throws InputError where the file has no scenario, or where what it needs is gone or has changed
 */
export async function loadRecordedScenario(
  { head, file }: RecordedFrames,
  { set = [], seed }: RecordedScenarioOptions = {},
): Promise<RunPlan> {
  const parsed = RecordSchema.safeParse(head.source);
  if (!parsed.success)
    throw new InputError([
      { file, message: "no scenario is recorded with these frames; name one to run on them" },
    ]);
  const record: ScenarioRecord = parsed.data as ScenarioRecord;
  const folder = folderOf(file) ?? NOWHERE;
  const load = (moreSet: readonly string[], otherSeed: number | undefined) =>
    loadScenarioText(record.text, {
      file: join(folder, "scenario.yaml"),
      cwd: resolve(folder, record.cwd),
      set: [...record.set, ...moreSet],
      seed: otherSeed ?? record.seed,
      files: recordedFiles(record, folder),
      pluginsComplete: true,
      // What it was recorded on may have had more; frames that are read take less.
      memoryBytes: Number.POSITIVE_INFINITY,
    });
  const plan = await load([], undefined);
  if (plan.scenarioHash !== head.scenarioHash) {
    const message =
      "the recorded scenario means another run now: a module of it has changed since, or this version reads it otherwise; name a scenario to run on these frames";
    throw new InputError([{ file, message }]);
  }
  return set.length === 0 && seed === undefined ? plan : load(set, seed);
}

/** The folder of the scenario by the manifest beside the frames, where there is one. */
function folderOf(file: string): string | undefined {
  for (const folder of [dirname(file), dirname(dirname(file))]) {
    const path = join(folder, MANIFEST_FILE);
    if (!existsSync(path)) continue;
    try {
      const { scenarioFolder } = JSON.parse(readFileSync(path, "utf8")) as {
        readonly scenarioFolder?: unknown;
      };
      if (typeof scenarioFolder === "string") return scenarioFolder;
    } catch {
      // A manifest that cannot be read tells nothing.
    }
  }
  return undefined;
}
