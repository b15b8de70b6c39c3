import { describe, expect, test } from "vitest";
import { decisionSeconds } from "../../../plugins/databelt/decision-delay.js";
import { electHolder } from "../../../plugins/databelt/elect-holder.js";
import { type BandwidthUnit, migrationMs } from "../../../plugins/databelt/migration-time.js";
import { PUBLISHED, PUBLISHED_MB } from "../../../plugins/databelt/published.js";
import { reversedPath } from "../../../plugins/databelt/reversed-path.js";
import { migrationSloMs } from "../../../plugins/databelt/slo-table.js";
import { fakeTopology } from "./fake-graph.js";

describe("the SLO of a state", () => {
  const table = PUBLISHED.sloTable.value;
  const slo = (mb: number, between: "linear" | "next-larger" = "linear") =>
    migrationSloMs(table, mb * PUBLISHED_MB, between);

  test("is the published one at the published sizes, whatever holds between them", () => {
    for (const [mb, ms] of [
      [1, 100],
      [2, 100],
      [5, 150],
      [10, 200],
      [25, 390],
      [50, 710],
    ]) {
      expect(slo(mb)).toBe(ms);
      expect(slo(mb, "next-larger")).toBe(ms);
    }
  });

  test("lies on a line between two sizes, or is that of the next larger", () => {
    expect(slo(12.5)).toBeCloseTo(230, 9);
    expect(slo(12.5, "next-larger")).toBe(260);
  });

  test("holds below the first size, and goes on beyond the last", () => {
    expect(slo(0.1)).toBe(100);
    expect(slo(60)).toBeCloseTo(710 + 2 * 60, 9);
    expect(slo(60, "next-larger")).toBe(710);
    expect(migrationSloMs([{ sizeBytes: 10, migrationMs: 7 }], 20, "linear")).toBe(7);
  });
});

describe("the time of a decision", () => {
  test("is the published one at the published sizes of network, and grows between them", () => {
    const ms = [8, 10, 100, 1000, 10_000].map((nodes) => 1000 * decisionSeconds(nodes));
    for (const [i, published] of [1, 1, 13, 162, 832].entries()) expect(ms[i]).toBeCloseTo(published, 9);
    // Halfway on a logarithmic axis it is the geometric mean.
    expect(1000 * decisionSeconds(Math.sqrt(100 * 1000))).toBeCloseTo(Math.sqrt(13 * 162), 9);
    expect(1000 * decisionSeconds(100_000)).toBeCloseTo((832 * 832) / 162, 6);
  });
});

describe("the expected time of a move", () => {
  test("is L + floor(size / (1000 B)) + L, B being 80 kB/ms or 80 Mbit/s", () => {
    expect(migrationMs(30, 1_024_000, "original")).toBe(30 + 12 + 30);
    expect(migrationMs(30, 1_024_000, "physical")).toBe(30 + 102 + 30);
    expect(migrationMs(0, 79_999, "original")).toBe(0);
  });
});

describe("the election of a holder", () => {
  // S1 to S7 as nodes 0 to 6, the cloud as 7; every link 15 ms, the cloud's 35.
  const line = fakeTopology(8, [...Array.from({ length: 6 }, (_, i) => [i, i + 1, 15] as const), [6, 7, 35]]);
  const elect = (
    source: number,
    sloMs: number,
    {
      sizeMb = 1,
      unit = "original" as BandwidthUnit,
      fromDestination = true,
      full = [] as readonly number[],
    } = {},
  ) =>
    electHolder(
      reversedPath(line, source, 7),
      sloMs,
      [
        { name: "capacity", holds: ({ node }) => !full.includes(node) },
        { name: "slo", holds: (candidate, most) => candidate.migrationMs <= most },
      ],
      { fromDestination, migrationMs: (ms) => migrationMs(ms, sizeMb * PUBLISHED_MB, unit) },
    );

  test("takes the node nearest to the destination that meets the SLO", () => {
    // 2 hops: 30 + 12 + 30 = 72 ms; 3 hops: 102 ms.
    expect(elect(0, 100).holder).toMatchObject({ node: 2, migrationMs: 72, way: [0, 1, 2] });
    expect(elect(0, 102).holder?.node).toBe(3);
    expect(elect(0, 1000).holder?.node).toBe(7);
  });

  test("tells why each node before it was refused", () => {
    expect(elect(0, 100, { full: [2, 7] })).toMatchObject({
      holder: { node: 1 },
      refused: [
        { node: 7, because: "capacity" },
        { node: 6, because: "slo" },
        { node: 5, because: "slo" },
        { node: 4, because: "slo" },
        { node: 3, because: "slo" },
        { node: 2, because: "capacity" },
      ],
    });
  });

  test("leaves the state where it is when the SLO is 0, or nothing else will do", () => {
    expect(elect(0, 0).holder).toBeUndefined();
    expect(elect(0, 0, { sizeMb: 0.01 }).holder?.node).toBe(0);
    expect(elect(0, 100, { unit: "physical" }).holder).toBeUndefined();
  });

  test("from the source on takes the source: the reversal is what carries states ahead (guard)", () => {
    expect(elect(0, 100, { fromDestination: false }).holder?.node).toBe(0);
  });
});
