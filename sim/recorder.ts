import type { Ephemeris } from "../orbits/ephemeris.js";
import type { NameList } from "../orbits/name-list.js";
import type { PluginSection, ResultsFolder } from "../results/index.js";
import type { TickFrame } from "../workers/frame.js";
import type { RecordedFrame } from "../workers/recorded/index.js";
import { ContactRecorder } from "./contacts/contact-recorder.js";
import type { ContactRow } from "./contacts/ground-contacts.js";
import type { SimEvent } from "./host/event-bus.js";
import type { MetricSample } from "./host/metrics.js";
import type { TopologyRow } from "./host/topology-stats.js";
import { ReportRecorder } from "./report/report-recorder.js";
import type { RouteRow, RunObserver } from "./run-observer.js";
import { type RunSummary, SummaryBuilder } from "./run-summary.js";
import type { RunPlan } from "./scenario/run-plan.js";

/** When parts are sealed. Where the cuts are changes nothing in the merged files. */
export interface Checkpoints {
  /** Of simulated time, from one to the next. */
  readonly everyNs: number;
  /** Whether a table in which few rows wait may wait for a later one. */
  readonly leavesFew: boolean;
}

export interface RecorderOptions {
  readonly checkpoints: Checkpoints;
  readonly onTick?: ((tick: number) => void) | undefined;
}

/** Writes what a run records into its results folder, and adds it up. */
export class Recorder implements RunObserver {
  readonly #names: NameList;
  readonly #folder: ResultsFolder;
  readonly #summary: SummaryBuilder;
  readonly #checkpoints: Checkpoints;
  #nextCheckpointNs: number;
  readonly #onTick: ((tick: number) => void) | undefined;
  readonly #contacts: ContactRecorder | undefined;
  readonly #report: ReportRecorder;

  /** @param orbits of all satellites of the plan, for the contact plan */
  constructor(
    plan: RunPlan,
    folder: ResultsFolder,
    orbits: Ephemeris,
    { checkpoints, onTick }: RecorderOptions,
  ) {
    this.#names = plan.nodeNames;
    this.#folder = folder;
    this.#summary = new SummaryBuilder(plan);
    this.#report = new ReportRecorder(plan);
    this.#checkpoints = checkpoints;
    this.#nextCheckpointNs = checkpoints.everyNs;
    this.#onTick = onTick;
    const { contactPlan } = plan.output;
    const append = (row: ContactRow) => folder.tables.contacts.append(row);
    this.#contacts = contactPlan && new ContactRecorder(plan, contactPlan, orbits, append);
  }

  frame(frame: TickFrame, struck: Uint8Array | undefined): void {
    this.#come(frame.timeNs);
    this.#summary.frame(frame, struck);
    const { frames } = this.#folder;
    if (frames !== undefined) {
      // A replayed frame may say what was down when it was recorded.
      const { down: _then, ...used }: RecordedFrame = frame;
      frames.append(struck === undefined ? used : { ...used, down: struck });
    }
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
      source: this.#names.at(source),
      target: this.#names.at(target),
      reachable: route.reachable,
      rtt_ms: route.reachable ? 2 * route.latencyMs : null,
      hops: route.reachable ? route.hops : null,
      path,
    });
  }

  event({ timeNs, seq, kind, subject, dataJson }: SimEvent): void {
    this.#come(timeNs);
    this.#summary.event(kind);
    this.#folder.tables.events.append({ time_ns: timeNs, seq, kind, subject, data: dataJson });
  }

  metric(timeNs: number, { metric, unit, kind, statistic, value }: MetricSample): void {
    this.#come(timeNs);
    this.#folder.tables.metrics.append({ time_ns: timeNs, metric, unit, kind, statistic, value });
  }

  tickDone(tick: number, timeNs: number): void {
    for (const sample of this.#summary.tickSamples()) this.metric(timeNs, sample);
    this.#contacts?.tickDone(timeNs);
    // A run that is killed has so much for its report.
    if (tick === 0 && !this.#folder.isResumed) this.writeReportData([]);
    this.#onTick?.(tick);
  }

  stopped(): void {
    this.#folder.stop();
  }

  /**
   * Before the first record of each checkpoint, all those before it are sealed: what a part holds is a function of the run
   * alone, not of how fast it goes.
   */
  #come(timeNs: number): void {
    if (timeNs < this.#nextCheckpointNs) return;
    const { everyNs, leavesFew } = this.#checkpoints;
    this.#nextCheckpointNs = (Math.floor(timeNs / everyNs) + 1) * everyNs;
    this.#folder.seal(leavesFew);
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
