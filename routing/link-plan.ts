import type { InputProblem } from "../orbits/input-error.js";
import type { ExtensionUse } from "./extension-ref.js";
import type { GroundEntry } from "./ground-link-protocol.js";
import type { IslEntry } from "./link-protocol.js";
import type { LinkClass } from "./link-table.js";
import type { InterShell } from "./topology/inter-shell.js";
import type { TurnLimit } from "./turn-rate.js";

/** How the links of every tick are chosen; plain data, sent to each worker once. */
export interface LinkPlan {
  readonly isl: readonly IslPlanEntry[];
  readonly ground: readonly GroundPlanEntry[];
  /** What `LinkTable.linkClass` points into; one per entry, then one per link of a static network. */
  readonly classes: readonly LinkClass[];
}

export interface IslPlanEntry {
  readonly protocol: ExtensionUse;
  /** Where the scenario names the protocol, for its errors. */
  readonly place?: InputProblem;
  readonly entry: IslEntry;
  readonly linkClass: number;
  /** False lets `list` name links that are too long or behind the Earth. */
  readonly check: boolean;
  /** Links between the entry's shells, beside what its protocol chooses. */
  readonly interShell?: InterShell;
  /** Links whose terminals turn faster are struck. */
  readonly maxTurnRate?: TurnLimit;
  /** How long a link that was not there at the last tick carries nothing, ns; it takes up its ends' links meanwhile. */
  readonly setupNs?: number;
}

export interface GroundPlanEntry {
  readonly protocol: ExtensionUse;
  /** Where the scenario names the protocol, for its errors. */
  readonly place?: InputProblem;
  readonly entry: GroundEntry;
  readonly linkClass: number;
}
