import { describe, expect, test } from "vitest";
import { loadScenarioText, type RunPlan } from "../../index.js";
import { pairsOf } from "../support/link-pairs.js";
import { acting, record } from "../support/run-small.js";

describe("rings of one and two satellites", () => {
  const ringPlan = (planes: number, slots: number): Promise<RunPlan> =>
    loadScenarioText(`
name: ring
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 30 s, step: 10 s }
constellation:
  - walker: { name: high, type: delta, altitude: 36000 km, inclination: 5 deg, planes: ${planes}, satellitesPerPlane: ${slots}, phasing: 0 }
ground:
  - cities: 2
links:
  isl: { protocol: plus-grid, bandwidth: 1 Gbps }
  ground: { protocol: all-visible, minElevation: 5 deg, bandwidth: 1 Gbps }
`);

  test.each([
    // One plane: a ring, where two of two or three would be behind the Earth from one another.
    [1, 1, []],
    [1, 2, []],
    [2, 1, []],
    [1, 3, ["0-1", "0-2", "1-2"]],
    [3, 1, ["0-1", "0-2", "1-2"]],
  ])("%i planes of %i run, and no link stands twice", async (planes, slots, expected) => {
    const seen: string[][] = [];
    const { status, topology } = await record(await ringPlan(planes, slots), [
      acting((sim) => {
        sim.on("tick", (world) => seen.push(pairsOf(world).slice(0, world.links.islCount)));
      }),
    ]);
    expect(status).toBe("complete");
    expect(topology).toHaveLength(3);
    for (const pairs of seen) expect(pairs).toEqual(expected);
  });

  test("two satellites that see each other have one link, not two", async () => {
    const plan = await loadScenarioText(`
name: pair
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 30 s, step: 10 s }
constellation:
  - walker: { name: near, type: star, altitude: 20000 km, inclination: 90 deg, planes: 2, satellitesPerPlane: 2, phasing: 0 }
links:
  isl: { protocol: plus-grid, bandwidth: 1 Gbps, offset: 0 }
`);
    const seen: string[][] = [];
    await record(plan, [
      acting((sim) => {
        sim.on("tick", (world) => seen.push(pairsOf(world)));
      }),
    ]);
    for (const pairs of seen) expect(new Set(pairs).size).toBe(pairs.length);
    // Planes of a star over 180 degrees cross at the poles: slots of one number are near each other there.
    expect(seen[0]).toContain("0-2");
  });
});
