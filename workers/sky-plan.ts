import type { Cluster } from "../orbits/cluster.js";
import type { ElementSets } from "../orbits/element-sets.js";
import type { Instant } from "../orbits/instant.js";
import type { StaticLink } from "../orbits/static-links.js";
import type { LinkPlan } from "../routing/link-plan.js";
import type { NodeTable } from "../routing/nodes.js";
import type { MovingNode } from "./moving-ground.js";

export type { MovingNode } from "./moving-ground.js";

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
  /**
   * Earth-fixed km of ground nodes, `[x, y, z]` each; zeros for those of static networks; of those that move, where
   * they are at the start.
   */
  readonly groundPositionsKm: Float64Array;
  /** The ground nodes that move, by id; absent: none does. */
  readonly movingNodes?: readonly MovingNode[];
  readonly links: LinkPlan;
  /** Links of static networks; link `i` has class `links.classes[staticClass + i]`. */
  readonly staticLinks: readonly StaticLink[];
  readonly staticClass: number;
}

/** Satellites `first` to `first + count - 1`: propagated, beside a chief, or (nodes of a static network) without orbits. */
export type SatelliteSource =
  | { readonly kind: "sgp4"; readonly first: number; readonly count: number; readonly elements: ElementSets }
  | { readonly kind: "cluster"; readonly first: number; readonly count: number; readonly cluster: Cluster }
  | { readonly kind: "static"; readonly first: number; readonly count: number };
