import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Job, JobDriver, JobOutcome } from "../../index.js";
import { runJob } from "../../index.js";
import { makeFolder } from "./scenario-folder.js";
import { makeTemporaryFolder } from "./temporary-folder.js";

/** Four nodes and two ways between them, with latencies that the seed decides. */
const NETWORK = `nodes:
  - { name: a, tier: edge }
  - { name: r1, tier: space }
  - { name: r2, tier: space }
  - { name: b, tier: cloud }
links:
  - { between: [a, r1], latency: 3 ms, jitter: 0.5 ms, bandwidth: 1 Gbps }
  - { between: [r1, b], latency: 4 ms, jitter: 1 ms, bandwidth: 1 Gbps }
  - { between: [a, r2], latency: 2 ms, bandwidth: 1 Gbps }
  - { between: [r2, r1], latency: 0.5 ms, jitter: 0.4 ms, bandwidth: 2 Gbps }
`;

/** Three ticks of it. */
export const TINY = `name: tiny
seed: 3
time: { start: 2025-01-01T00:00:00Z, duration: 3 s, step: 1 s }
constellation: [{ network: ./net.yaml }]
probes: [{ from: a, to: b }]
`;

/** 8 points of 8 seeds each. */
export const SIXTY_FOUR = `name: sixty-four
scenario: ./tiny.yaml
axes:
  grid:
    routing.cost: [latency, hops]
    time.duration: [3 s, 4 s]
  random:
    count: 2
    seed: 1
    of: { time.step: { from: 0.5 s, to: 1 s, step: 0.01 s } }
seeds: { count: 8 }
`;

/** A plugin that fails at the fourth tick: within 4 s, and not within 3 s. */
export const FAILS_LATE = `export default {
  kind: "sim-plugin",
  name: "boom",
  setup(sim) {
    sim.on("tick", (world) => { if (world.tick === 3) throw new Error("no fuel"); });
  },
};
`;

/** A folder with the tiny scenario, a sweep of it, and more; it goes after the test. */
export function tinyFolder(sweep: string, files: Readonly<Record<string, string>> = {}): string {
  return makeFolder({ "tiny.yaml": TINY, "net.yaml": NETWORK, "sweep.yaml": sweep, ...files });
}

/** The same in a folder that goes when all tests are over; for `beforeAll`. */
export function sharedTinyFolder(sweep: string): string {
  const folder = makeTemporaryFolder();
  const files = { "tiny.yaml": TINY, "net.yaml": NETWORK, "sweep.yaml": sweep };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** SHA-256 of the tables of a sweep. */
export function tablesOf(dir: string): Record<string, string> {
  const names = ["runs.parquet", "runs.csv", "points.parquet", "points.csv", "sweep.json"];
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(dir, name)))
        .digest("hex"),
    ]),
  );
}

/** Lines of the journal: how runs ended, in the order in which they did. */
export function journalOf(dir: string): { readonly run: string; readonly status: string }[] {
  const lines = readFileSync(join(dir, "journal.jsonl"), "utf8").split("\n");
  return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line));
}

export function runFolders(dir: string): string[] {
  return readdirSync(join(dir, "runs")).sort();
}

/** Does jobs in this process, one after another, and keeps a log. */
export class InProcess implements JobDriver {
  readonly done: string[] = [];
  closed = false;
  readonly #latestFirst: boolean;
  readonly #after: (done: number) => void;
  readonly #waiting: (() => Promise<void>)[] = [];
  #busy = false;

  /**
   * @param after called after each job with how many have ended
   * @param latestFirst which of the waiting jobs is next
   */
  constructor(after: (done: number) => void = () => {}, latestFirst = false) {
    this.#after = after;
    this.#latestFirst = latestFirst;
  }

  submit(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(async () => {
        if (signal.aborted) return resolve({ status: "stopped" });
        const outcome = await runJob(structuredClone(job), signal).catch(reject);
        if (outcome === undefined) return;
        if (outcome.status !== "stopped") this.done.push(job.id);
        this.#after(this.done.length);
        resolve(outcome);
      });
      if (!this.#busy) this.#work();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    // All jobs of a moment come first, so that there is an order to choose.
    await new Promise(setImmediate);
    for (;;) {
      const next = this.#latestFirst ? this.#waiting.pop() : this.#waiting.shift();
      if (next === undefined) break;
      await next();
    }
    this.#busy = false;
  }
}
