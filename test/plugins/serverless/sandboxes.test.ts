import { describe, expect, test } from "vitest";
import { fn, once, runPlatform } from "./platform-runs.js";

const SLOW = { name: "slow", schedule: "1 s", create: "2 s", load: "500 ms", idle: "10 s" };

/** Calls one function at s3 at some instants; `rest` is of the function. */
const calls = (at: readonly number[], rest: object = {}, more: object = {}) => ({
  runtimes: [SLOW],
  functions: [fn("f", { runtime: "slow", work: "100 ms", outputs: {}, ...rest })],
  workflows: [
    {
      name: "w",
      destination: "cloud",
      placement: "fixed",
      steps: [{ name: "f", function: "f", node: "s3" }],
    },
  ],
  invocations: [{ trace: `time_s,workflow\n${at.map((time) => `${time},w`).join("\n")}` }],
  ...more,
});

const latencies = (run: Awaited<ReturnType<typeof runPlatform>>) =>
  run.told("workflow.end").map(({ seconds }) => seconds);

describe("a sandbox", () => {
  test("is started for the first invocation and warm for the next", async () => {
    const run = await runPlatform(calls([0, 5]));
    expect(latencies(run)).toEqual([3.6, 0.1]);
    expect(run.told("function.start").map(({ cold }) => cold)).toEqual([true, false]);
    expect(run.metric("serverless.functions.cold-starts")).toBe(1);
    expect(run.metric("serverless.functions.warm-starts")).toBe(1);
  });

  test("is given up after so long without use, and its memory with it", async () => {
    // The first is over at 3.6 s, and the second comes 10 s later or just before.
    const late = await runPlatform(calls([0, 13.7]));
    expect(latencies(late)).toEqual([3.6, 3.6]);
    expect(late.told("sandbox.end")).toMatchObject([{ reason: "idle" }, { reason: "idle" }]);
    const early = await runPlatform(calls([0, 13.5]));
    expect(latencies(early)).toEqual([3.6, 0.1]);
    expect(late.metric("compute.services")).toBe(0);
  });

  test("takes one invocation at a time, or as many as its function says", async () => {
    const alone = await runPlatform(calls([0, 0]));
    expect(alone.told("sandbox.create")).toHaveLength(2);
    const shared = await runPlatform(calls([0, 0, 0], { concurrency: 2 }));
    expect(shared.told("sandbox.create")).toHaveLength(2);
    expect(latencies(shared)).toEqual([3.6, 3.6, 3.6]);
  });

  test("pulls its image from the registry over the network, once a node", async () => {
    const registry = { registry: { node: "cloud", requestBytes: "0 B" } };
    const run = await runPlatform(calls([0, 20], { image: { size: "10 MB" } }, registry));
    // 30 ms there and back, 10 MB at 80 Mbps.
    const [first, second] = latencies(run) as number[];
    expect(first).toBeCloseTo(3.6 + 0.06 + 1, 9);
    expect(second).toBeCloseTo(3.6, 9);
    expect(run.told("image.pull")).toMatchObject([{ image: "f", bytes: 10e6 }]);
  });

  test("two at once pull one image once; a node that has all images pulls none", async () => {
    const registry = { registry: { node: "cloud" } };
    const run = await runPlatform(calls([0, 0], { image: { size: "10 MB" } }, registry));
    expect(run.told("image.pull")).toHaveLength(1);
    const cached = { registry: { node: "cloud", cachedAt: ["space"] } };
    const none = await runPlatform(calls([0], { image: { size: "10 MB" } }, cached));
    expect(none.told("image.pull")).toHaveLength(0);
    expect(latencies(none)).toEqual([3.6]);
  });

  test("that is idle makes room for another function", async () => {
    const functions = ["a", "b"].map((name) => fn(name, { memory: "600 MB", outputs: {} }));
    const workflows = functions.map(({ name }) => ({
      name,
      destination: "cloud",
      steps: [{ name, function: name, node: "s1" }],
    }));
    const run = await runPlatform({
      functions,
      workflows,
      invocations: [{ trace: "time_s,workflow\n0,a\n1,b\n2,a" }],
    });
    expect(run.told("workflow.end").map(({ outcome }) => outcome)).toEqual(Array(3).fill("completed"));
    expect(run.told("sandbox.end")).toMatchObject([
      { kind: "a", reason: "evicted" },
      { kind: "b", reason: "evicted" },
    ]);
  });

  test("that is idle and has no memory makes room for the cores that it reserves", async () => {
    const functions = ["a", "b"].map((name) => fn(name, { runtime: "container", memory: "0 MB", cores: 4 }));
    const workflows = ["a", "b"].map((name) => ({
      name,
      destination: "cloud",
      steps: [{ name, function: name, node: "s1" }],
    }));
    const run = await runPlatform({
      placement: { cores: "reserve" },
      functions,
      workflows,
      invocations: [{ trace: "time_s,workflow\n0,a\n10,b" }],
    });
    expect(run.told("workflow.end").map(({ outcome }) => outcome)).toEqual(["completed", "completed"]);
  });

  test("that is prewarmed is warm from the start and never given up", async () => {
    const run = await runPlatform(calls([0, 30], { prewarmed: { at: "s3" } }));
    expect(latencies(run)).toEqual([0.1, 0.1]);
    expect(run.told("sandbox.end")).toEqual([]);
  });

  test("is shared by the steps of a group on one node", async () => {
    const group = (grouped: boolean) => ({
      runtimes: [SLOW],
      functions: ["a", "b"].map((name) => fn(name, { runtime: "slow" })),
      workflows: [
        {
          name: "w",
          destination: "cloud",
          steps: ["a", "b"].map((name, i) => ({
            name,
            function: name,
            node: "s1",
            ...(i > 0 && { after: "a" }),
            ...(grouped && { group: "g" }),
          })),
        },
      ],
      invocations: once("w"),
    });
    const together = await runPlatform(group(true));
    expect(together.told("sandbox.create")).toMatchObject([{ kind: "w/g", memoryMb: 200 }]);
    expect(together.told("sandbox.end")).toMatchObject([{ uses: 2 }]);
    expect(latencies(together)).toEqual([3.5]);
    expect(latencies(await runPlatform(group(false)))).toEqual([7]);
  });

  test("an invocation waits for room as long as the patience says", async () => {
    const waiting = (patience: string) =>
      runPlatform(calls([0, 0, 0], { memory: "400 MB", work: "1 s" }, { placement: { patience } }));
    const patient = await waiting("10 s");
    expect(latencies(patient)).toEqual([4.5, 4.5, 5.5]);
    const impatient = await waiting("500 ms");
    expect(impatient.told("workflow.end")).toMatchObject([
      { outcome: "no-placement", seconds: 0.5 },
      { outcome: "completed" },
      { outcome: "completed" },
    ]);
  });

  test("bills from when it is ready to the end of its outputs' way", async () => {
    const run = await runPlatform(calls([0], { outputs: { x: "1 MB" } }));
    expect(run.told("function.end")).toMatchObject([{ cold: true, runtime: "slow", memoryMb: 100 }]);
    expect(run.told("function.end")[0].billedMs).toBeCloseTo(100, 6);
  });
});
