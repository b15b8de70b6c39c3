import { describe, expect, test } from "vitest";
import { Serverless } from "../../../plugins/serverless/index.js";
import { alwaysAt, CLOUD, fn, once, runPlatform, times } from "./platform-runs.js";

/** Two functions a node apart: the first at s1 makes 1 MB, the second at s3 reads it. */
const chain = (rest: object = {}, work: object = {}) => ({
  functions: [fn("make", work), fn("use", { outputs: {} })],
  workflows: [
    {
      name: "chain",
      destination: "cloud",
      placement: "fixed",
      steps: [
        { name: "first", function: "make", node: "s1" },
        { name: "second", function: "use", node: "s3", after: "first" },
      ],
      ...rest,
    },
  ],
  invocations: once("chain"),
});

describe("a chain", () => {
  test("takes the time of its work, and of each access a request and a response", async () => {
    const run = await runPlatform(chain({}, { work: "300 ms" }));
    // Work 300 ms; the state stays at s1; the read from s3: 40 ms there, 40 ms back, 1 MB at 80 Mbps.
    expect(times(run, "function.end", "step")).toEqual({ first: 0.3, second: 0.3 + 0.04 + 0.04 + 0.1 });
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed", seconds: 0.48 }]);
    expect(run.metric("serverless.workflow.latency", "mean")).toBeCloseTo(0.48, 9);
    expect(run.told("storage.op")).toMatchObject([
      { op: "put", local: true, hops: 0, bytes: 1e6 },
      { op: "get", local: false, hops: 2, bytes: 1e6 },
    ]);
  });

  test.each(["queue", "flow"])("under transport %s takes as long on an empty network", async (transport) => {
    // The window holds all of the bytes, so that the round trip does not hold them up.
    const queue = "{ windowPackets: 1000, bufferBytes: unlimited }";
    const network = `{ transport: ${transport}, queue: ${queue} }`;
    const run = await runPlatform(chain(), { parts: { network } });
    // A packet of 1,500 bytes takes 0.15 ms a hop more where it is stored and forwarded; a request has no bytes.
    const seconds = times(run, "function.end", "step").second;
    expect(seconds).toBeGreaterThanOrEqual(0.18 - 1e-9);
    expect(seconds).toBeLessThan(0.18 + 2 * 0.00015 + 1e-9);
  });

  test("a write to another node is the bytes and an acknowledgement", async () => {
    const run = await runPlatform(chain({ statePolicy: "to-cloud" }), {
      watch: (sim) => sim.service(Serverless).addStatePolicy(alwaysAt("to-cloud", CLOUD)),
    });
    const write = 0.07 + 0.1 + 0.07;
    const read = 0.03 + 0.03 + 0.1;
    expect(times(run, "function.end", "step").first).toBeCloseTo(write, 9);
    expect(times(run, "function.end", "step").second).toBeCloseTo(write + read, 9);
  });
});
