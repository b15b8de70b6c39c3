import type { GeoRegion } from "../../../orbits/geo-region.js";
import type { LinkClass } from "../../../routing/link-table.js";
import type { LifetimeLaw } from "./lifetime-law.js";

/** What fails when; in the order of the scenario. */
export interface FaultPlan {
  readonly entries: readonly FaultEntry[];
}

export type FaultEntry = RandomNodeFaults | RandomLinkFaults | Switches | RegionFault | StormFault;

/** Each node fails and is repaired by itself, time and again. */
export interface RandomNodeFaults {
  readonly kind: "random-nodes";
  /** Ascending. */
  readonly nodes: Uint32Array;
  readonly failure: LifetimeLaw;
  /** Absent: never. */
  readonly repair?: LifetimeLaw;
}

/** Each link of a kind that exists fails at the same rate and is repaired by itself. */
export interface RandomLinkFaults {
  readonly kind: "random-links";
  readonly links: LinkClass["kind"];
  /** Only links with both ends (ground links: one end) among these, ascending; absent: all of the kind. */
  readonly nodes?: Uint32Array;
  /** Mean seconds until one link fails. */
  readonly meanSeconds: number;
  readonly repair?: LifetimeLaw;
}

/** Named nodes and links that go down and come up at given times: an outage, or a trace of recorded faults. */
export interface Switches {
  readonly kind: "switches";
  /** Ascending in time. */
  readonly switches: readonly Switch[];
}

export interface Switch {
  readonly timeNs: number;
  readonly up: boolean;
  /** One node, or the ends of a link. */
  readonly ends: readonly [number] | readonly [number, number];
}

/** Whoever is inside of a region is down, as of each tick. */
export interface RegionFault {
  readonly kind: "region";
  readonly region: GeoRegion;
  /** Ids that can be concerned, ascending. */
  readonly nodes: Uint32Array;
  readonly fromNs: number;
  /** Exclusive; absent: to the end of the run. */
  readonly toNs?: number;
}

/** A share of some satellites, drawn by lot, goes down at once or within a while. */
export interface StormFault {
  readonly kind: "storm";
  /** Ascending. */
  readonly nodes: Uint32Array;
  /** Part of them that goes down, 0 to 1, to the nearest whole number. */
  readonly share: number;
  readonly atNs: number;
  /** Each goes down at a time uniform in this span; 0: all at once. */
  readonly spreadNs: number;
  /** Absent: none comes back. */
  readonly repair?: LifetimeLaw;
}
