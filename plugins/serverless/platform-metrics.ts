import type { PluginSim } from "../../index.js";
import type { StorageFailure, WorkflowOutcome } from "./platform.js";
import type { StoreBooks } from "./storage/store-site.js";

const COUNT = { unit: "1" };
const BYTES = { unit: "B" };
const SECONDS = { unit: "s" };
const RATE = { unit: "1/s" };

export const OUTCOMES: readonly WorkflowOutcome[] = [
  "completed",
  "no-placement",
  "no-storage",
  "state-lost",
  "function-failed",
  "unfinished",
];

/** Figures of the platform: names begin with `serverless.`; those of single workflows end with the workflow's name. */
export class PlatformMetrics {
  readonly #sim: PluginSim;
  /** When the first workflow was submitted, of all and of each name. */
  readonly #firstSubmission = new Map<string, number>();

  constructor(sim: PluginSim) {
    this.#sim = sim;
  }

  submitted(workflow: string): void {
    for (const suffix of suffixes(workflow)) {
      if (!this.#firstSubmission.has(suffix)) this.#firstSubmission.set(suffix, this.#sim.now);
      this.#count(`workflows.submitted${suffix}`);
    }
  }

  ended(workflow: string, outcome: WorkflowOutcome, seconds: number): void {
    const { metrics, now } = this.#sim;
    for (const suffix of suffixes(workflow)) {
      const ended = this.#count(`workflows.${outcome}${suffix}`);
      if (outcome !== "completed") continue;
      metrics.histogram(`serverless.workflow.latency${suffix}`, SECONDS).record(seconds);
      const span = now - this.#firstSubmission.get(suffix)!;
      if (span > 0) metrics.gauge(`serverless.workflow.throughput${suffix}`, RATE).set(ended / span);
    }
  }

  /** @param latencyMs of the way from the steps before it; undefined where there are none */
  placed(workflow: string, isCold: boolean, latencyMs: number | undefined): void {
    this.#count("functions.invoked");
    this.#count(isCold ? "functions.cold-starts" : "functions.warm-starts");
    if (latencyMs === undefined) return;
    for (const suffix of suffixes(workflow)) {
      if (latencyMs === Number.POSITIVE_INFINITY) this.#count(`placement.unreachable${suffix}`);
      else
        this.#sim.metrics
          .histogram(`serverless.placement.latency${suffix}`, { unit: "ms" })
          .record(latencyMs);
    }
  }

  skipped(): void {
    this.#count("functions.skipped");
  }

  /** @param kind what was promised: `latency` of a workflow, `placement` of a step */
  violated(workflow: string, kind: "latency" | "placement"): void {
    for (const suffix of suffixes(workflow)) this.#count(`slo.${kind}-violations${suffix}`);
  }

  storageOp(workflow: string, operation: "get" | "put", bytes: number, seconds: number): void {
    const what = operation === "get" ? "read" : "write";
    for (const suffix of suffixes(workflow)) {
      this.#count(`storage.${what}s${suffix}`);
      this.#sim.metrics.counter(`serverless.storage.${what}-bytes${suffix}`, BYTES).add(bytes);
      this.#sim.metrics.histogram(`serverless.storage.${what}-time${suffix}`, SECONDS).record(seconds);
    }
  }

  storageFailed(reason: StorageFailure): void {
    this.#count(`storage.failed.${reason}`);
  }

  /** A state went elsewhere than its policy said, for want of room or of a way. */
  spilled(): void {
    this.#count("storage.spilled");
  }

  /** A state of another step was read: the workflow's own input does not count. */
  stateRead(workflow: string, isLocal: boolean, hops: number): void {
    const { metrics } = this.#sim;
    for (const suffix of suffixes(workflow)) {
      const reads = this.#count(`state.reads${suffix}`);
      const local = metrics.counter(`serverless.state.local-reads${suffix}`, COUNT);
      local.add(isLocal ? 1 : 0);
      metrics.gauge(`serverless.state.local-share${suffix}`, COUNT).set((local.value ?? 0) / reads);
      metrics.histogram(`serverless.state.hops${suffix}`, COUNT).record(hops);
    }
  }

  /** Where the bytes of all states are, and how many workflows are under way. */
  sample({ written, removed, lost }: StoreBooks, heldBytes: number, active: number): void {
    const { metrics } = this.#sim;
    metrics.gauge("serverless.storage.written", BYTES).set(written);
    metrics.gauge("serverless.storage.removed", BYTES).set(removed);
    metrics.gauge("serverless.storage.lost", BYTES).set(lost);
    metrics.gauge("serverless.storage.held", BYTES).set(heldBytes);
    metrics.gauge("serverless.workflows.active", COUNT).set(active);
  }

  /** How many workflows of a name have ended so. */
  ofOutcome(workflow: string, outcome: WorkflowOutcome): number {
    return this.#counter(`workflows.${outcome}.${workflow}`).value ?? 0;
  }

  #count(name: string): number {
    const counter = this.#counter(name);
    counter.add();
    return counter.value ?? 0;
  }

  #counter(name: string) {
    return this.#sim.metrics.counter(`serverless.${name}`, COUNT);
  }
}

/** Of all workflows, and of those of one name. */
function suffixes(workflow: string): readonly [string, string] {
  return ["", `.${workflow}`];
}
