import { expect } from "vitest";
import type { PluginSim, SimEvent } from "../../../index.js";
import serverless, { type StatePolicy } from "../../../plugins/serverless/index.js";
import { acting, type Recorded, record } from "../../support/run-small.js";
import { staticPlan } from "../../support/transfer-world.js";

/**
 * A line of satellites with a site at each end:
 *
 *     field -10 ms- s1 -20 ms- s2 -20 ms- s3 -30 ms- cloud     80 Mbps everywhere: 0.1 s for a MB
 */
export const LINE = `nodes:
  - { name: s1, tier: space }
  - { name: s2, tier: space }
  - { name: s3, tier: space }
  - { name: field, tier: edge }
  - { name: cloud, tier: cloud }
links:
  - { between: [field, s1], latency: 10 ms, bandwidth: 80 Mbps }
  - { between: [s1, s2], latency: 20 ms, bandwidth: 80 Mbps }
  - { between: [s2, s3], latency: 20 ms, bandwidth: 80 Mbps }
  - { between: [s3, cloud], latency: 30 ms, bandwidth: 80 Mbps }
`;

/** Ids of the nodes of `LINE`. */
export const [S1, S2, S3, FIELD, CLOUD] = [0, 1, 2, 3, 4];

/** A function of no work on an instant runtime; `rest` says otherwise. */
export const fn = (name: string, rest: object = {}) => ({
  name,
  runtime: "instant",
  memory: "100 MB",
  outputs: { [name]: "1 MB" },
  ...rest,
});

/** Submits so many at the start. */
export const once = (workflow: string, count = 1) => [{ workflow, over: "0 s", count }];

/** A state policy that always says the same node. */
export const alwaysAt = (name: string, node: number): StatePolicy => ({
  name,
  // biome-ignore lint/correctness/useYield: it takes no time
  *holderOf() {
    return node;
  },
});

export const STORAGE = [{ for: "*", capacity: "1 GB" }];

export interface PlatformRun extends Recorded {
  readonly told: (kind: string) => readonly SimEvent["data"][];
  readonly metric: (name: string, statistic?: string) => number;
}

export interface RunParts {
  /** Further keys of the scenario. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly network?: string;
  /** A plugin set up after the platform. */
  readonly watch?: (sim: PluginSim) => void;
}

/** Runs the platform for a minute on the line, or on another static network; every node has 4 cores and 1 GB. */
export async function runPlatform(
  config: Readonly<Record<string, unknown>>,
  { parts = {}, network = LINE, watch = () => {} }: RunParts = {},
): Promise<PlatformRun> {
  const compute =
    "{ tiers: { space: { cores: 4, memory: 1 GB }, edge: { cores: 4, memory: 1 GB }, cloud: { cores: 4, memory: 1 GB } } }";
  const plan = await staticPlan({ compute, ...parts }, network);
  const recorded = await record(plan, [
    { plugin: serverless, with: { storage: STORAGE, ...config } },
    acting(watch, { needs: ["serverless"] }),
  ]);
  expect(recorded.status).toBe("complete");
  const last = new Map(recorded.metrics.map((row) => [`${row.metric} ${row.statistic}`, row.value]));
  return {
    ...recorded,
    told: (kind) => recorded.events.filter((event) => event.kind === kind).map(({ data }) => data),
    metric: (name, statistic = "value") => last.get(`${name} ${statistic}`) ?? 0,
  };
}

/** When the events of one kind were, by the value of one of their keys. */
export function times(run: Recorded, kind: string, key: string): Readonly<Record<string, number>> {
  const events = run.events.filter((event) => event.kind === kind);
  return Object.fromEntries(events.map(({ data, time }) => [String(data[key]), time]));
}

/** Every byte of states and of transfers is in exactly one place. */
export function expectConserved(run: PlatformRun): void {
  const [written, removed, lost, held] = ["written", "removed", "lost", "held"].map((name) =>
    run.metric(`serverless.storage.${name}`),
  );
  expect(written).toBe(removed + lost + held);
  const [offered, delivered, dropped, inFlight] = ["offered", "delivered", "dropped", "in-flight"].map(
    (name) => run.metric(`transfer.${name}`),
  );
  expect(offered).toBe(delivered + dropped + inFlight);
}
