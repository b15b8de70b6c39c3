import type { z } from "zod";
import { ProcessError } from "../kernel/kernel-errors.js";
import type { PluginSim } from "./plugin-sim.js";

/**
 * An algorithm under study: acts on the run through events, processes and services, and reports metrics.
 * It gets only validated configuration and is set up once, before the first tick.
 */
export interface SimPlugin<Config = unknown> {
  readonly kind: "sim-plugin";
  readonly name: string;
  /** One line for lists of plugins. */
  readonly description?: string;
  /** Services (or plugins, by name) that must be set up before this one. */
  readonly needs?: readonly string[];
  /** Services that `setup` provides, besides the plugin's own name. */
  readonly provides?: readonly string[];
  /** Validates `with:` of the scenario. Absent: no configuration is accepted. */
  readonly config?: z.ZodType<Config>;
  setup(sim: PluginSim, config: Config): void | Promise<void>;
}

/** What a plugin's author writes: see `SimPlugin`. */
export function definePlugin<Config = undefined>(plugin: Omit<SimPlugin<Config>, "kind">): SimPlugin<Config> {
  return { ...plugin, kind: "sim-plugin" };
}

/**
 * Names a service and its type, so that `sim.service(token)` is typed where it is used.
 *
 * @example const Storage = defineService<StorageApi>("storage");
 */
export interface ServiceToken<T> {
  readonly name: string;
  /** Never present: carries the type. */
  readonly type?: T;
}

export function defineService<T>(name: string): ServiceToken<T> {
  return { name };
}

/** A plugin failed while the run was under way. */
export class PluginError extends Error {
  override readonly name = "PluginError";
  readonly plugin: string;
  /** Simulated seconds since the start. */
  readonly time: number;

  constructor(plugin: string, time: number, cause: unknown) {
    super(
      `plugin "${plugin}" failed at ${time} s: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
    this.plugin = plugin;
    this.time = time;
  }
}

/** The failure of a process or callback as its plugin's, where it is one. */
export function asPluginError(error: unknown, time: number): unknown {
  if (!(error instanceof ProcessError)) return error;
  if (error.cause instanceof PluginError) return error.cause;
  const plugin = error.processName.split("/")[0];
  return new PluginError(plugin, time, error.cause);
}
