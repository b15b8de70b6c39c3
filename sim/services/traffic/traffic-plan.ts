import type { GeoRegion } from "../../../orbits/geo-region.js";

/** Who sends what to whom; in the order of the scenario. */
export interface TrafficPlan {
  readonly sources: readonly TrafficSource[];
}

/** One entry of `traffic`: what its transfers have in common, and when they are sent. */
export interface TrafficSource {
  /** Told in events and in the names of metrics. */
  readonly purpose: string;
  readonly priority: number;
  readonly maxRateBps?: number;
  /** Transfers begin at `fromNs <= t < toNs`. */
  readonly fromNs: number;
  readonly toNs: number;
  readonly pattern: TrafficPattern;
}

export type TrafficPattern =
  /** Each sender by itself, one transfer every so often; the first at `fromNs`. */
  | (Ends & { readonly kind: "constant"; readonly size: SizeLaw; readonly everyNs: number })
  /** Each sender a Poisson process of so many transfers a second. */
  | (Ends & { readonly kind: "poisson"; readonly size: SizeLaw; readonly perSecond: number })
  /** Each sender in turn silent and sending at a constant pace, both for exponential times. */
  | (Ends & {
      readonly kind: "on-off";
      readonly size: SizeLaw;
      readonly everyNs: number;
      readonly onSeconds: number;
      readonly offSeconds: number;
    })
  /** A Poisson process over pairs, each with its weight. */
  | {
      readonly kind: "pairs";
      readonly size: SizeLaw;
      readonly perSecond: number;
      readonly from: Uint32Array;
      readonly to: Uint32Array;
      /** Running sums of the pairs' weights, ascending to 1. */
      readonly cumulative: Float64Array;
    }
  /** Each sender asks and gets an answer; then the next request, or by a rate. */
  | (Ends & {
      readonly kind: "request-response";
      readonly size: SizeLaw;
      readonly response: SizeLaw;
      readonly arrivals: RequestArrivals;
      /** Work on the node that answers, where it has a computer; seconds of one core of speed 1. */
      readonly cpuSeconds?: number;
      /** Time that the answer takes where it is no work. */
      readonly processingNs: number;
    })
  | { readonly kind: "trace"; readonly transfers: readonly RecordedTransfer[] };

export type RequestArrivals =
  | { readonly kind: "open"; readonly perSecond: number }
  /** So many users at each sender, each thinking for an exponential time between an answer and its next request. */
  | { readonly kind: "closed"; readonly users: number; readonly thinkSeconds: number };

/** Who sends, and who receives. */
export interface Ends {
  /** Ascending. */
  readonly from: Uint32Array;
  readonly to: Destination;
}

/** Each transfer goes to one of them other than its sender. */
export interface Destination {
  /** Ascending. */
  readonly nodes: Uint32Array;
  /** `any`: drawn by lot; `nearest`: least cost by the run's router; both among those inside of `region` if there is one. */
  readonly choice: "any" | "nearest";
  readonly region?: GeoRegion;
}

/** Whole bytes, at least 1. */
export type SizeLaw =
  | { readonly distribution: "fixed"; readonly meanBytes: number }
  | { readonly distribution: "exponential"; readonly meanBytes: number }
  /** Heavy tails; shape above 1. */
  | { readonly distribution: "pareto"; readonly meanBytes: number; readonly shape: number };

export interface RecordedTransfer {
  readonly timeNs: number;
  readonly from: number;
  readonly to: number;
  readonly sizeBytes: number;
}
