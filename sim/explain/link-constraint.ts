/** One of a node's links, with what it was ranked by. */
export interface RankedLink {
  /** Node at the other end. */
  readonly node: number;
  readonly lengthKm: number;
  /** Only where a ground protocol ranks by it. */
  readonly elevationDeg?: number;
  /** Seconds in view from the tick on; only where a ground protocol ranks by it. */
  readonly inViewSeconds?: number;
}

/** A rule that a pair breaks, with the numbers that show it: why there is no link between the two. */
export type LinkConstraint =
  | { readonly kind: "same-node" }
  /** No position at this tick, or taken out of the network. */
  | { readonly kind: "unusable"; readonly node: number; readonly reason: string }
  /** The nodes are up, but a fault has the link between them down. */
  | { readonly kind: "link-fault" }
  | { readonly kind: "both-ground" }
  /** A node of a static network: its links come from the network's file alone, and this is none of them. */
  | { readonly kind: "not-in-network-file"; readonly node: number }
  /** The file has the link, but not at this time. */
  | { readonly kind: "off-schedule" }
  /** No entry of `links` speaks for the node. */
  | { readonly kind: "no-entry"; readonly node: number }
  /** Each satellite has an entry of `links.isl`, but not the same; places in the list. */
  | { readonly kind: "different-entries"; readonly entries: readonly [number, number] }
  | {
      readonly kind: "out-of-range";
      readonly lengthKm: number;
      readonly maxRangeKm: number;
      readonly excessKm: number;
      /** True where the limit is that of `interShell`. */
      readonly interShell?: true;
    }
  | {
      readonly kind: "behind-earth";
      /** Least height of the segment over the sphere of 6,378.135 km; below 0 inside of it. */
      readonly clearanceKm: number;
      readonly neededKm: number;
      readonly missingKm: number;
    }
  | {
      readonly kind: "below-mask";
      readonly elevationDeg: number;
      readonly azimuthDeg: number;
      /** The mask at that azimuth. */
      readonly maskDeg: number;
      readonly missingDeg: number;
    }
  | {
      readonly kind: "beyond-slant-range";
      readonly slantRangeKm: number;
      readonly maxSlantRangeKm: number;
      readonly excessKm: number;
    }
  | {
      readonly kind: "turns-too-fast";
      /** Whose terminal. */
      readonly node: number;
      readonly degPerS: number;
      readonly limitDegPerS: number;
    }
  /** Chosen, but carries nothing yet; seconds since the start of the run. */
  | { readonly kind: "setting-up"; readonly sinceSeconds: number; readonly readySeconds: number }
  | { readonly kind: "makes-no-links"; readonly protocol: string }
  /** The pair is not among those of a fixed pattern; what each end is linked to by it. */
  | {
      readonly kind: "not-in-pattern";
      readonly protocol: string;
      readonly partners: readonly [readonly number[], readonly number[]];
    }
  /** The pattern has the pair, but not while an end is beyond the cut-off latitude. */
  | {
      readonly kind: "beyond-cutoff";
      readonly node: number;
      readonly latitudeDeg: number;
      readonly cutoffDeg: number;
    }
  | { readonly kind: "not-listed"; readonly protocol: string }
  /** All links that a satellite may have went to pairs that come earlier in the order. */
  | {
      readonly kind: "links-taken";
      readonly node: number;
      readonly limit: number;
      readonly by: readonly RankedLink[];
      /** Links of the tick before count as shorter by so much. */
      readonly hysteresisKm?: number;
      /** True where the limit is that of `interShell`. */
      readonly interShell?: true;
    }
  /** `other` is only the rank-th nearest to `node` (from 1), which goes by its `limit` nearest. */
  | {
      readonly kind: "not-among-nearest";
      readonly node: number;
      readonly other: number;
      readonly rank: number;
      readonly limit: number;
    }
  /** Links that come earlier in the order join the two already. */
  | { readonly kind: "joined-already"; readonly path: readonly number[]; readonly longestKm: number }
  /** Neither end has the number of links from the inner protocol at which it looks for a loop. */
  | {
      readonly kind: "seeks-no-loop";
      readonly innerLinks: readonly [number, number];
      readonly from: number;
      readonly to: number;
    }
  /** A satellite has its one loop link already, and it comes earlier in the order. */
  | { readonly kind: "loop-taken"; readonly node: number; readonly by: RankedLink }
  /** All links that a site may have went to satellites that it prefers. */
  | {
      readonly kind: "site-links-taken";
      readonly node: number;
      readonly limit: number;
      readonly limitIs: "links" | "antennas";
      readonly rankedBy: SiteRanking;
      /** In the unit of the ranking: links of the tick before count as better by so much. */
      readonly hysteresis?: number;
      readonly by: readonly RankedLink[];
    }
  /** The satellite has as many ground links as it may have. */
  | {
      readonly kind: "capacity-taken";
      readonly node: number;
      readonly capacity: number;
      readonly by: readonly RankedLink[];
    }
  /** A protocol whose rules are not known here left the pair out. */
  | { readonly kind: "not-chosen"; readonly protocol: string };

/** What ground protocols prefer one satellite to another by. */
export type SiteRanking = "slant range" | "elevation" | "time in view";

/** The constraints of one kind. */
export type ConstraintOf<K extends LinkConstraint["kind"]> = Extract<LinkConstraint, { readonly kind: K }>;
