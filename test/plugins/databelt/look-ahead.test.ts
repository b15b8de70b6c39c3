import { describe, expect, test } from "vitest";
import { hops, localReads, meanMs } from "../../../plugins/databelt/reproduce/over-seeds.js";
import { runFigures } from "../../../plugins/databelt/reproduce/run-figures.js";
import { load } from "../../support/scenario-folder.js";

/** X is the shorter way and is there for half a minute of each; Y is always there. */
const COMING_AND_GOING = `
nodes:
  - { name: A, tier: space }
  - { name: X, tier: space }
  - { name: Y, tier: space }
  - { name: B, tier: space }
  - { name: cloud, tier: cloud }
links:
  - { between: [A, X], latency: 10 ms, bandwidth: 80 Mbps, schedule: { period: 1 min, windows: [{ from: 0 s, to: 30 s }] } }
  - { between: [X, B], latency: 10 ms, bandwidth: 80 Mbps, schedule: { period: 1 min, windows: [{ from: 0 s, to: 30 s }] } }
  - { between: [A, Y], latency: 15 ms, bandwidth: 80 Mbps }
  - { between: [Y, B], latency: 15 ms, bandwidth: 80 Mbps }
  - { between: [B, cloud], latency: 35 ms, bandwidth: 30 Mbps }
`;

const SCHEDULED = (databelt: string) => `
name: scheduled
seed: 1
time: { start: 2025-01-01T00:00:00Z, duration: 10 min, step: 1 s }
constellation: [{ network: ./network.yaml }]
compute: { record: failures, tiers: { space: { cores: 4, memory: 8 GB }, cloud: { cores: 4, memory: 8 GB } } }
plugins:
  - use: serverless
    with:
      storage: [{ for: [space, cloud] }]
      functions:
        - { name: produce, runtime: instant, memory: 64 MB, outputs: { state: 10.24 MB } }
        - { name: consume, runtime: instant, memory: 64 MB }
      workflows:
        - name: flow
          statePolicy: databelt
          placement: fixed
          destination: cloud
          slo: { migration: 165 ms }
          steps:
            - { name: f1, function: produce, node: A }
            - { name: f2, function: consume, node: B, after: f1 }
      invocations: [{ workflow: flow, clients: 1 }]
  - use: databelt
    with: ${databelt}
`;

describe("look-ahead under a moving topology", () => {
  const run = async (databelt: string) => {
    const plan = await load(SCHEDULED(databelt), { "network.yaml": COMING_AND_GOING });
    return (await runFigures(plan)).get("flow")!;
  };

  test("keeps states off nodes that leave before they are read: without, readers wait for them (guard)", async () => {
    const [with_, without] = [await run("{ lookAhead: true }"), await run("{ lookAhead: false }")];
    expect(with_.outcomes.get("completed")).toBe(with_.seconds.length);
    expect(Math.max(...with_.seconds)).toBeLessThan(5);
    // X is away for 30 s at a time.
    expect(Math.max(...without.seconds)).toBeGreaterThan(30);
    expect(meanMs(without)).toBeGreaterThan(1.3 * meanMs(with_));
    expect(hops(with_)).toBeGreaterThan(0);
    expect(localReads(with_)).toBe(0);
  });
});
