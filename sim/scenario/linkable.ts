import type { NodeTable } from "../../routing/nodes.js";

/** What link entries can speak of. */
export interface Linkable {
  readonly nodes: NodeTable;
  /** 1 for satellites with orbits, by id; nodes of static networks have the links of their file. */
  readonly orbiting: Uint8Array;
  /** Names of sites with a place, by index among the ground nodes; undefined for nodes of static networks. */
  readonly siteNames: readonly (string | undefined)[];
  /** False where some sources could not be read: then nothing is said about who is missing. */
  readonly complete: boolean;
}
