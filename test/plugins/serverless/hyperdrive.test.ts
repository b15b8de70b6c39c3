import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import serverless from "../../../plugins/serverless/index.js";
import { HyperDriveSchema } from "../../../plugins/serverless/placement/hyperdrive-config.js";
import { HeatScore } from "../../../plugins/serverless/placement/hyperdrive-heat.js";
import { meanOf, POLICIES, runHyperDrive } from "../../../plugins/serverless/reproduce/hyperdrive.js";
import { smallPlan } from "../../support/plans.js";
import { acting, record, recordSmall } from "../../support/run-small.js";
import { fn, once, runPlatform } from "./platform-runs.js";

/** Networks a quarter the size of the published ones and shorter runs: the README has all of it. */
const SMALLER = [
  "constellation.0.walker.satellitesPerPlane=24",
  "time.duration=100 s",
  ...POLICIES.map((_, i) => `plugins.0.with.invocations.${i}.over=60 s`),
];

describe.each([12, 18, 26, 36])("on %i planes of satellites", (planes) => {
  test("is nearer to the steps before than first-fit, round-robin and random, and within every bound", async () => {
    const runs: Awaited<ReturnType<typeof runHyperDrive>>[] = [];
    for (const seed of [1, 2, 3]) runs.push(await runHyperDrive(seed, planes, SMALLER));
    const mean = (policy: (typeof POLICIES)[number]) =>
      meanOf(runs.flatMap((run) => run.get(policy)!.latenciesMs));
    const placed = runs.map((run) => run.get("hyperdrive")!);
    expect(placed.map(({ violations }) => violations)).toEqual([0, 0, 0]);
    expect(placed.map(({ placed: steps }) => steps)).toEqual([45, 45, 45]);
    for (const other of ["first-fit", "round-robin", "random"] as const)
      expect(mean("hyperdrive")).toBeLessThan(mean(other));
  });
});

test("keeps every bound where some node with room does, and places nothing where none does", async () => {
  // Satellites s1, s2, s3 in a line; a step at s1 before, and this one with a bound.
  const latencyMs = [0, 20, 40, 10, 70];
  const tierOf = ["space", "space", "space", "edge", "cloud"];
  const cases = fc.record({
    maxMs: fc.integer({ min: 1, max: 90 }),
    full: fc.subarray([0, 1, 2, 3, 4]),
    tiers: fc.subarray(["space", "edge", "cloud"], { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ maxMs, full, tiers }) => {
      const names = ["s1", "s2", "s3", "field", "cloud"];
      const filler = fn("filler", {
        memory: "700 MB",
        prewarmed: { at: full.map((node) => names[node]) },
        outputs: {},
      });
      const run = await runPlatform(
        {
          functions: [
            fn("a"),
            fn("b", { memory: "600 MB", outputs: {} }),
            ...(full.length > 0 ? [filler] : []),
          ],
          workflows: [
            {
              name: "w",
              destination: "cloud",
              placement: "hyperdrive",
              steps: [
                { name: "a", function: "a", node: "s1" },
                { name: "b", function: "b", after: "a", maxLatency: `${maxMs} ms`, tiers },
              ],
            },
          ],
          invocations: once("w"),
        },
        { parts: { time: "{ start: 2025-01-01T00:00:00Z, duration: 2 s, step: 1 s }" } },
      );
      const feasible = [0, 1, 2, 3, 4].filter(
        (node) => latencyMs[node] <= maxMs && !full.includes(node) && tiers.includes(tierOf[node]),
      );
      const least = Math.min(...feasible.map((node) => latencyMs[node]));
      const placed = run.told("function.place").find(({ step }) => step === "b");
      if (feasible.length === 0)
        expect(run.told("workflow.end")).toMatchObject([{ outcome: "no-placement" }]);
      // At the start no satellite is warm, so that latency decides.
      else expect(placed).toMatchObject({ latencyMs: least, withinSlo: true });
      expect(run.metric("serverless.slo.placement-violations")).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test("looks at satellites within 2,000 km of the step before alone", async () => {
  const near: number[] = [];
  const config = {
    storage: [{ for: "*" }],
    functions: [fn("a"), fn("b", { outputs: {} })],
    workflows: [
      {
        name: "w",
        destination: "Tokyo",
        placement: "hyperdrive",
        steps: [
          { name: "a", function: "a", tiers: ["space"] },
          { name: "b", function: "b", after: "a", tiers: ["space"] },
        ],
      },
    ],
    invocations: [{ workflow: "w", every: "5 s" }],
    // A satellite takes one step: the second one has to go elsewhere.
    placement: { cores: "reserve" },
  };
  const plan = await smallPlan("compute={tiers: {space: {cores: 1, memory: 1 GB}}}");
  const { events } = await record(plan, [
    { plugin: serverless, with: config },
    acting((sim) => {
      const places = new Map<unknown, number>();
      sim.on("function.place", ({ data }) => {
        const node = data.node as number;
        const before = places.get(data.workflow);
        places.set(data.workflow, node);
        if (before === undefined) return;
        const [a, b] = [sim.world.position(before), sim.world.position(node)];
        const cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / (Math.hypot(...a) * Math.hypot(...b));
        near.push(6371 * Math.acos(Math.min(1, cosine)));
      });
    }),
  ]);
  expect(near.length).toBeGreaterThan(20);
  expect(Math.max(...near)).toBeLessThanOrEqual(2000);
  expect(events.some(({ kind, data }) => kind === "workflow.end" && data.outcome === "completed")).toBe(true);
});

test("goes by the temperatures that the scenario's energy has", async () => {
  const config = HyperDriveSchema.parse({ recommendedC: -273, maxC: 100 });
  const seen: number[][] = [];
  await recordSmall(
    (sim) => {
      const heat = new HeatScore(sim, config, true);
      sim.on("tick", ({ tick }) => {
        if (tick !== 20) return;
        for (const node of [0, 7, 50]) {
          const celsius = sim.energy.temperatureK(node) - 273.15;
          const [{ perCpuMinuteC }] = [config.profiles[node % 3]];
          const estimate = celsius + 6 * perCpuMinuteC - 0.1 * 3;
          const expected = Math.floor(100 * (1 - (estimate + 273) / 373));
          seen.push([heat.of(node, { cpuMinutes: 6, minutes: 3 }), expected]);
        }
      });
    },
    ["energy={preset: microsat-50kg}", "compute={tiers: {space: {cores: 1, memory: 1 GB}}}"],
  );
  expect(seen).toHaveLength(3);
  for (const [score, expected] of seen) expect(score).toBe(expected);
  expect(new Set(seen.map(([score]) => score)).size).toBeGreaterThan(1);
});
