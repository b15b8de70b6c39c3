import type { Demand, NodeResources, Refusal } from "../services/compute/compute-service.js";

/** Place of a value within `with`, such as `["services", 0, "cores"]`. */
export type ConfigPath = readonly (string | number)[];

/**
 * The scenario as a plugin's `validate` sees it: who is there, and what they can compute with. What is wrong is noted by
 * `fail`, and told with its line and column together with all other mistakes of the scenario.
 */
export interface PlanView {
  /** Name and tier of every node, by id. */
  readonly names: readonly string[];
  readonly tiers: readonly string[];
  readonly durationSeconds: number;
  readonly stepSeconds: number;
  /** Whether the scenario has `compute`. */
  readonly hasCompute: boolean;
  /** Whether the scenario has `energy`. */
  readonly hasEnergy: boolean;
  /** Notes a mistake at a place within `with`. */
  fail(path: ConfigPath, message: string): void;
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
