import { didYouMean } from "../../orbits/nearest-name.js";
import { openResults } from "../../results/index.js";
import { couldHave, type FlatSummary, flattenSummary } from "../flatten-summary.js";
import type { JobDriver } from "../job.js";
import { isFinished } from "../run-job.js";
import { jobOf, keyOf, type SweepPlan, type SweepPoint } from "./plan-sweep.js";
import type { SweepOptions } from "./run-sweep.js";
import { runsAtLeast } from "./seeds.js";
import type { SweepFolder } from "./sweep-folder.js";
import type { EndedRun } from "./sweep-tables.js";

interface Outcome extends Pick<EndedRun, "status" | "cause" | "metrics"> {
  readonly summary?: FlatSummary;
}

/** The runs of all points: found in the folder, or given to the driver. */
export class PointRuns {
  /** Complete runs that were there already. */
  found = 0;
  /** Whether a run was given up, or not begun. */
  stopped = false;
  readonly #plan: SweepPlan;
  readonly #folder: SweepFolder;
  readonly #driver: JobDriver;
  readonly #options: SweepOptions & { readonly signal: AbortSignal };
  /** By point, in the order in which they ended. */
  readonly #ended: EndedRun[][];
  readonly #summaries: FlatSummary[][];
  /** Points that are the same, as random choices may be, share their runs. */
  readonly #outcomes = new Map<string, Promise<Outcome | undefined>>();
  #asked = 0;
  #done = 0;

  constructor(
    plan: SweepPlan,
    folder: SweepFolder,
    driver: JobDriver,
    options: SweepOptions & { readonly signal: AbortSignal },
  ) {
    this.#plan = plan;
    this.#folder = folder;
    this.#driver = driver;
    this.#options = options;
    this.#ended = plan.points.map(() => []);
    this.#summaries = plan.points.map(() => []);
  }

  /** Sees to it that a run has been done. It is left out where the sweep stops first. */
  async run(point: number, seed: number): Promise<void> {
    this.#asked++;
    const at = this.#plan.points[point] as SweepPoint;
    const run = keyOf(at, seed);
    let outcome = this.#outcomes.get(run);
    if (outcome === undefined) {
      outcome = this.#settle(at, seed, run);
      this.#outcomes.set(run, outcome);
    }
    const settled = await outcome;
    if (settled === undefined) {
      this.stopped = true;
      return;
    }
    const { summary, ...rest } = settled;
    const ended = { point, seed, run, ...rest };
    this.#ended[point]?.push(ended);
    if (summary !== undefined) this.#summaries[point]?.push(summary);
    this.#done++;
    if (ended.status === "failed") this.#options.onFailure?.(ended);
    const least = this.#plan.points.length * runsAtLeast(this.#plan.seeds);
    this.#options.onRun?.(this.#done, Math.max(this.#asked, least));
  }

  /** The runs of a point so far, in the order of their seeds as the sweep names them. */
  of(point: number): EndedRun[] {
    const { seeds } = this.#plan;
    const rank = (seed: number) => (seeds.kind === "fixed" ? seeds.seeds.indexOf(seed) : seed);
    return (this.#ended[point] ?? []).toSorted((a, b) => rank(a.seed) - rank(b.seed));
  }

  /** All runs, by point and seed. */
  inOrder(): EndedRun[] {
    return this.#ended.flatMap((_, point) => this.of(point));
  }

  /** What is wrong with a metric that no run of the point could have had; undefined where one could, or none is done. */
  unknownMetric(point: number, metric: string): string | undefined {
    const summaries = this.#summaries[point] ?? [];
    if (summaries.length === 0 || summaries.some((summary) => couldHave(summary, metric))) return undefined;
    const names = new Set(summaries.flatMap(({ values }) => Object.keys(values)));
    return `no run has a metric "${metric}"${didYouMean(metric, names)}`;
  }

  async #settle(point: SweepPoint, seed: number, run: string): Promise<Outcome | undefined> {
    const { journal } = this.#folder;
    const dir = this.#folder.runDir(run);
    if (isFinished({ dir, seed })) {
      this.found++;
      return completeRun(dir);
    }
    const failure = this.#options.retryFailed === true ? undefined : journal.failureOf(run);
    if (failure !== undefined) return failedRun(failure);
    const { signal, workers = 0 } = this.#options;
    if (signal.aborted) return undefined;
    const outcome = await this.#driver.submit(jobOf(this.#plan, point, { seed, dir, workers }), signal);
    switch (outcome.status) {
      case "stopped":
        return undefined;
      case "failed":
        journal.add({ run, status: "failed", cause: outcome.cause });
        return failedRun(outcome.cause);
      case "complete":
        journal.add({ run, status: "complete" });
        return completeRun(dir);
    }
  }
}

function completeRun(dir: string): Outcome {
  const summary = flattenSummary(openResults(dir).summary);
  return { status: "complete", cause: null, metrics: summary.values, summary };
}

function failedRun(cause: string): Outcome {
  return { status: "failed", cause, metrics: {} };
}
