import { describe, expect, test } from "vitest";
import { runFusion, saving } from "../../../plugins/databelt/reproduce/fusion.js";

const remote = async (depth: number, sizeMb: number) =>
  saving(await runFusion(2, "remote", { depth, sizeMb }), "remote").mean;

describe("state fusion", () => {
  test("takes 10 to 25 % less time at 1 MB, one hop, depth 3", async () => {
    const percent = await remote(3, 1);
    expect(percent).toBeGreaterThan(10);
    expect(percent).toBeLessThan(25);
  });

  test("gains more with depth, and nothing for a single state", async () => {
    const percents = [await remote(1, 1), await remote(2, 1), await remote(5, 1)];
    expect(percents[0]).toBe(0);
    expect(percents[1]).toBeGreaterThan(5);
    expect(percents[2]).toBeGreaterThan(percents[1] + 5);
  });

  test("gains less with size: what is saved are round trips", async () => {
    const percents = [await remote(3, 0.5), await remote(3, 2), await remote(3, 10)];
    expect(percents[0]).toBeGreaterThan(percents[1] + 3);
    expect(percents[1]).toBeGreaterThan(percents[2] + 3);
    expect(percents[2]).toBeGreaterThan(0);
  });

  test("is the published form r / (r + c D) * (1 - 1/d)", async () => {
    // One way 60 ms, 35 Mbit/s; at the store 64 ms/MB to read and 7 ms/MB to write, of 1.024 * 10^6 bytes each.
    const [roundTrip, bytes] = [120, (1.024e6 * 8) / 35e3];
    const singleMs = 3 * (2 * (roundTrip + bytes) + (64 + 7) * 1.024);
    expect(await remote(3, 1)).toBeCloseTo((100 * 2 * 2 * roundTrip) / singleMs, 0);
  });

  test("gains nothing where the state is local", async () => {
    const runs = await runFusion(1, "local", { depth: 3, sizeMb: 1 });
    expect(Math.abs(saving(runs, "local").mean)).toBeLessThan(5);
  });
});
