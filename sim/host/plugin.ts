import type { z } from "zod";
import type { ConfigPath, PlanView } from "./plan-view.js";
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
  /**
   * Names that `setup` registers with services of others, by their sort there, such as
   * `{ "serverless.placement": ["coolest"] }`: all of them, so that who names another is told when the scenario is loaded.
   * Absent: nobody knows before it is set up.
   */
  readonly registers?: Readonly<Record<string, readonly string[]>>;
  /** Validates `with:` of the scenario. Absent: no configuration is accepted. */
  readonly config?: z.ZodType<Config>;
  /**
   * Where in the configuration names of files stand, which are relative to the scenario. They are read when it is loaded, are
   * part of the run as its other inputs are, and are there by `plan.file(path)` and `sim.file(path)`.
   */
  files?(config: NoInfer<Config>): readonly ConfigPath[];
  /**
   * Looks at the configuration beside the scenario, once when it is loaded: nodes that are not there, tasks that no node
   * could hold. Notes what is wrong by `plan.fail`.
   */
  validate?(plan: PlanView, config: Config): void;
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
