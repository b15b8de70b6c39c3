import { expect, test } from "vitest";
import { fn, runPlatform } from "./platform-runs.js";

const run = (invocation: object, work = "0 s") =>
  runPlatform({
    functions: [fn("f", { work, outputs: {}, memory: "1 MB", cores: 1 })],
    workflows: [
      {
        name: "w",
        destination: "cloud",
        placement: "fixed",
        steps: [{ name: "f", function: "f", node: "s1" }],
      },
      {
        name: "v",
        destination: "cloud",
        placement: "fixed",
        steps: [{ name: "f", function: "f", node: "s2" }],
      },
    ],
    invocations: [invocation],
  });
const submitted = (recorded: Awaited<ReturnType<typeof run>>) =>
  recorded.events.filter(({ kind }) => kind === "workflow.submit").map(({ time }) => time);

test("every so often, between two times", async () => {
  const times = submitted(await run({ workflow: "w", every: "5 s", from: "10 s", to: "30 s" }));
  expect(times).toEqual([10, 15, 20, 25]);
});

test("every so often does not drift, and ends before `to`", async () => {
  // Ten times 0.1 in doubles, added up, is less than 1.
  const times = submitted(await run({ workflow: "w", every: "0.1 s", to: "1 s" }));
  expect(times).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => i / 10));
});

test("so many, evenly over a span", async () => {
  const times = submitted(await run({ workflow: "w", count: 4, over: "20 s", from: "2 s" }));
  expect(times).toEqual([2, 7, 12, 17]);
});

test("by a Poisson process: as many as its rate says, at exponential gaps", async () => {
  const times = submitted(await run({ workflow: "w", poisson: "20 /s" }));
  // Mean 1,200, standard deviation 35.
  expect(Math.abs(times.length - 1200)).toBeLessThan(140);
  const gaps = times.slice(1).map((time, i) => time - times[i]);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  // An exponential law's standard deviation is its mean.
  expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.85);
  expect(Math.sqrt(variance) / mean).toBeLessThan(1.15);
});

test("by clients, each after the end of its last: throughput is clients over latency", async () => {
  const recorded = await run({ workflow: "w", clients: 3 }, "2 s");
  expect(recorded.metric("serverless.workflows.completed")).toBe(3 * 29);
  expect(recorded.metric("serverless.workflow.throughput")).toBeCloseTo(1.5, 9);
  const twice = await run({ workflow: "w", clients: 1, count: 4 }, "2 s");
  expect(submitted(twice)).toEqual([0, 2, 4, 6]);
});

test("by clients that think in between", async () => {
  const recorded = await run({ workflow: "w", clients: 20, think: "2 s" }, "1 ms");
  // 20 clients, a submission each 2 s: about 600.
  expect(Math.abs(submitted(recorded).length - 600)).toBeLessThan(110);
});

test("by a trace", async () => {
  const recorded = await run({ trace: "time_s,workflow\n0.5,w\n\n2,v\n2,w\n" });
  expect(submitted(recorded)).toEqual([0.5, 2, 2]);
  expect(recorded.told("workflow.submit").map(({ workflow }) => workflow)).toEqual(["w", "v", "w"]);
});
