import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { InputError, type InputProblem } from "../../orbits/input-error.js";
import type { InputFile } from "../scenario/run-plan.js";

/**
 * Makes sure that input files are what they were, as far as they are found where they were.
 * @param folders that their paths may be relative to
 * @throws InputError naming all that have changed
 */
export function checkInputsOnDisk(inputs: readonly InputFile[], folders: readonly string[]): void {
  const problems: InputProblem[] = [];
  for (const { path, sha256 } of inputs) {
    const found = folders
      .map((folder) => hashOfFile(resolve(folder, path)))
      .filter((hash) => hash !== undefined);
    // One that is not there is told by who reads it, with the place that names it.
    if (found.length > 0 && !found.includes(sha256)) problems.push(changed(path, sha256, found[0]));
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** The same for inputs as they were read. @throws InputError */
export function checkInputs(before: readonly InputFile[], now: readonly InputFile[]): void {
  const hashes = new Map(now.map(({ path, sha256 }) => [path, sha256]));
  const problems = before.flatMap(({ path, sha256 }) => {
    const found = hashes.get(path);
    return found === undefined || found === sha256 ? [] : [changed(path, sha256, found)];
  });
  if (problems.length > 0) throw new InputError(problems);
}

function changed(path: string, was: string, is: string): InputProblem {
  const message = `has changed since the run began (SHA-256 ${short(was)}, now ${short(is)}): with it the run would be another`;
  return { file: path, message };
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

function hashOfFile(path: string): string | undefined {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    return undefined;
  }
}
