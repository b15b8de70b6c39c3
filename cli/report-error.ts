import { ExistingFolderError, InputError } from "../index.js";

/** Says on stderr what went wrong: one line a mistake of the input, one line for anything else. */
export function reportError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof InputError ? `${message}\n` : `starbelt: ${message}\n`);
}

/** 2 where the input is wrong, 1 where the run failed. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof InputError || error instanceof ExistingFolderError ? 2 : 1;
}
