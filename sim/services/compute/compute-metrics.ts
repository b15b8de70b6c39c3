import { NS_PER_SECOND } from "../../../orbits/constants.js";
import type { Histogram } from "../../host/histogram.js";
import type { Counter, Gauge, Metrics } from "../../host/metrics.js";
import type { NodeResources, TaskResult } from "./compute-service.js";
import type { Computer } from "./computer.js";

/** What the computers of one tier have done. */
interface TierUse {
  readonly cores: number;
  readonly utilisation: Gauge;
  readonly coreSeconds: Counter;
  busyCores: number;
  /** Core-seconds at work up to `untilNs`, as far as they have not been told. */
  untold: number;
  untilNs: number;
}

const COUNT = { unit: "1" };
const SECONDS = { unit: "s" };

/** Counts tasks and services, and measures waiting times and utilisation. */
export class ComputeMetrics {
  readonly #metrics: Metrics;
  readonly #atWork: () => readonly Computer[];
  readonly #tiers = new Map<string, TierUse>();
  readonly #submitted: Counter;
  readonly #completed: Counter;
  readonly #corrupted: Counter;
  readonly #waiting: Histogram;
  readonly #sojourn: Histogram;
  #services = 0;
  #toldNs = 0;

  /**
   * @param all what each node's computer has
   * @param atWork the computers on which something has happened
   */
  constructor(
    metrics: Metrics,
    all: readonly (NodeResources | undefined)[],
    atWork: () => readonly Computer[],
  ) {
    this.#metrics = metrics;
    this.#atWork = atWork;
    this.#submitted = metrics.counter("compute.tasks.submitted", COUNT);
    this.#completed = metrics.counter("compute.tasks.completed", COUNT);
    this.#corrupted = metrics.counter("compute.tasks.corrupted", COUNT);
    this.#waiting = metrics.histogram("compute.waiting", SECONDS);
    this.#sojourn = metrics.histogram("compute.sojourn", SECONDS);
    const cores = new Map<string, number>();
    for (const resources of all) {
      if (resources === undefined) continue;
      cores.set(resources.tier, (cores.get(resources.tier) ?? 0) + resources.cores);
    }
    for (const tier of [...cores.keys()].sort()) {
      this.#tiers.set(tier, {
        cores: cores.get(tier)!,
        utilisation: metrics.gauge(`compute.utilisation.${tier}`, COUNT),
        coreSeconds: metrics.counter(`compute.coreSeconds.${tier}`, SECONDS),
        busyCores: 0,
        untold: 0,
        untilNs: 0,
      });
    }
  }

  submitted(): void {
    this.#submitted.add();
  }

  ended(result: TaskResult, waitedSeconds: number): void {
    if (!result.completed) {
      this.#count(`compute.tasks.failed.${result.reason}`);
      return;
    }
    this.#completed.add();
    if (result.corrupted) this.#corrupted.add();
    this.#waiting.record(waitedSeconds);
    this.#sojourn.record(result.seconds);
  }

  suspended(): void {
    this.#count("compute.tasks.suspensions");
  }

  moved(): void {
    this.#count("compute.tasks.migrations");
  }

  placed(): void {
    this.#services++;
  }

  removed(): void {
    this.#services--;
  }

  lost(reason: string): void {
    this.#services--;
    this.#count(`compute.services.lost.${reason}`);
  }

  /** The cores at work of a computer go to another number. */
  loadChanges(computer: Computer, busyCores: number, nowNs: number): void {
    const tier = this.#tiers.get(computer.resources.tier)!;
    accumulate(tier, nowNs);
    tier.busyCores += busyCores - computer.busyCores;
  }

  /** At each tick, and at the end: what the gauges hold, utilisation as the mean since the last time. */
  sample(nowNs: number): void {
    const seconds = (nowNs - this.#toldNs) / NS_PER_SECOND;
    this.#toldNs = nowNs;
    for (const tier of this.#tiers.values()) {
      accumulate(tier, nowNs);
      tier.coreSeconds.add(tier.untold);
      if (seconds > 0) tier.utilisation.set(Math.min(1, tier.untold / (tier.cores * seconds)));
      tier.untold = 0;
    }
    const waiting = this.#atWork().reduce((sum, { queueLength }) => sum + queueLength, 0);
    this.#metrics.gauge("compute.services", COUNT).set(this.#services);
    this.#metrics.gauge("compute.tasks.waiting", COUNT).set(waiting);
  }

  #count(name: string): void {
    this.#metrics.counter(name, COUNT).add();
  }
}

function accumulate(tier: TierUse, nowNs: number): void {
  // Sums of changes may miss zero by rounding.
  tier.untold += ((nowNs - tier.untilNs) / NS_PER_SECOND) * Math.max(0, tier.busyCores);
  tier.untilNs = nowNs;
}
