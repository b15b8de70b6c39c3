import { describe, expect, it } from "vitest";
import { type EnergyScenario, eventsOf, lastMetric, recordEnergy } from "../../../support/energy-runs.js";

const entry = (radiation: string) =>
  `{ battery: { capacity: 100 kWh }, panels: { area: 1 m2, efficiency: 0.3 }, draw: { bus: 1 W }, radiation: ${radiation} }`;

// A plane of many satellites crosses the anomaly often.
const plane: Omit<EnergyScenario, "energy"> = {
  satellites: 40,
  duration: "4 h",
  step: "60 s",
  inclination: "53 deg",
};

const upsetsOf = (run: Awaited<ReturnType<typeof recordEnergy>>) =>
  eventsOf(run, "radiation.upset").map(({ time, data }) => ({ time, ...data }));

describe("upsets", () => {
  it("come in the anomaly alone where the rate elsewhere is 0", async () => {
    let regions = 0;
    const run = await recordEnergy(
      { ...plane, energy: entry("{ regions: [{ region: south-atlantic-anomaly, upsets: 20 /h }] }") },
      (sim) => {
        sim.on("radiation.upset", ({ data }) => {
          expect(sim.energy.radiationRegion(data.node as number)).toBe("south-atlantic-anomaly");
          regions++;
        });
      },
    );
    expect(regions).toBeGreaterThan(50);
    expect(lastMetric(run, "energy.upsets.south-atlantic-anomaly")).toBe(regions);
    expect(lastMetric(run, "energy.upsets.elsewhere")).toBe(0);
  });

  it("are none with rate 0, and with regions that are not crossed", async () => {
    const nowhere =
      "{ region: nowhere, box: { south: 80 deg, north: 85 deg, west: 0 deg, east: 10 deg }, upsets: 20 /min }";
    for (const radiation of ["{}", "{ elsewhere: { upsets: 0 /d } }", `{ regions: [${nowhere}] }`]) {
      expect(
        upsetsOf(await recordEnergy({ ...plane, duration: "10 min", energy: entry(radiation) })),
      ).toEqual([]);
    }
  });

  it("are as many as rate times time, over seeds", async () => {
    let count = 0;
    for (let seed = 0; seed < 10; seed++) {
      const energy = entry("{ elsewhere: { upsets: 2 /h } }");
      count += upsetsOf(await recordEnergy({ ...plane, seed, step: "10 min", energy })).length;
    }
    // 10 seeds x 40 satellites x 4 h x 2 an hour, Poisson: within 4 standard deviations.
    expect(Math.abs(count - 3200)).toBeLessThan(4 * Math.sqrt(3200));
  });

  it("share themselves out among regions by the time spent there", async () => {
    const energy = entry(
      "{ regions: [{ region: south-atlantic-anomaly, upsets: 20 /h, dose: 1 Gy/h }], elsewhere: { upsets: 2 /h } }",
    );
    let hours = 0;
    const run = await recordEnergy({ ...plane, energy }, (sim) => {
      sim.on("end", () => {
        // The dose of 1 Gy an hour counts the hours within.
        for (let node = 0; node < 40; node++) hours += sim.energy.doseGy(node);
      });
    });
    const within = lastMetric(run, "energy.upsets.south-atlantic-anomaly") ?? 0;
    const outside = lastMetric(run, "energy.upsets.elsewhere") ?? 0;
    expect(hours).toBeGreaterThan(4);
    expect(Math.abs(within - 20 * hours)).toBeLessThan(4 * Math.sqrt(20 * hours));
    expect(Math.abs(outside - 2 * (160 - hours))).toBeLessThan(4 * Math.sqrt(2 * (160 - hours)));
  });

  it("do not depend on the tick, on temperature or on anything else but orbits and seed", async () => {
    const radiation = "{ elsewhere: { upsets: 2 /h }, restartShare: 0.3 }";
    const base = upsetsOf(await recordEnergy({ ...plane, energy: entry(radiation) }));
    expect(base.length).toBeGreaterThan(100);
    const other = entry(radiation)
      .replace("bus: 1 W", "bus: 7 W")
      .replace(
        "radiation:",
        "thermal: { mass: 1 kg, specificHeat: 900 J/kg/K, sunArea: 1 m2, earthArea: 1 m2, radiatorArea: 4 m2, absorptance: 0.5, emissivity: 0.5 }, radiation:",
      );
    expect(upsetsOf(await recordEnergy({ ...plane, step: "7 s", energy: other }))).toEqual(base);
    expect(upsetsOf(await recordEnergy({ ...plane, seed: 2, energy: entry(radiation) }))).not.toEqual(base);
  });

  it("restart computers and end satellites by their shares", async () => {
    const energy = entry("{ elsewhere: { upsets: 1 /h }, restartShare: 0.5, failureShare: 0.2 }");
    const reasons: (string | undefined)[] = [];
    const run = await recordEnergy({ ...plane, energy }, (sim) => {
      sim.on("radiation.upset", ({ data }) => {
        if (data.effect !== "failure") return;
        reasons.push(sim.energy.refuses(data.node as number));
      });
      sim.on("end", () => {
        for (let node = 0; node < 40; node++) {
          expect(sim.world.isUsable(node)).toBe(sim.energy.refuses(node) !== "failed");
        }
      });
    });
    const effects = upsetsOf(run).map((upset) => (upset as { effect?: string }).effect);
    const share = (effect: string) => effects.filter((each) => each === effect).length / effects.length;
    expect(effects.length).toBeGreaterThan(50);
    expect(share("restart")).toBeGreaterThan(0.35);
    expect(share("restart")).toBeLessThan(0.65);
    const failures = eventsOf(run, "node.down");
    expect(failures.length).toBe(effects.filter((effect) => effect === "failure").length);
    expect(failures.length).toBeGreaterThan(5);
    // What has failed has no further upsets.
    for (const { time, data } of failures) {
      expect(
        upsetsOf(run).some((upset) => upset.time > time && (upset as { node?: unknown }).node === data.node),
      ).toBe(false);
    }
  });
});

describe("dose", () => {
  it("adds up by the time in each region, and does not depend on the tick", async () => {
    const energy = entry("{ regions: [{ region: polar-horns, dose: 3 Gy/h }], elsewhere: { dose: 1 Gy/h } }");
    const doses: number[][] = [];
    for (const step of ["10 s", "300 s"]) {
      await recordEnergy({ satellites: 3, duration: "2 h", step, energy }, (sim) => {
        sim.on("end", () => doses.push([0, 1, 2].map((node) => sim.energy.doseGy(node))));
      });
    }
    for (const [i, dose] of (doses[0] ?? []).entries()) {
      expect(dose).toBeCloseTo(doses[1]?.[i] ?? 0, 9);
      // Over the poles about a quarter of the time is in the horns.
      expect(dose).toBeGreaterThan(2.2);
      expect(dose).toBeLessThan(4);
    }
  });
});
