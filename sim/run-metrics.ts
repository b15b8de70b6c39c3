import type { TickFrame } from "../workers/frame.js";
import type { MetricSample } from "./host/metrics.js";
import type { TopologyRow } from "./host/topology-stats.js";
import { DegreeMetrics, type DegreeSummary } from "./metrics-degree.js";
import { DeliveryMetrics, type DeliverySummary } from "./metrics-delivery.js";
import { LeftOutMetrics, type LeftOutSummary } from "./metrics-left-out.js";
import { type RouteChangeSummary, RouteChanges } from "./metrics-route-changes.js";
import { SiteMetrics, type SiteSummary } from "./metrics-sites.js";
import { type RouteClassSummary, StretchMetrics } from "./metrics-stretch.js";
import type { RouteRow } from "./run-observer.js";
import type { RunPlan } from "./scenario/run-plan.js";

/** The network's own metrics over a run. */
export interface RunMetricsSummary {
  readonly sites: readonly SiteSummary[];
  /** Null where no tick had a usable satellite. */
  readonly islDegree: DegreeSummary | null;
  readonly islsLeftOut: LeftOutSummary;
  readonly delivery: DeliverySummary;
  readonly classes: readonly RouteClassSummary[];
  readonly changes: RouteChangeSummary;
}

/**
 * Measures what a run records, tick by tick, without any plugin: for `metrics.parquet` as it goes, and for
 * `summary.json` at the end. Of a tick, the frame comes first, then its topology, then the probes.
 */
export class RunMetrics {
  readonly #sites: SiteMetrics;
  readonly #degree: DegreeMetrics;
  readonly #leftOut: LeftOutMetrics;
  readonly #delivery: DeliveryMetrics;
  readonly #stretch: StretchMetrics;
  readonly #changes: RouteChanges;

  constructor(plan: RunPlan) {
    const { satelliteCount } = plan.sky.nodes;
    this.#sites = new SiteMetrics(plan);
    this.#degree = new DegreeMetrics(satelliteCount);
    this.#leftOut = new LeftOutMetrics(plan.sky.links.isl.length);
    this.#delivery = new DeliveryMetrics(satelliteCount);
    this.#stretch = new StretchMetrics(plan);
    this.#changes = new RouteChanges(plan);
  }

  /** @param struck 1 for each link of the frame's table that is down */
  frame(frame: TickFrame, struck: Uint8Array | undefined): void {
    const { visible, links, usable, positionsKm } = frame;
    this.#sites.tick(visible);
    this.#degree.tick(links, usable, struck);
    this.#leftOut.tick(frame);
    this.#delivery.tick(visible);
    this.#stretch.tick(positionsKm);
    this.#changes.tick();
  }

  topology({ handedOver }: TopologyRow): void {
    this.#sites.handovers(handedOver);
  }

  /** @param path null where there is no route */
  route(row: RouteRow, path: string | null): void {
    this.#delivery.route(row);
    this.#stretch.route(row);
    this.#changes.route(row.source, row.target, path);
  }

  /** Of the last tick. */
  samples(): MetricSample[] {
    const all = [this.#sites, this.#degree, this.#leftOut, this.#delivery, this.#stretch, this.#changes];
    return all.flatMap((each) => each.samples());
  }

  summary(): RunMetricsSummary {
    return {
      sites: this.#sites.summary(),
      islDegree: this.#degree.summary(),
      islsLeftOut: this.#leftOut.summary(),
      delivery: this.#delivery.summary(),
      classes: this.#stretch.summary(),
      changes: this.#changes.summary(),
    };
  }
}
