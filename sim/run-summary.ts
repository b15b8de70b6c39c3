import type { NoRouteReason } from "../routing/router.js";
import type { TickFrame } from "../workers/frame.js";
import { type Distribution, distributionOf } from "./distribution.js";
import { Histogram } from "./host/histogram.js";
import type { MetricSample } from "./host/metrics.js";
import type { TopologyRow } from "./host/topology-stats.js";
import type { DegreeSummary } from "./metrics-degree.js";
import type { DeliverySummary } from "./metrics-delivery.js";
import type { LeftOutSummary } from "./metrics-left-out.js";
import type { RouteChangeSummary } from "./metrics-route-changes.js";
import type { SiteSummary } from "./metrics-sites.js";
import type { RouteClassSummary } from "./metrics-stretch.js";
import { RunMetrics } from "./run-metrics.js";
import type { RouteRow } from "./run-observer.js";
import type { RunPlan } from "./scenario/run-plan.js";
import { reportShellPlanes, type ShellPlanesReport } from "./scenario/shell-planes.js";

/** Figures of a run, as `summary.json` holds them: nothing of wall time, paths or workers. */
export interface RunSummary {
  readonly scenario: string;
  readonly seed: number;
  readonly satellites: number;
  readonly groundNodes: number;
  readonly ticks: number;
  /** Satellites that had no position at some tick, and why the first time. */
  readonly failedSatellites: readonly {
    readonly id: number;
    readonly name: string;
    readonly reason: string;
  }[];
  /** Shells whose planes were inferred from their elements; absent where there are none. */
  readonly inferredPlanes?: readonly InferredPlanesSummary[];
  readonly topology: {
    readonly islsMean: number;
    readonly gslsMean: number;
    readonly componentsMax: number;
    readonly islKmMean: number | null;
    readonly islKmMax: number | null;
    /** Inter-satellite links of a satellite; null where no tick had a usable satellite. */
    readonly islDegree: DegreeSummary | null;
    /** Inter-satellite links that protocols chose and that may not be; mean per tick. */
    readonly islsLeftOut: LeftOutSummary;
    readonly handovers: number;
  };
  /** Ground nodes that an entry of `links.ground` speaks for, in the order of their ids. */
  readonly sites: readonly SiteSummary[];
  readonly routes: {
    readonly asked: number;
    readonly reached: number;
    /** How often there was no route, by reason. */
    readonly unreached: Readonly<Partial<Record<NoRouteReason, number>>>;
    /** What became of the probes; the numbers add up to `asked`. */
    readonly delivery: DeliverySummary;
    /** Ticks at which a probe's path was another than at the tick before. */
    readonly changes: number;
    readonly changesPerProbe: RouteChangeSummary["perProbe"];
    readonly changedMost: RouteChangeSummary["most"];
    readonly rttMs: Distribution | null;
    readonly hops: Distribution | null;
    /** Routes between sites by their distance over the ground; classes without routes are left out. */
    readonly classes: readonly RouteClassSummary[];
  };
  readonly events: Readonly<Record<string, number>>;
  /** Final values of all metrics. */
  readonly metrics: readonly MetricSample[];
}

/** What was inferred of a shell, and how far its links make the full grid. */
export interface InferredPlanesSummary extends Omit<ShellPlanesReport, "shell"> {
  /** Satellites with two links at least in their plane and two to other planes of their shell. */
  readonly fullGrid: {
    /** Mean over the ticks. */
    readonly satellitesMean: number;
    readonly shareOfInPlanes: number;
    readonly shareOfAll: number;
  };
}

export type { Distribution };

/** Adds up what a run records into its summary. */
export class SummaryBuilder {
  readonly #plan: RunPlan;
  readonly #rttMs = new Histogram();
  readonly #hops = new Histogram();
  readonly #metrics: RunMetrics;
  readonly #inferred: readonly ShellPlanesReport[];
  readonly #unreached: Partial<Record<NoRouteReason, number>> = {};
  readonly #events = new Map<string, number>();
  #ticks = 0;
  #isls = 0;
  #gsls = 0;
  #componentsMax = 0;
  #islKm = 0;
  #islKmMax: number | null = null;
  #handovers = 0;
  readonly #fullGrid: number[] = [];
  #asked = 0;

  constructor(plan: RunPlan) {
    this.#plan = plan;
    this.#metrics = new RunMetrics(plan);
    this.#inferred = reportShellPlanes(plan.sky.nodes.shells);
  }

  /** @param struck 1 for each link of the frame's table that is down */
  frame(frame: TickFrame, struck: Uint8Array | undefined): void {
    this.#metrics.frame(frame, struck);
  }

  topology(row: TopologyRow): void {
    this.#metrics.topology(row);
    this.#ticks++;
    this.#isls += row.isls;
    this.#gsls += row.gsls;
    this.#componentsMax = Math.max(this.#componentsMax, row.components);
    if (row.islKmMean !== null) this.#islKm += row.islKmMean * row.isls;
    if (row.islKmMax !== null) this.#islKmMax = Math.max(this.#islKmMax ?? 0, row.islKmMax);
    this.#handovers += row.handovers;
    row.fullGrid?.forEach((satellites, i) => {
      this.#fullGrid[i] = (this.#fullGrid[i] ?? 0) + satellites;
    });
  }

  route(row: RouteRow, path: string | null): void {
    const { route } = row;
    this.#metrics.route(row, path);
    this.#asked++;
    if (route.reachable) {
      this.#rttMs.record(2 * route.latencyMs);
      this.#hops.record(route.hops);
    } else {
      this.#unreached[route.reason] = (this.#unreached[route.reason] ?? 0) + 1;
    }
  }

  /** The network's own metrics at the last tick. */
  tickSamples(): MetricSample[] {
    return this.#metrics.samples();
  }

  event(kind: string): void {
    this.#events.set(kind, (this.#events.get(kind) ?? 0) + 1);
  }

  build(failedSatellites: RunSummary["failedSatellites"], metrics: readonly MetricSample[]): RunSummary {
    const { name, seed, sky } = this.#plan;
    const { sites, islDegree, islsLeftOut, delivery, classes, changes } = this.#metrics.summary();
    const perTick = (total: number) => (this.#ticks === 0 ? 0 : total / this.#ticks);
    return {
      scenario: name,
      seed,
      satellites: sky.nodes.satelliteCount,
      groundNodes: sky.nodes.groundCount,
      ticks: this.#ticks,
      failedSatellites,
      ...(this.#inferred.length > 0 && {
        inferredPlanes: this.#inferred.map((report, i) =>
          fullGridOf(report, perTick(this.#fullGrid[i] ?? 0)),
        ),
      }),
      topology: {
        islsMean: perTick(this.#isls),
        gslsMean: perTick(this.#gsls),
        componentsMax: this.#componentsMax,
        islKmMean: this.#isls === 0 ? null : this.#islKm / this.#isls,
        islKmMax: this.#islKmMax,
        islDegree,
        islsLeftOut,
        handovers: this.#handovers,
      },
      sites,
      routes: {
        asked: this.#asked,
        reached: this.#rttMs.count,
        unreached: this.#unreached,
        delivery,
        changes: changes.total,
        changesPerProbe: changes.perProbe,
        changedMost: changes.most,
        rttMs: distributionOf(this.#rttMs),
        hops: distributionOf(this.#hops),
        classes,
      },
      events: Object.fromEntries([...this.#events].sort(([a], [b]) => (a < b ? -1 : 1))),
      metrics,
    };
  }
}

function fullGridOf(report: ShellPlanesReport, satellitesMean: number): InferredPlanesSummary {
  const { inPlanes, satellites } = report;
  const fullGrid = {
    satellitesMean,
    shareOfInPlanes: inPlanes === 0 ? 0 : satellitesMean / inPlanes,
    shareOfAll: satellitesMean / satellites,
  };
  // Its name may come from the name of a file, which is nothing of the run's.
  const { shell: _name, ...figures } = report;
  return { ...figures, fullGrid };
}
