import { describe, expect, test } from "vitest";
import type { PluginSim } from "../../../index.js";
import { type DataPath, type Invocation, Serverless } from "../../../plugins/serverless/index.js";
import { alwaysAt, CLOUD, fn, once, runPlatform } from "./platform-runs.js";

/** Outputs stay where they are made; the next step fetches them over the network when `begin` says so. */
const direct = (
  sim: PluginSim,
  name: string,
  begin: (invocation: Invocation) => "placed" | "ready",
): DataPath => ({
  name,
  *receive(invocation) {
    if (begin(invocation) === "ready") yield* invocation.ready;
    const to = yield* invocation.placed;
    for (const key of invocation.step.reads) {
      const { holder, sizeBytes } = invocation.workflow.states.get(key)!;
      const arrived = yield* sim.network.transfer({ from: holder, to, sizeBytes, purpose: "state" });
      if (!arrived.delivered) return { ok: false, reason: arrived.reason };
    }
    yield* invocation.ready;
    return { ok: true };
  },
  *send({ workflow, node }, outputs) {
    const refs = [...outputs].map(([key, sizeBytes]) => ({
      workflow: workflow.id,
      key,
      holder: node!,
      sizeBytes,
    }));
    return { ok: true, refs };
  },
});

/** Two functions three links apart, the second of them cold: 1 s to schedule, `createSeconds` more. */
async function latency(path: string, createSeconds: number): Promise<number> {
  const run = await runPlatform(
    {
      runtimes: [{ name: "cold", schedule: "1 s", create: `${createSeconds} s`, idle: "never" }],
      functions: [fn("a", { outputs: { a: "20 MB" } }), fn("b", { runtime: "cold", outputs: {} })],
      workflows: [
        {
          name: "w",
          destination: "cloud",
          placement: "fixed",
          dataPath: path,
          statePolicy: "to-cloud",
          steps: [
            { name: "a", function: "a", node: "s1" },
            { name: "b", function: "b", node: "cloud", after: "a" },
          ],
        },
      ],
      invocations: once("w"),
    },
    {
      watch: (sim) => {
        const platform = sim.service(Serverless);
        platform.addStatePolicy(alwaysAt("to-cloud", CLOUD));
        platform.addDataPath(direct(sim, "overlap", () => "placed"));
        platform.addDataPath(direct(sim, "afterwards", () => "ready"));
      },
    },
  );
  return Number(run.told("workflow.end")[0].seconds);
}

describe("a data path of another plugin", () => {
  // 20 MB at 80 Mbps, 70 ms away.
  const transfer = 2 + 0.07;

  test("that waits for the sandbox takes cold start and transfer in turn", async () => {
    expect(await latency("afterwards", 0.5)).toBeCloseTo(1.5 + transfer, 9);
    expect(await latency("afterwards", 4)).toBeCloseTo(5 + transfer, 9);
  });

  test("that begins when the node is known takes the longer of both", async () => {
    expect(await latency("overlap", 0.5)).toBeCloseTo(1 + transfer, 9);
    expect(await latency("overlap", 4)).toBeCloseTo(5, 9);
  });

  test("stands beside the platform's own, by way of a store", async () => {
    // Written before the next step is invoked, and read on its own node.
    expect(await latency("storage", 4)).toBeCloseTo(transfer + 0.07 + 5, 9);
  });
});

test("messages that invoke steps go over the network, where the scenario says how large they are", async () => {
  const run = await runPlatform({
    invocationBytes: "100 kB",
    functions: [fn("a", { outputs: {} }), fn("b", { outputs: {} })],
    workflows: [
      {
        name: "w",
        destination: "cloud",
        placement: "fixed",
        steps: [
          { name: "a", function: "a", node: "s1" },
          { name: "b", function: "b", node: "s3", after: "a" },
        ],
      },
    ],
    invocations: once("w"),
  });
  expect(run.told("workflow.end")).toMatchObject([{ seconds: 0.05 }]);
  expect(run.told("transfer.end")).toMatchObject([{ purpose: "payload", workflowId: "w-0" }]);
});

test("a runtime of another plugin has its own law of work and of cold starts", async () => {
  const run = await runPlatform(
    {
      functions: [fn("a", { runtime: "mine", work: "1 s", labels: { class: "media" } })],
      workflows: [{ name: "w", destination: "cloud", steps: [{ name: "a", function: "a", node: "s1" }] }],
      invocations: once("w"),
    },
    {
      watch: (sim) =>
        sim.service(Serverless).addRuntime({
          name: "mine",
          scheduleSeconds: 0,
          createSeconds: 0,
          loadSeconds: 0,
          idleSeconds: 1,
          workFactor: 1,
          coldStart: () => ({ scheduleSeconds: 0.1, createSeconds: 0.2, loadSeconds: 0.3 }),
          cpuSeconds: ({ work, labels }, inputBytes, outputBytes) =>
            labels?.class === "media" ? work.base * 2 + (inputBytes + outputBytes) * 1e-6 : 0,
        }),
    },
  );
  // 0.6 s cold, 2 s of work, 1 s for the MB that it writes.
  expect(run.told("workflow.end")).toMatchObject([{ seconds: 3.6 }]);
});

test("a plugin submits workflows of its own, and hears how they end", async () => {
  const ends: unknown[] = [];
  await runPlatform(
    {
      functions: [fn("a")],
      workflows: [{ name: "w", destination: "cloud", steps: [{ name: "a", function: "a", node: "s1" }] }],
    },
    {
      watch: (sim) => {
        const platform = sim.service(Serverless);
        sim.process(function* () {
          yield* sim.sleep(3);
          const spec = platform.workflow("w");
          ends.push((yield* platform.submit(spec)).outcome);
          const [step] = spec.steps;
          const wrong = { ...spec, destination: 17, steps: [{ ...step, reads: ["b"] }] };
          try {
            platform.submit(wrong);
          } catch (error) {
            ends.push(String(error));
          }
        });
      },
    },
  );
  expect(ends).toEqual([
    "completed",
    'RangeError: workflow "w": steps.0.reads.0: no step writes state "b"; destination: expected a node; ids are 0 to 4; got 17',
  ]);
});
