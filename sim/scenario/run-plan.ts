import type { ElementSets } from "../../orbits/element-sets.js";
import type { InputProblem } from "../../orbits/input-error.js";
import type { Instant } from "../../orbits/instant.js";
import type { StaticLink } from "../../orbits/static-links.js";
import type { ExtensionUse } from "../../routing/extension-ref.js";
import type { LinkPlan } from "../../routing/link-plan.js";
import type { NodeTable } from "../../routing/nodes.js";

/** A scenario, read, validated and resolved to numbers and node ids: what a run is made from. */
export interface RunPlan {
  readonly name: string;
  readonly seed: number;
  readonly time: TimePlan;
  readonly sky: SkyPlan;
  /** Name and tier of every node, by id. */
  readonly nodeNames: readonly string[];
  readonly nodeTiers: readonly string[];
  readonly routing: RoutingPlan;
  /** Pairs of node ids in the order of their rows. */
  readonly probes: ProbePlan;
  readonly plugins: readonly PluginPlan[];
  readonly output: { readonly dir: string; readonly frames: boolean };
  /** The scenario with every default filled in, as the manifest shows it and the hash covers it. */
  readonly resolved: unknown;
  /** SHA-256 of the content: `resolved` without `output`, inputs by their hashes instead of paths. */
  readonly scenarioHash: string;
  readonly inputs: readonly InputFile[];
  /** Not mistakes, but worth telling: stale epochs, repeated names, bad checksums let through. */
  readonly warnings: readonly InputProblem[];
}

export interface TimePlan {
  readonly start: Instant;
  readonly startIso: string;
  readonly durationNs: number;
  readonly stepNs: number;
  /** Ticks at every i >= 0 with i * stepNs < durationNs. */
  readonly tickCount: number;
}

/** What positions and links are computed from; plain data, sent to each worker once. */
export interface SkyPlan {
  readonly seed: number;
  readonly time: TimePlan;
  readonly nodes: NodeTable;
  /** Satellites by source, in id order; together they cover 0 to satelliteCount - 1. */
  readonly satellites: readonly SatelliteSource[];
  /** Earth-fixed km of ground nodes, `[x, y, z]` each; zeros for those of static networks. */
  readonly groundPositionsKm: Float64Array;
  readonly links: LinkPlan;
  /** Links of static networks; link `i` has class `links.classes[staticClass + i]`. */
  readonly staticLinks: readonly StaticLink[];
  readonly staticClass: number;
}

/** Satellites `first` to `first + count - 1`: propagated, or (nodes of a static network) without orbits. */
export type SatelliteSource =
  | { readonly kind: "sgp4"; readonly first: number; readonly count: number; readonly elements: ElementSets }
  | { readonly kind: "static"; readonly first: number; readonly count: number };

export interface RoutingPlan {
  readonly router: ExtensionUse;
  readonly cost: "latency";
  readonly groundRelay: boolean;
}

export interface ProbePlan {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

export interface PluginPlan {
  readonly use: ExtensionUse;
  /** Where the scenario names it, for errors in its set-up. */
  readonly place: InputProblem;
}

export interface InputFile {
  /** As the scenario names it. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}
