import type { HypatiaDescription } from "../../orbits/readers/index.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { SatelliteSource } from "./run-plan.js";

/** What link entries can speak of. */
export interface Linkable {
  readonly nodes: NodeTable;
  /** Where the satellites' orbits stand, in id order. */
  readonly satellites: readonly SatelliteSource[];
  /** 1 for satellites with orbits, by id; nodes of static networks have the links of their file. */
  readonly orbiting: Uint8Array;
  /** Names of sites with a place, by index among the ground nodes; undefined for nodes of static networks. */
  readonly siteNames: readonly (string | undefined)[];
  /** The Hypatia directories among the sources, in order. */
  readonly directories: readonly LinkableDirectory[];
  /** False where some sources could not be read: then nothing is said about who is missing. */
  readonly complete: boolean;
}

/** A Hypatia directory under the ids of the scenario. */
export interface LinkableDirectory {
  /** As the scenario names it. */
  readonly shown: string;
  /** Name of its source and shell. */
  readonly name: string;
  readonly firstSatellite: number;
  readonly satelliteCount: number;
  /** Index of its first station among the ground nodes. */
  readonly firstSite: number;
  readonly siteCount: number;
  /** `[a0, b0, a1, b1, ...]` in the order of its isls.txt, ids of the scenario. */
  readonly islPairs: Uint32Array;
  readonly limits: HypatiaDescription;
}
