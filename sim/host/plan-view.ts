import type { NameList } from "../../orbits/name-list.js";
import type { Demand, NodeResources, Refusal } from "../services/compute/compute-service.js";
import type { CheckedFile } from "./config-file.js";

/** Place of a value within `with`, such as `["services", 0, "cores"]`. */
export type ConfigPath = readonly (string | number)[];

/**
 * The scenario as a plugin's `validate` sees it: who is there, and what they can compute with. What is wrong is noted by
 * `fail`, and told with its line and column together with all other mistakes of the scenario.
 */
export interface PlanView {
  /** Name and tier of every node, by id. */
  readonly names: NameList;
  readonly tiers: readonly string[];
  readonly durationSeconds: number;
  readonly stepSeconds: number;
  /** Whether the scenario has `compute`. */
  readonly hasCompute: boolean;
  /** Whether the scenario has `energy`. */
  readonly hasEnergy: boolean;
  /**
   * Names that the scenario's plugins say they register with services of others (`SimPlugin.registers`), of one sort.
   * Complete where there can be no further ones: every plugin that needs this one says what it registers, and no program hands
   * over more.
   */
  registered(sort: string): { readonly names: readonly string[]; readonly complete: boolean };
  /** The file that the configuration names at a place (`SimPlugin.files`); undefined where it cannot be read, which is noted. */
  file(path: ConfigPath): CheckedFile | undefined;
  /** Notes a mistake at a place within `with`. */
  fail(path: ConfigPath, message: string): void;
  /** Notes what is no mistake but worth telling, at a place within `with`; of plugins that a program hands over, to nobody. */
  warn(path: ConfigPath, message: string): void;
  /**
   * Id of the site or satellite of that name (or id); undefined where there is none, which is noted at the place with the
   * nearest name.
   */
  node(path: ConfigPath, name: string | number): number | undefined;
  /** Ids of all nodes that names mean: sites, satellites, shells, sources, tiers, `"*"`. What means none is noted. */
  nodes(path: ConfigPath, names: string | readonly string[]): readonly number[];
  /** What a node can compute with; undefined where it has no computer. */
  resources(node: number): NodeResources | undefined;
  /** Whether a node, were it empty, could take the demand; where not, what is missing. */
  couldHold(node: number, demand: Demand & { readonly cores?: number }): true | Refusal;
}
