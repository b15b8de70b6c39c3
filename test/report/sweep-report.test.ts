import { describe, expect, test } from "vitest";
import { sweepSections } from "../../report/sections/sweep.js";
import type { SweepReader } from "../../runs/index.js";

const AXES = [
  { key: "links.ground.minElevation", column: "e", type: "double", unit: "deg" },
  { key: "links.isl.protocol", column: "p", type: "string", unit: null },
  { key: "seed", column: "s", type: "double", unit: null },
] as const;

/** A sweep of made-up figures: three elevations, two protocols, one value of a third axis. */
function madeUp(status: "complete" | "interrupted" = "complete"): SweepReader {
  const points = [15, 25, 35].flatMap((elevation, i) =>
    ["plus-grid", "<ring>"].map((protocol, j) => ({
      point: 2 * i + j,
      axes: { "links.ground.minElevation": elevation, "links.isl.protocol": protocol, seed: 1 },
      runs: 3,
      standardDeviation: 1,
    })),
  );
  const rows = points.flatMap((point) => [
    { ...point, metric: "routes.rttMs.mean", mean: 50 + point.point, low: 49, high: 60 },
    { ...point, metric: "metrics.queue.delay.p99", mean: 1 + point.point, low: null, high: null },
    { ...point, metric: "topology.islsMean", mean: 7, low: 7, high: 7 },
  ]);
  return {
    dir: "/nowhere",
    axes: AXES,
    manifest: {
      sweepFormat: 1,
      name: "made-up",
      status,
      versions: { starbelt: "1.2.3", node: "v1" },
      scenario: {},
      seeds: [1],
      confidence: 0.95,
      axes: [...AXES],
      points: 6,
      runs: { complete: 17, failed: 1 },
      metrics: ["metrics.queue.delay.p99", "routes.rttMs.mean", "topology.islsMean"],
    },
    runs: async () => [],
    points: async () => rows,
  } as unknown as SweepReader;
}

const UNITS = new Map([["queue.delay", "s"]]);

describe("the report of a sweep", () => {
  test("draws what differs over the axis of numbers, a line for each value of the others, with intervals", async () => {
    const [, curves] = await sweepSections(madeUp(), UNITS);
    const charts = curves?.blocks.flatMap((block) => (block.kind === "chart" ? [block.chart] : [])) ?? [];
    expect(charts.map(({ title }) => title)).toEqual(["routes.rttMs.mean", "metrics.queue.delay.p99"]);
    const [rtt, delay] = charts;
    if (rtt?.kind !== "line" || delay?.kind !== "line") throw new Error("expected lines");
    expect(rtt.x).toEqual({ title: "links.ground.minElevation", unit: "deg" });
    expect(rtt.y).toEqual({ title: "mean", unit: "ms" });
    expect(delay.y.unit).toBe("s");
    expect(rtt.series.map(({ name }) => name)).toEqual(["protocol plus-grid", "protocol <ring>"]);
    expect(rtt.series[0]?.points).toEqual([
      { x: 15, y: 50, low: 49, high: 60 },
      { x: 25, y: 52, low: 49, high: 60 },
      { x: 35, y: 54, low: 49, high: 60 },
    ]);
    expect(rtt.note).toContain("95.0 %");
    expect(delay.note).toBeUndefined();
  });

  test("says where a sweep is not done, and that runs failed", async () => {
    const [overview] = await sweepSections(madeUp("interrupted"), UNITS);
    const said = JSON.stringify(overview);
    expect(said).toContain("not done (interrupted)");
    expect(said).toContain("17 complete, 1 failed");
  });
});
