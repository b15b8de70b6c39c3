import { describe, expect, it } from "vitest";
import { maxTemperature } from "../../../../index.js";
import { eventsOf, lastMetric, recordEnergy } from "../../../support/energy-runs.js";

/** The worked case's body in a scenario: 7,000 km from the centre, the constant albedo term, explicit steps. */
const worked = (extra = "", draw = "10 W") => `{
  sun: { irradiance: 1360 W/m2, byDistance: false },
  battery: { capacity: 100 kWh }, panels: { area: 1 m2, efficiency: 0.3 }, draw: { bus: ${draw} },
  thermal: { mass: 50 kg, specificHeat: 1000 J/kg/K, initialTemperature: 273.15 K, sunArea: 1 m2, earthArea: 1 m2, radiatorArea: 1 m2,
    absorptance: 1, emissivity: 1, heatShare: 0.5, albedo: { coefficient: 0.3, phase: constant, share: 0.5 },
    earth: { temperature: 288 K, emissivity: 0.6, facing: plate } ${extra} } }`;

// Always in the Sun.
const lit = { betaDeg: 85, altitude: "621.865 km", step: "5 s" };

async function temperatures(scenario: Parameters<typeof recordEnergy>[0]): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  await recordEnergy(scenario, (sim) => {
    sim.on("tick", () => found.set(sim.now, sim.energy.temperatureK(0)));
    sim.on("end", () => found.set(sim.now, sim.energy.temperatureK(0)));
  });
  return found;
}

describe("the temperature of a satellite", () => {
  it("is the worked case's, by its configuration", async () => {
    const cold = await temperatures({
      ...lit,
      duration: "10 s",
      energy: worked(", scheme: { explicit: 5 s }", "0 W"),
    });
    // To what the orbit leaves: 6,378.135 km and some hundred metres of its own beside the case's round figures.
    expect(cold.get(5)).toBeCloseTo(273.294266, 4);
    expect(cold.get(10)).toBeCloseTo(273.438465, 4);
    const warm = await temperatures({
      ...lit,
      duration: "3200 s",
      energy: worked(", scheme: { explicit: 5 s }"),
    });
    expect(warm.get(3200)).toBeCloseTo(349.5933, 1);
  });

  it("comes to rest at 419.93 K in the sun", async () => {
    const run = await temperatures({ ...lit, duration: "60 h", step: "1 h", energy: worked() });
    expect(run.get(60 * 3600)).toBeCloseTo(419.93, 1);
  });

  it("falls in the shadow and does not depend on the tick, by the default model", async () => {
    const energy =
      "{ preset: cubesat-6u, thermal: { initialTemperature: 290 K, albedo: { coefficient: 0.3 } } }";
    const fine = await temperatures({ duration: "100 min", step: "1 s", energy });
    const coarse = await temperatures({ duration: "100 min", step: "60 s", energy });
    for (const [time, t] of coarse) expect(Math.abs(t - (fine.get(time) as number))).toBeLessThan(1e-3);
    const all = [...fine.values()];
    // A few kelvin of swing over an orbit, around a plausible mean.
    expect(Math.min(...all)).toBeGreaterThan(270);
    expect(Math.max(...all)).toBeLessThan(300);
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(2);
  });

  it("warms more from a sunlit Earth beneath than from a dark one", async () => {
    // Nothing but albedo differs.
    const at = (coefficient: number) =>
      temperatures({
        duration: "40 min",
        energy: `{ preset: cubesat-6u, thermal: { albedo: { coefficient: ${coefficient} } } }`,
      });
    const [dark, bright] = [await at(0), await at(0.3)];
    expect((bright.get(2400) as number) - (dark.get(2400) as number)).toBeGreaterThan(0.5);
  });

  it("is refused for satellites whose entry says nothing of it", async () => {
    const energy =
      "{ battery: { capacity: 1 Wh }, panels: { area: 1 m2, efficiency: 0.3 }, draw: { bus: 1 W } }";
    await expect(temperatures({ duration: "1 min", energy })).rejects.toThrow("says nothing of thermal");
  });
});

describe("a constraint of temperature", () => {
  it("holds on a satellite that has a battery and no temperature", async () => {
    const outcomes: string[] = [];
    await recordEnergy(
      {
        duration: "2 min",
        energy:
          "{ battery: { capacity: 1 Wh }, panels: { area: 1 m2, efficiency: 0.3 }, draw: { bus: 1 W } }",
        more: "compute: { tiers: { space: { cores: 1, memory: 1 GB } } }",
      },
      (sim) => {
        sim.process(function* () {
          const done = yield* sim.compute.run(0, { cpuSeconds: 30, constraint: maxTemperature(sim, 1) });
          outcomes.push(done.completed ? "completed" : done.detail);
        });
      },
    );
    expect(outcomes).toEqual(["completed"]);
  });
});

describe("the limit of temperature", () => {
  it("makes the satellite refuse work at its instant, and take it again when it has cooled", async () => {
    // Sun and shadow in turn swing the light body widely.
    const energy = worked(", mass: 3 kg, maxTemperature: 330 K, cooling: 20 K").replace("mass: 50 kg, ", "");
    const refused: (string | undefined)[] = [];
    const times: number[][] = [];
    for (const step of ["10 s", "300 s"]) {
      const run = await recordEnergy({ duration: "4 h", step, energy }, (sim) => {
        sim.on("tick", () => refused.push(sim.energy.refuses(0)));
      });
      const hot = eventsOf(run, "energy.hot");
      const cool = eventsOf(run, "energy.cool");
      expect(hot.length).toBeGreaterThan(1);
      for (const { data } of hot) expect(data.temperatureK).toBeCloseTo(330, 4);
      for (const { data } of cool) expect(data.temperatureK).toBeCloseTo(310, 4);
      expect(eventsOf(run, "node.refuses")[0]?.data).toEqual({ node: 0, reason: "too-hot" });
      expect(eventsOf(run, "node.accepts")).toHaveLength(cool.length);
      expect(lastMetric(run, "energy.refusals.too-hot")).toBe(hot.length);
      times.push(hot.map(({ time }) => time));
    }
    expect(refused).toContain("too-hot");
    expect(refused).toContain(undefined);
    for (const [i, time] of (times[0] ?? []).entries()) expect(times[1]?.[i]).toBeCloseTo(time, 3);
  });
});
