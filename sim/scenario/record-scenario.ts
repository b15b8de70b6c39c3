import { isAbsolute, relative, resolve } from "node:path";
import type { InputFiles } from "./input-files.js";
import type { ScenarioRecord } from "./run-plan.js";
import type { ScenarioSource } from "./scenario-source.js";

/**
 * What a scenario can be loaded from again, wherever that is.
 *
 * @param folder of the scenario, absolute
 * @param cwd the working folder, absolute
 */
export function recordScenario(
  { text, set = [], seed }: ScenarioSource["written"],
  { texts }: InputFiles,
  folder: string,
  cwd: string,
): ScenarioRecord {
  return {
    text,
    // Where results go is no part of what is run.
    set: set.filter((option) => !isAboutOutput(option)),
    ...(seed !== undefined && { seed }),
    cwd: relative(folder, cwd),
    files: texts.map(({ path, absolute, text: content }) => ({
      path: isAbsolute(path) ? path : relative(folder, absolute),
      text: content,
    })),
  };
}

/** Whether a `--set` option says what is written and where. */
export function isAboutOutput(option: string): boolean {
  return /^\s*output\s*[.=]/.test(option);
}

/** The recorded files by absolute path, as if the scenario lay in `folder`. */
export function recordedFiles({ files }: ScenarioRecord, folder: string): Map<string, string> {
  return new Map(files.map(({ path, text }) => [resolve(folder, path), text]));
}
