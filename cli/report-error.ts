import { ExistingFolderError, InputError, PluginError, RouterError } from "../index.js";

/** Says on stderr what went wrong: one line a mistake of the input, one line and a place for a failed run. */
export function reportError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputError || error instanceof ExistingFolderError) {
    process.stderr.write(`${message}\n`);
    return;
  }
  process.stderr.write(`starbelt: ${message}\n`);
  const place = placeOf(culprit(error));
  if (place !== undefined) process.stderr.write(`  thrown at ${place}\n`);
}

/** 2 where the input is wrong, 1 where the run failed. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof InputError || error instanceof ExistingFolderError ? 2 : 1;
}

/** What commander says of a wrong command line, on one line. */
export function usageError(text: string): string {
  const message = text
    .trim()
    .replace(/^error: /, "")
    .replace(" is invalid. ", " is invalid: ")
    .replace(/\s*\n\(Did/, " (did")
    .replace(/\.$/, "");
  return `starbelt: ${message}; see starbelt --help\n`;
}

/** Whose place tells more than its message: what a user's code threw, or a slip in any code. */
function culprit(error: unknown): unknown {
  if (error instanceof PluginError || error instanceof RouterError) return error.cause;
  return error instanceof TypeError || error instanceof ReferenceError ? error : undefined;
}

const OURS = new URL("..", import.meta.url).href;

/** `file:line:column` where a user's code threw, or called what threw. */
function placeOf(thrown: unknown): string | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  const places = [...stack.matchAll(/^\s+at (?:.*\()?(.+:\d+:\d+)\)?$/gm)].map((match) => match[1] as string);
  const theirs = places.find((place) => !place.startsWith(OURS) && !place.startsWith("node:"));
  return (theirs ?? places[0])?.replace(/^file:\/\//, "");
}
