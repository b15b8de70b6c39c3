import { expect, it } from "vitest";
import { loadScenarioText } from "../../../../index.js";
import { acting, record } from "../../../support/run-small.js";

it("satellites in formation have the light that the state plugin sees, and the energy of it", async () => {
  const plan = await loadScenarioText(`
name: formation
seed: 1
time: { start: 2026-12-21T12:00:00Z, duration: 100 min, step: 30 s }
constellation: [{ preset: suncatcher-81 }]
links: { isl: { protocol: none } }
energy:
  sun: { byDistance: false }
  battery: { capacity: 1 kWh }
  panels: { area: 1 m2, efficiency: 0.3 }
  draw: { bus: 100 W }
plugins: [{ use: sunlit }]`);
  let lit = 0;
  let ticks = 0;
  let harvestedJ = 0;
  await record(plan, [
    acting(
      (sim) => {
        sim.on("tick", (world) => {
          const values = world.state("sunlit");
          for (const node of [0, 40, 80])
            expect(sim.energy.sunlit(node)).toBeCloseTo(values[node] as number, 6);
          lit += values[40] as number;
          ticks++;
        });
        sim.on("end", () => {
          harvestedJ = sim.energy.books(40).harvestedJ;
        });
      },
      { needs: ["sunlit"] },
    ),
  ]);
  // Neither all light nor all shadow; 1,361 W/m2 on 0.3 m2 for 6,000 s, to a tick at each edge.
  expect(lit / ticks).toBeGreaterThan(0.5);
  expect(lit / ticks).toBeLessThan(0.95);
  expect(harvestedJ / (1361 * 0.3 * 6000)).toBeCloseTo(lit / ticks, 2);
});
