import { performance } from "node:perf_hooks";
import type { Ephemeris } from "../orbits/ephemeris.js";
import type { PluginSection, ResultsFolder } from "../results/index.js";
import type { TickFrame } from "../workers/frame.js";
import { ContactRecorder } from "./contacts/contact-recorder.js";
import type { ContactRow } from "./contacts/ground-contacts.js";
import type { SimEvent } from "./host/event-bus.js";
import type { MetricSample } from "./host/metrics.js";
import type { TopologyRow } from "./host/topology-stats.js";
import { ReportRecorder } from "./report/report-recorder.js";
import type { RouteRow, RunObserver } from "./run-observer.js";
import { type RunSummary, SummaryBuilder } from "./run-summary.js";
import type { RunPlan } from "./scenario/run-plan.js";

/**
 * What a kill can cost: a hundredth of the run, or half a second of work where that is more. Where the cuts are
 * changes nothing in the merged files.
 */
const SEALS_PER_RUN = 100;
const SEAL_INTERVAL_MS = 500;

/** Writes what a run records into its results folder, and adds it up. */
export class Recorder implements RunObserver {
  readonly #names: readonly string[];
  readonly #folder: ResultsFolder;
  readonly #summary: SummaryBuilder;
  readonly #ticksPerSeal: number;
  readonly #onTick: ((tick: number) => void) | undefined;
  readonly #contacts: ContactRecorder | undefined;
  readonly #report: ReportRecorder;
  #sealed = performance.now();

  /** @param orbits of all satellites of the plan, for the contact plan */
  constructor(plan: RunPlan, folder: ResultsFolder, orbits: Ephemeris, onTick?: (tick: number) => void) {
    this.#names = plan.nodeNames;
    this.#folder = folder;
    this.#summary = new SummaryBuilder(plan);
    this.#report = new ReportRecorder(plan);
    this.#ticksPerSeal = Math.ceil(plan.time.tickCount / SEALS_PER_RUN);
    this.#onTick = onTick;
    const { contactPlan } = plan.output;
    const append = (row: ContactRow) => folder.tables.contacts.append(row);
    this.#contacts = contactPlan && new ContactRecorder(plan, contactPlan, orbits, append);
  }

  frame(frame: TickFrame, struck: Uint8Array | undefined): void {
    this.#summary.frame(frame, struck);
    this.#report.frame(frame);
  }

  topology(row: TopologyRow): void {
    this.#summary.topology(row);
    this.#folder.tables.topology.append({
      time_ns: row.timeNs,
      usable_nodes: row.usableNodes,
      isls: row.isls,
      gsls: row.gsls,
      components: row.components,
      isl_km_mean: row.islKmMean,
      isl_km_max: row.islKmMax,
      handovers: row.handovers,
    });
  }

  route(row: RouteRow): void {
    const { timeNs, source, target, route } = row;
    const path = route.reachable ? route.path.join("-") : null;
    this.#summary.route(row, path);
    this.#contacts?.route(route.reachable);
    this.#report.route(row);
    this.#folder.tables.routes.append({
      time_ns: timeNs,
      source: this.#names[source],
      target: this.#names[target],
      reachable: route.reachable,
      rtt_ms: route.reachable ? 2 * route.latencyMs : null,
      hops: route.reachable ? route.hops : null,
      path,
    });
  }

  event({ timeNs, seq, kind, subject, dataJson }: SimEvent): void {
    this.#summary.event(kind);
    this.#folder.tables.events.append({ time_ns: timeNs, seq, kind, subject, data: dataJson });
  }

  metric(timeNs: number, { metric, unit, kind, statistic, value }: MetricSample): void {
    this.#folder.tables.metrics.append({ time_ns: timeNs, metric, unit, kind, statistic, value });
  }

  tickDone(tick: number, timeNs: number): void {
    for (const sample of this.#summary.tickSamples()) this.metric(timeNs, sample);
    this.#contacts?.tickDone(timeNs);
    // A run that is killed has so much for its report.
    if (tick === 0) this.writeReportData([]);
    if ((tick + 1) % this.#ticksPerSeal === 0 && performance.now() - this.#sealed >= SEAL_INTERVAL_MS) {
      this.#folder.seal();
      this.#sealed = performance.now();
    }
    this.#onTick?.(tick);
  }

  /** When the run has ended, however it did; further calls do nothing. */
  finish(): void {
    this.#contacts?.finish();
  }

  /** @throws DiskError */
  writeReportData(sections: readonly PluginSection[]): void {
    this.#folder.writeReportData(this.#report.build(sections));
  }

  buildSummary(
    failedSatellites: RunSummary["failedSatellites"],
    metrics: readonly MetricSample[],
  ): RunSummary {
    return this.#summary.build(failedSatellites, metrics);
  }
}
