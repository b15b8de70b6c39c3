import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { definePlugin, loadScenarioText, runScenario } from "../../index.js";
import { segmentDistanceKm, squaredDistance } from "../support/brute-force.js";
import { rowsOf } from "../support/rows.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const PLANES = 6;
const SLOTS = 58;
const MAX_RANGE_KM = 6500;

const SCENARIO = `
name: few planes
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 20 min, step: 5 min }
constellation: [{ preset: starlink-gen1-4 }]
ground: [{ cities: 2 }]
links:
  isl: { protocol: plus-grid, offset: 0, seamOffset: 0, maxRange: ${MAX_RANGE_KM} km, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps }
`;

/** The plain torus of the shell. */
const TORUS = Array.from({ length: PLANES * SLOTS }, (_, id): [number, number][] => {
  const [plane, slot] = [Math.floor(id / SLOTS), id % SLOTS];
  return [
    [id, plane * SLOTS + ((slot + 1) % SLOTS)],
    [id, ((plane + 1) % PLANES) * SLOTS + slot],
  ];
}).flat();

describe("links of +grid that are not there", () => {
  test("are counted by their reason, tick by tick and over the run", async () => {
    const ticks: { unusable: number; "out-of-range": number; "behind-earth": number }[] = [];
    const watch = definePlugin({
      name: "watch",
      setup(sim) {
        sim.on("tick", (world) => {
          const counts = { unusable: 0, "out-of-range": 0, "behind-earth": 0 };
          for (const [a, b] of TORUS) {
            if (!world.isUsable(a) || !world.isUsable(b)) counts.unusable++;
            else if (Math.sqrt(squaredDistance(world.positionsKm, a, b)) > MAX_RANGE_KM)
              counts["out-of-range"]++;
            else if (segmentDistanceKm(world.positionsKm, a, b) < 6458.135) counts["behind-earth"]++;
          }
          ticks.push(counts);
          expect(world.links.islCount).toBe(
            TORUS.length - Object.values(counts).reduce((sum, each) => sum + each),
          );
          sim.setNodeUsable(17 * world.tick, false);
        });
      },
    });
    const out = join(temporaryFolder(), "out");
    const { summary } = await runScenario(await loadScenarioText(SCENARIO), {
      out,
      plugins: [{ plugin: watch }],
    });
    const metrics = await rowsOf(out, "metrics");
    for (const reason of ["unusable", "out-of-range", "behind-earth"] as const) {
      const expected = ticks.map((counts) => counts[reason]);
      const told = metrics.filter(({ metric }) => metric === `network.isls-left-out.${reason}`);
      expect(told.map(({ value }) => value)).toEqual(expected);
      expect(Math.max(...expected)).toBeGreaterThan(0);
    }
    const mean = (reason: keyof (typeof ticks)[number]) =>
      ticks.reduce((sum, counts) => sum + counts[reason], 0) / ticks.length;
    expect(summary.topology.islsLeftOut).toEqual({
      unusable: mean("unusable"),
      outOfRange: mean("out-of-range"),
      behindEarth: mean("behind-earth"),
    });
    expect(summary.topology.islsLeftOut.behindEarth).toBeGreaterThan(50);
  });
});
