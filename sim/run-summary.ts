import type { NoRouteReason } from "../routing/router.js";
import { Histogram } from "./host/histogram.js";
import type { MetricSample } from "./host/metrics.js";
import type { TopologyRow } from "./host/topology-stats.js";
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
    readonly handovers: number;
    /** The same by the names of the sites that an entry of `links.ground` speaks for. */
    readonly handoversBySite: Readonly<Record<string, number>>;
  };
  readonly routes: {
    readonly asked: number;
    readonly reached: number;
    /** How often there was no route, by reason. */
    readonly unreached: Readonly<Partial<Record<NoRouteReason, number>>>;
    /** Ticks at which a probe's path was another than at the tick before. */
    readonly changes: number;
    readonly rttMs: Distribution | null;
    readonly hops: Distribution | null;
  };
  readonly events: Readonly<Record<string, number>>;
  /** Final values of all metrics. */
  readonly metrics: readonly MetricSample[];
}

/** What was inferred of a shell, and how far its links make the full grid. */
export interface InferredPlanesSummary extends ShellPlanesReport {
  /** Satellites with two links at least in their plane and two to other planes of their shell. */
  readonly fullGrid: {
    /** Mean over the ticks. */
    readonly satellitesMean: number;
    readonly shareOfInPlanes: number;
    readonly shareOfAll: number;
  };
}

export interface Distribution {
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Adds up what a run records into its summary. */
export class SummaryBuilder {
  readonly #plan: RunPlan;
  readonly #rttMs = new Histogram();
  readonly #hops = new Histogram();
  readonly #paths = new Map<number, string>();
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
  /** By id, of every site that can have any. */
  readonly #handoversBySite = new Map<number, number>();
  #asked = 0;
  #changes = 0;

  constructor(plan: RunPlan) {
    this.#plan = plan;
    this.#inferred = reportShellPlanes(plan.sky.nodes.shells);
    const sites = plan.sky.links.ground.flatMap(({ entry }) => [...entry.members]);
    for (const site of sites.sort((a, b) => a - b)) this.#handoversBySite.set(site, 0);
  }

  topology(row: TopologyRow): void {
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
    for (const { site } of row.handedOver) {
      this.#handoversBySite.set(site, (this.#handoversBySite.get(site) ?? 0) + 1);
    }
  }

  route({ source, target, route }: RouteRow, path: string | null): void {
    this.#asked++;
    if (route.reachable) {
      this.#rttMs.record(2 * route.latencyMs);
      this.#hops.record(route.hops);
    } else {
      this.#unreached[route.reason] = (this.#unreached[route.reason] ?? 0) + 1;
    }
    const pair = source * this.#plan.sky.nodes.count + target;
    const before = this.#paths.get(pair);
    const now = path ?? "";
    if (before !== undefined && before !== now) this.#changes++;
    this.#paths.set(pair, now);
  }

  event(kind: string): void {
    this.#events.set(kind, (this.#events.get(kind) ?? 0) + 1);
  }

  build(failedSatellites: RunSummary["failedSatellites"], metrics: readonly MetricSample[]): RunSummary {
    const { name, seed, sky } = this.#plan;
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
        handovers: this.#handovers,
        handoversBySite: Object.fromEntries(
          [...this.#handoversBySite].map(([site, count]) => [this.#plan.nodeNames[site], count]),
        ),
      },
      routes: {
        asked: this.#asked,
        reached: this.#rttMs.count,
        unreached: this.#unreached,
        changes: this.#changes,
        rttMs: distributionOf(this.#rttMs),
        hops: distributionOf(this.#hops),
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
  return { ...report, fullGrid };
}

function distributionOf(histogram: Histogram): Distribution | null {
  const { count, mean, min, max } = histogram;
  if (count === 0) return null;
  return { mean, min, p50: histogram.quantile(0.5), p95: histogram.quantile(0.95), max };
}
