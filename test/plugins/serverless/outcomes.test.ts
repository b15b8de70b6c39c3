import { describe, expect, test } from "vitest";
import type { PluginSim } from "../../../index.js";
import { Serverless } from "../../../plugins/serverless/index.js";
import {
  alwaysAt,
  expectConserved,
  fn,
  once,
  type PlatformRun,
  runPlatform,
  S1,
  S2,
  S3,
} from "./platform-runs.js";

/** A state of 10 MB from s1 to s3, by way of the store at s2: about a second each way. */
const relay = (rest: object = {}, more: object = {}) => ({
  functions: [fn("a", { outputs: { a: "10 MB" } }), fn("b", { outputs: {}, work: "5 s" })],
  workflows: [
    {
      name: "w",
      destination: "cloud",
      placement: "fixed",
      statePolicy: "at-s2",
      steps: [
        { name: "a", function: "a", node: "s1" },
        { name: "b", function: "b", node: "s3", after: "a" },
      ],
      ...rest,
    },
  ],
  invocations: once("w"),
  ...more,
});

const meanwhile = (act: (sim: PluginSim) => void, at: number) => ({
  watch: (sim: PluginSim) => {
    sim.service(Serverless).addStatePolicy(alwaysAt("at-s2", S2));
    sim.schedule({ at }, () => act(sim));
  },
});
const nothing = meanwhile(() => {}, 0);

/** One workflow, its outcome counted once, and all bytes in the books. */
function expectOutcome(run: PlatformRun, outcome: string, detail: string | RegExp): void {
  const ends = run.told("workflow.end");
  expect(ends).toHaveLength(1);
  expect(ends[0]).toMatchObject({ outcome, detail: expect.stringMatching(detail) });
  expect(run.metric(`serverless.workflows.${outcome}`)).toBe(1);
  expectConserved(run);
}

describe("a workflow ends", () => {
  test("completed", async () => {
    const run = await runPlatform(relay(), nothing);
    expectOutcome(run, "completed", "");
    expect(run.metric("serverless.storage.held")).toBe(0);
    expect(run.metric("transfer.in-flight")).toBe(0);
  });

  test("without a node that could take a step", async () => {
    const run = await runPlatform(
      relay(),
      meanwhile((sim) => sim.setNodeUsable(S3, false), 0.5),
    );
    expectOutcome(run, "no-placement", /step "b": s3 node-down/);
  });

  test("with a state that is larger than every store", async () => {
    const run = await runPlatform(relay({}, { storage: [{ for: "*", capacity: "9 MB" }] }), nothing);
    expectOutcome(run, "no-storage", /10000000 bytes wanted, 9000000 free at s2; .* at s1; .* at cloud/);
    expect(run.metric("serverless.storage.failed.full")).toBe(3);
  });

  test("with an input that is larger than its store", async () => {
    const input = { in: { at: "s1", size: "2 GB" } };
    expectOutcome(await runPlatform(relay({ input }), nothing), "no-storage", /input "in": 2000000000 bytes/);
  });

  test("when the holder fails before the state is read", async () => {
    const slow = relay();
    slow.functions[1] = fn("b", { outputs: {}, runtime: "slow" });
    const config = { ...slow, runtimes: [{ name: "slow", create: "10 s", idle: "never" }] };
    const run = await runPlatform(
      config,
      meanwhile((sim) => sim.setNodeUsable(S2, false), 5),
    );
    expectOutcome(run, "state-lost", /step "b": state "a": s2 is down/);
    expect(run.metric("serverless.storage.lost")).toBe(10e6);
  });

  test("when the holder has failed and is back without the state, unless it is durable", async () => {
    const config = (durable: boolean) => {
      const slow = relay({}, { storage: [{ for: "*", durable }] });
      slow.functions[1] = fn("b", { outputs: {}, runtime: "slow" });
      return { ...slow, runtimes: [{ name: "slow", create: "10 s", idle: "never" }] };
    };
    const blink = meanwhile((sim) => {
      sim.setNodeUsable(S2, false);
      sim.schedule(1, () => sim.setNodeUsable(S2, true));
    }, 5);
    expectOutcome(await runPlatform(config(false), blink), "state-lost", /s2 no longer has state "a"/);
    expectOutcome(await runPlatform(config(true), blink), "completed", "");
  });

  test("when the holder fails while the state is read", async () => {
    const run = await runPlatform(
      relay(),
      meanwhile((sim) => sim.setNodeUsable(S2, false), 1.5),
    );
    expectOutcome(run, "state-lost", /the holder failed while it was accessed/);
  });

  test("when the holder is out of reach for too long", async () => {
    const config = relay({}, { requests: { timeout: "20 s" } });
    const run = await runPlatform(
      config,
      meanwhile((sim) => sim.setLinkUsable(S2, S3, false), 1.5),
    );
    expectOutcome(run, "state-lost", /s3 was out of reach of s2 for too long/);
    expect(run.metric("transfer.failed.cancelled")).toBe(1);
  });

  test("when a step's node fails while it works", async () => {
    const run = await runPlatform(
      relay(),
      meanwhile((sim) => sim.setNodeUsable(S3, false), 4),
    );
    expectOutcome(run, "function-failed", /step "b" at s3: node-down/);
  });

  test("when a step's node fails while it reads or writes", async () => {
    const reading = await runPlatform(
      relay(),
      meanwhile((sim) => sim.setNodeUsable(S3, false), 1.5),
    );
    expectOutcome(reading, "function-failed", /step "b" at s3: /);
    const writing = await runPlatform(
      relay(),
      meanwhile((sim) => sim.setNodeUsable(S1, false), 0.5),
    );
    expectOutcome(writing, "function-failed", /step "a" at s1: /);
  });

  test("when its image does not come", async () => {
    const config = relay({}, { registry: { node: "cloud", timeout: "10 s" } });
    config.functions[1] = fn("b", { image: { size: "1 GB" } });
    expectOutcome(
      await runPlatform(config, nothing),
      "function-failed",
      /image "b" from cloud took longer than 10 s/,
    );
  });

  test("unfinished, with the run", async () => {
    const config = relay();
    config.functions[1] = fn("b", { outputs: {}, work: "10 min" });
    const run = await runPlatform(config, nothing);
    expectOutcome(run, "unfinished", "the run ended before b");
    expect(run.metric("serverless.storage.held")).toBe(10e6);
  });

  test("unfinished with bytes in flight: they are in the books", async () => {
    const config = relay();
    config.functions[0] = fn("a", { outputs: { a: "900 MB" } });
    const run = await runPlatform(config, nothing);
    expectOutcome(run, "unfinished", "the run ended before a, b");
    expect(run.metric("transfer.in-flight")).toBeGreaterThan(0);
  });
});

describe("latency SLOs", () => {
  const late = async (latency: string, act: Parameters<typeof meanwhile>[0] = () => {}, at = 0) =>
    (await runPlatform(relay({ slo: { latency } }), meanwhile(act, at))).metric(
      "serverless.slo.latency-violations",
    );

  test("are kept or violated by what is complete", async () => {
    expect(await late("20 s")).toBe(0);
    expect(await late("5 s")).toBe(1);
  });

  test("are violated by what failed", async () => {
    expect(await late("20 s", (sim) => sim.setNodeUsable(S3, false), 4)).toBe(1);
  });
});

test("branches that are still under way when one fails come to nothing, and leave nothing behind", async () => {
  const config = {
    functions: [
      fn("long", { outputs: { x: "10 MB" }, work: "2 s" }),
      fn("short", { work: "1 s" }),
      fn("end"),
    ],
    workflows: [
      {
        name: "w",
        destination: "cloud",
        placement: "fixed",
        statePolicy: "at-s2",
        steps: [
          { name: "long", function: "long", node: "s1" },
          { name: "short", function: "short", node: "s3" },
          { name: "end", function: "end", node: "cloud", after: ["long", "short"] },
        ],
      },
    ],
    invocations: once("w"),
  };
  const run = await runPlatform(
    config,
    meanwhile((sim) => sim.setNodeUsable(S3, false), 0.5),
  );
  expectOutcome(run, "function-failed", /step "short"/);
  expect(run.told("function.start").map(({ step }) => step)).toEqual(["long", "short"]);
  expect(run.metric("serverless.storage.held")).toBe(0);
});
