import { fileURLToPath } from "node:url";
import {
  ExistingFolderError,
  InputError,
  NotResultsFolderError,
  PluginError,
  RouterError,
} from "../index.js";

/** Says on stderr what went wrong: one line a mistake of the input, one line and a place for a failed run. */
export function reportError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (isWrongInput(error)) {
    process.stderr.write(`${message}\n`);
    return;
  }
  process.stderr.write(`starbelt: ${message}\n`);
  const place = placeOf(culprit(error)) ?? theirPlaceOf(causeOf(error));
  if (place !== undefined) process.stderr.write(`  thrown at ${place}\n`);
}

/** 2 where the input is wrong, 1 where the run failed. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return isWrongInput(error) ? 2 : 1;
}

function isWrongInput(error: unknown): boolean {
  return [InputError, ExistingFolderError, NotResultsFolderError].some((kind) => error instanceof kind);
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

const OURS = fileURLToPath(new URL("..", import.meta.url));

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** `file:line:column` where a user's code threw, or called what threw; else where ours did. */
function placeOf(thrown: unknown): string | undefined {
  return theirPlaceOf(thrown) ?? placesOf(thrown)[0];
}

/** The same; undefined where no code of a user's is among the callers. */
function theirPlaceOf(thrown: unknown): string | undefined {
  const isOurs = (place: string) => place.startsWith("node:") || place.startsWith(OURS);
  return placesOf(thrown).find((place) => !isOurs(place));
}

function placesOf(thrown: unknown): string[] {
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  return [...stack.matchAll(/^\s+at (?:.*\()?(.+:\d+:\d+)\)?$/gm)].map((match) =>
    (match[1] as string).replace(/^file:\/\//, ""),
  );
}
