import { describe, expect, test } from "vitest";
import { flattenSummary } from "../../index.js";
import { couldHave, figureOf } from "../../runs/flatten-summary.js";
import { fitsPattern } from "../../runs/metric-pattern.js";

describe("flattened summaries", () => {
  const flat = flattenSummary({
    scenario: "x",
    seed: 5,
    ticks: 3,
    failedSatellites: [{ id: 7, name: "SAT-7", reason: "decayed" }],
    sites: [
      { name: "St. Louis", coverage: 0.5 },
      { name: "Graz", coverage: 1 },
    ],
    routes: {
      rttMs: null,
      hops: { mean: 3 },
      changedMost: [{ source: "a", target: "b", changes: 2 }],
      unreached: {},
    },
    inferredPlanes: [{ shells: [{ planes: 3 }], whole: true }],
    metrics: [
      { metric: "queue.delay", unit: "ms", kind: "histogram", statistic: "count", value: 0 },
      { metric: "lost", unit: "1", kind: "counter", statistic: "value", value: 4 },
    ],
  });

  test("have one name for each figure, and nothing of the seed", () => {
    expect(flat.values).toEqual({
      "failedSatellites.count": 1,
      "inferredPlanes.0.shells.0.planes": 3,
      "inferredPlanes.0.whole": 1,
      "metrics.lost.value": 4,
      "metrics.queue.delay.count": 0,
      "routes.hops.mean": 3,
      "sites.Graz.coverage": 1,
      "sites.St. Louis.coverage": 0.5,
      ticks: 3,
    });
    expect(Object.keys(flat.values)).toEqual(Object.keys(flat.values).toSorted());
    expect(flat.absent).toEqual(["routes.rttMs"]);
  });

  test("tell what has no value this time from what does not exist", () => {
    expect(couldHave(flat, "routes.rttMs.mean")).toBe(true);
    expect(couldHave(flat, "metrics.queue.delay.p99")).toBe(true);
    expect(couldHave(flat, "events.handover")).toBe(true);
    expect(couldHave(flat, "routes.rtMs.mean")).toBe(false);
    expect(couldHave(flat, "metrics.lost.p99")).toBe(false);
  });

  test("take kinds of events that never came for none", () => {
    expect(figureOf(flat.values, "events.handover")).toBe(0);
    expect(figureOf(flat.values, "routes.rttMs.mean")).toBeUndefined();
  });
});

test.each([
  ["routes.rttMs.mean", "routes.rttMs.mean", true],
  ["routes.rttMs.mean", "routes.*", true],
  ["routes.rttMs.mean", "*.mean", true],
  ["routes.rttMs.mean", "r*M*n", true],
  ["routes.rttMs.mean", "*", true],
  ["routes.rttMs.mean", "routes", false],
  ["routes.rttMs.mean", "*.max", false],
  ["aba", "ab*ba", false],
  ["a.b", "a*.b*b", false],
  ["aXb", "a.b", false],
])("%s and the pattern %s: %s", (name, pattern, expected) => {
  expect(fitsPattern(name, pattern)).toBe(expected);
});
