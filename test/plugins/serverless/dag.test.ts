import { describe, expect, test } from "vitest";
import { fn, once, runPlatform, times } from "./platform-runs.js";

/** Steps of a workflow at s1, each of so many ms of work. */
const steps = (...list: readonly (readonly [name: string, after: unknown, rest?: object])[]) =>
  list.map(([name, after, rest = {}]) => ({ name, function: name, node: "s1", after, ...rest }));

const workflow = (name: string, parts: object) => ({
  name,
  destination: "cloud",
  placement: "fixed",
  ...parts,
});

describe("fan-out and fan-in", () => {
  const config = {
    functions: [
      fn("split", { work: "100 ms" }),
      fn("left", { work: "200 ms" }),
      fn("right", { work: "500 ms" }),
      fn("join", { outputs: {} }),
    ],
    workflows: [
      workflow("diamond", {
        steps: steps(["join", ["left", "right"]], ["left", "split"], ["right", "split"], ["split", []]),
      }),
    ],
    invocations: once("diamond"),
  };

  test("branches run at the same time, and what joins them waits for the last", async () => {
    const run = await runPlatform(config);
    expect(times(run, "function.start", "step")).toEqual({ split: 0, left: 0.1, right: 0.1, join: 0.6 });
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed", seconds: 0.6 }]);
  });

  test("what joins reads the states of all branches", async () => {
    const run = await runPlatform(config);
    const join = run.told("function.place").find(({ step }) => step === "join");
    expect(join).toMatchObject({ inputBytes: 2e6 });
    const read = run.told("storage.op").filter(({ op }) => op === "get");
    expect(read.map(({ keys }) => keys)).toEqual([["split"], ["split"], ["left"], ["right"]]);
  });
});

describe("conditional edges", () => {
  const chosen = (edges: readonly object[], seed = "1", count = 1) => {
    const names = edges.map((_, i) => `way-${i}`);
    return runPlatform(
      {
        functions: [fn("ask"), ...names.map((name) => fn(name)), fn("end", { outputs: {} })],
        workflows: [
          workflow("if", {
            steps: steps(
              ["ask", []],
              ...edges.map((edge, i) => [names[i], { step: "ask", ...edge }] as const),
              ["end", names],
            ),
          }),
        ],
        invocations: [{ workflow: "if", over: "40 s", count }],
      },
      { parts: { seed } },
    );
  };
  const counts = (run: Awaited<ReturnType<typeof chosen>>) => {
    const all: Record<string, number> = {};
    for (const { step } of run.told("function.end")) all[String(step)] = (all[String(step)] ?? 0) + 1;
    return all;
  };

  test("of probability 0 and 1 are never and always taken; a join waits for those alone", async () => {
    const run = await chosen([{ probability: 0 }, { probability: 1 }]);
    expect(counts(run)).toEqual({ ask: 1, "way-1": 1, end: 1 });
    expect(run.metric("serverless.functions.skipped")).toBe(1);
  });

  test("when none is taken, all that comes after is skipped and the workflow is complete", async () => {
    const run = await chosen([{ probability: 0 }, { probability: 0 }]);
    expect(counts(run)).toEqual({ ask: 1 });
    expect(run.told("workflow.end")).toMatchObject([{ outcome: "completed" }]);
  });

  test("of one choice, exactly one is taken where probabilities sum up to 1", async () => {
    const edges = [
      { probability: 0.2, choice: "which" },
      { probability: 0.8, choice: "which" },
    ];
    const run = await chosen(edges, "7", 400);
    const { "way-0": first, "way-1": second } = counts(run);
    expect(first + second).toBe(400);
    // Binomial with mean 80 and standard deviation 8.
    expect(Math.abs(first - 80)).toBeLessThan(32);
  });

  test("each is drawn by itself without a choice", async () => {
    const run = await chosen([{ probability: 0.5 }, { probability: 0.5 }], "3", 400);
    const { "way-0": first, "way-1": second, end } = counts(run);
    for (const taken of [first, second]) expect(Math.abs(taken - 200)).toBeLessThan(40);
    // At least one of two: 3 in 4.
    expect(Math.abs(end - 300)).toBeLessThan(35);
  });

  test("are the seed's", async () => {
    const edges = [{ probability: 0.5 }, { probability: 0.5 }];
    const [a, b, c] = await Promise.all([
      chosen(edges, "1", 50),
      chosen(edges, "1", 50),
      chosen(edges, "2", 50),
    ]);
    const taken = (run: typeof a) => run.told("function.end").map(({ step, workflow: of }) => [step, of]);
    expect(taken(a)).toEqual(taken(b));
    expect(taken(a)).not.toEqual(taken(c));
  });
});
