import { describe, expect, test } from "vitest";
import { type PlacementPolicy, Serverless } from "../../../plugins/serverless/index.js";
import { CLOUD, FIELD, fn, once, runPlatform, S1, S2, S3 } from "./platform-runs.js";

type Run = Awaited<ReturnType<typeof runPlatform>>;

/** Data at the field, then two functions, under a policy. */
const two = (placement: string, rest: object = {}, spec: object = {}, more: object = {}) => ({
  functions: [fn("a", spec), fn("b", { outputs: {}, ...spec })],
  workflows: [
    {
      name: "w",
      destination: "cloud",
      placement,
      input: { in: { at: "field", size: "1 MB" } },
      steps: [
        { name: "a", function: "a", ...rest },
        { name: "b", function: "b", after: "a", ...rest },
      ],
    },
  ],
  invocations: once("w"),
  ...more,
});
const places = (run: Run) => run.told("function.place").map(({ node }) => node);
const outcomes = (run: Run) => run.told("workflow.end").map(({ outcome }) => outcome);

/** Two invocations at once of what fills a whole node. */
const LARGE = { memory: "600 MB", work: "1 s" };

describe("placement policy", () => {
  test("nearest takes the node of its data, and the next one when that is full", async () => {
    expect(places(await runPlatform(two("nearest")))).toEqual([FIELD, FIELD]);
    const busy = await runPlatform(two("nearest", {}, LARGE, { invocations: once("w", 2) }));
    expect(places(busy).slice(0, 2)).toEqual([FIELD, S1]);
  });

  test("nearest keeps to the tiers of a step, and says so where none of them can be reached", async () => {
    expect(places(await runPlatform(two("nearest", { tiers: ["cloud"] })))).toEqual([CLOUD, CLOUD]);
    const cut = await runPlatform(two("nearest", { tiers: ["cloud"] }), {
      watch: (sim) => sim.on("start", () => sim.setLinkUsable(S2, S3, false)),
    });
    expect(cut.told("workflow.end")).toMatchObject([
      { outcome: "no-placement", detail: 'step "a": no node with room can be reached' },
    ]);
  });

  test("first-fit takes the lowest id with room", async () => {
    const run = await runPlatform(two("first-fit", {}, LARGE, { invocations: once("w", 2) }));
    expect(places(run).slice(0, 2)).toEqual([S1, S2]);
  });

  test("round-robin goes around", async () => {
    const run = await runPlatform(
      two("round-robin", {}, {}, { invocations: [{ workflow: "w", clients: 1, count: 3 }] }),
    );
    expect(places(run)).toEqual([0, 1, 2, 3, 4, 0]);
  });

  test("random takes each node with room as often as any other", async () => {
    const run = await runPlatform(
      two("random", {}, {}, { invocations: [{ workflow: "w", over: "50 s", count: 500 }] }),
    );
    const counts = new Map<unknown, number>();
    for (const node of places(run)) counts.set(node, (counts.get(node) ?? 0) + 1);
    // Binomial: 1,000 in 5, mean 200, standard deviation 12.6.
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4]);
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(55);
  });

  test("fixed runs steps where they say, and none elsewhere", async () => {
    expect(places(await runPlatform(two("fixed", { node: "s2" })))).toEqual([S2, S2]);
    const nowhere = await runPlatform(two("fixed"));
    expect(nowhere.told("workflow.end")).toMatchObject([
      { outcome: "no-placement", detail: expect.stringContaining('step "a" says no node') },
    ]);
  });

  test("reserved cores are room", async () => {
    const cores = { cores: 3, work: "1 s" };
    const config = two("nearest", {}, cores, { invocations: once("w", 2), placement: { cores: "reserve" } });
    expect(places(await runPlatform(config)).slice(0, 2)).toEqual([FIELD, S1]);
    const shared = two("nearest", {}, cores, { invocations: once("w", 2) });
    expect(places(await runPlatform(shared)).slice(0, 2)).toEqual([FIELD, FIELD]);
  });

  test("ahead places all steps before the first one runs", async () => {
    const config = two("round-robin");
    const run = await runPlatform({ ...config, workflows: [{ ...config.workflows[0], placeAhead: true }] });
    expect(places(run)).toEqual([0, 1]);
  });

  test("of a user's own is asked, and asked again without the node that refused", async () => {
    const asked: number[][] = [];
    const mine: PlacementPolicy = {
      name: "mine",
      place(_, view) {
        asked.push([...view.excluded]);
        return view.nodes[0];
      },
    };
    const run = await runPlatform(two("mine", {}, LARGE, { invocations: once("w", 2) }), {
      watch: (sim) => sim.service(Serverless).addPlacementPolicy(mine),
    });
    expect(outcomes(run)).toEqual(["completed", "completed"]);
    expect(asked.slice(0, 3)).toEqual([[], [], [S1]]);
  });

  test.each([
    [99, /placement policy "wrong" chose node 99 for step "a" of w-0; ids are 0 to 4/],
    [Number.NaN, /chose node NaN/],
    [undefined, /chose undefined .* expected a node, or \{ none: why \}/],
  ])("that chooses %s ends the run with its name", async (choice, message) => {
    const wrong = { name: "wrong", place: () => choice as number };
    const running = runPlatform(two("wrong"), {
      watch: (sim) => sim.service(Serverless).addPlacementPolicy(wrong),
    });
    await expect(running).rejects.toThrow(message);
  });
});

describe("hyperdrive", () => {
  const bounded = (maxLatency: string, rest: object = {}) => {
    const config = two("hyperdrive", {}, {}, rest);
    const [workflow] = config.workflows;
    const [a, b] = workflow.steps;
    return {
      ...config,
      workflows: [
        {
          ...workflow,
          steps: [
            { ...a, node: "field" },
            { ...b, maxLatency, tiers: ["space"] },
          ],
        },
      ],
    };
  };

  test("takes the candidate of least latency", async () => {
    expect(places(await runPlatform(bounded("1 s")))).toEqual([FIELD, S1]);
  });

  test("keeps its latency bound, or says that none does", async () => {
    // s1 is 10 ms from the field, s2 30 ms.
    const filled = {
      prewarmed: { at: "s1", count: 2 },
      memory: "450 MB",
      outputs: {},
      name: "fill",
      runtime: "instant",
    };
    const config = bounded("25 ms");
    const full = { ...config, functions: [...config.functions, filled] };
    const run = await runPlatform({
      ...full,
      functions: full.functions.map((each) => (each.name === "b" ? { ...each, memory: "500 MB" } : each)),
    });
    expect(run.told("workflow.end")).toMatchObject([
      {
        outcome: "no-placement",
        detail: 'step "b": none of 2 candidates with room keeps the latency bounds',
      },
    ]);
    expect(run.metric("serverless.slo.placement-violations")).toBe(0);
  });

  test("others pay no heed to bounds, and their violations are counted", async () => {
    const config = bounded("5 ms");
    const run = await runPlatform({
      ...config,
      workflows: [{ ...config.workflows[0], placement: "first-fit" }],
    });
    expect(run.metric("serverless.slo.placement-violations")).toBe(1);
    expect(run.told("function.place")[1]).toMatchObject({ withinSlo: false, latencyMs: 10 });
  });

  test("leaves a satellite alone that the work would overheat", async () => {
    // A minute of work heats s1 and s3 to 80 C, above the 75 C that is the most, and s2 to 1 C.
    const hot = {
      profiles: [
        { perCpuMinuteC: 80, mockBaseC: 0 },
        { perCpuMinuteC: 1, mockBaseC: 0 },
      ],
    };
    const config = bounded("1 s", { placement: { hyperdrive: hot } });
    const work = { ...config, functions: [config.functions[0], { ...config.functions[1], work: "1 min" }] };
    // Latency scores 100, 66 and 0 at 10, 30 and 50 ms; heat 0, 100 and 0.
    expect(places(await runPlatform(work))).toEqual([FIELD, S2]);
    expect(places(await runPlatform(config))).toEqual([FIELD, S1]);
  });
});
