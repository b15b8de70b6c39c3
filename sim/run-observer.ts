import type { Route } from "../routing/router.js";
import type { TickFrame } from "../workers/frame.js";
import type { SimEvent } from "./host/event-bus.js";
import type { MetricSample } from "./host/metrics.js";
import type { TopologyRow } from "./host/topology-stats.js";

/** A probe's answer at one tick. */
export interface RouteRow {
  readonly timeNs: number;
  /** Node ids. */
  readonly source: number;
  readonly target: number;
  readonly route: Route;
}

/** Gets everything that a run records, in its order. */
export interface RunObserver {
  /**
   * A tick begins: comes before all else of it.
   * @param struck 1 for each link of the frame's table that is down; absent: none is
   */
  frame?(frame: TickFrame, struck: Uint8Array | undefined): void;
  topology(row: TopologyRow): void;
  route(row: RouteRow): void;
  event(event: SimEvent): void;
  metric(timeNs: number, sample: MetricSample): void;
  /** All of a tick was handed over. */
  tickDone(tick: number, timeNs: number): void;
  /** The run ends before its time: what comes now is how things stand, not what an undisturbed run would have recorded. */
  stopped?(): void;
}
