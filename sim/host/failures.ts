import { ResultsError } from "../../results/index.js";
import { ProcessError } from "../kernel/index.js";

/** What went wrong, in words, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** A plugin failed while the run was under way. */
export class PluginError extends Error {
  override readonly name = "PluginError";
  readonly plugin: string;
  /** Simulated seconds since the start. */
  readonly time: number;

  /** @param where what of the plugin it was, such as `in process "drain"` */
  constructor(plugin: string, time: number, cause: unknown, where = "") {
    const what = where === "" ? "" : ` ${where}`;
    super(`plugin "${plugin}" failed at ${time} s${what}: ${messageOf(cause)}`, { cause });
    this.plugin = plugin;
    this.time = time;
  }
}

/** The router of the scenario failed while the run was under way. */
export class RouterError extends Error {
  override readonly name = "RouterError";
  readonly router: string;
  /** Simulated seconds since the start, of the tick in force. */
  readonly tickTime: number;

  constructor(router: string, tick: number, tickTime: number, cause: unknown) {
    super(`router "${router}" failed at tick ${tick} (${tickTime} s): ${messageOf(cause)}`, { cause });
    this.router = router;
    this.tickTime = tickTime;
  }
}

/**
 * A failure that names who it is from: it is passed on as it is, whoever's code it comes through. A full disk is met by
 * whoever's event is recorded just then.
 */
export function isAttributed(error: unknown): boolean {
  return [PluginError, RouterError, ResultsError].some((kind) => error instanceof kind);
}

const BETWEEN = " > ";

/** Name under which the kernel knows a plugin's process. */
export function processName(plugin: string, name: string): string {
  return `${plugin}${BETWEEN}${name}`;
}

/** The failure of a process as its plugin's; any other as it is. */
export function asPluginError(error: unknown): unknown {
  if (!(error instanceof ProcessError)) return error;
  if (isAttributed(error.cause)) return error.cause;
  const [plugin, ...name] = error.processName.split(BETWEEN);
  return new PluginError(plugin as string, error.time, error.cause, `in process "${name.join(BETWEEN)}"`);
}
