import { type Command, InvalidArgumentError, Option } from "commander";
import { DURATION_NS, MAX_WORKERS, parseQuantity } from "../index.js";

/** Flags of every command that reads a scenario. */
export interface ScenarioFlags {
  readonly set?: readonly string[];
  readonly seed?: number;
}

/** Adds `--set` and `--seed`. */
export function addScenarioOptions(command: Command): Command {
  const set = new Option(
    "--set <path=value>",
    "change the scenario: dotted path, YAML value; may be repeated",
  ).argParser((value: string, before: readonly string[] = []) => [...before, value]);
  return command.addOption(set).option("--seed <integer>", "seed of all random numbers", parseWhole);
}

/** @throws InvalidArgumentError unless the text is a whole number of at least 0 */
export function parseWhole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError("expected a whole number of at least 0");
  }
  return value;
}

/** Reads `10 min` as seconds. @throws InvalidArgumentError unless the text is a duration above 0, of whole nanoseconds */
export function parseDuration(text: string): number {
  const ns = parseQuantity(DURATION_NS, text);
  if (typeof ns !== "number") throw new InvalidArgumentError(ns.error);
  if (!Number.isSafeInteger(ns) || ns < 1) {
    throw new InvalidArgumentError("expected a duration above 0, of whole nanoseconds");
  }
  return ns / 1e9;
}

/** What `--workers` is for. */
export const WORKERS_HELP =
  "threads that make frames, and as many that share in forwarding states; 0: the main thread alone";

/** @throws InvalidArgumentError for a number of threads that cannot be */
export function parseWorkers(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > MAX_WORKERS) {
    throw new InvalidArgumentError(`expected a whole number from 0 to ${MAX_WORKERS}`);
  }
  return Number(text);
}
