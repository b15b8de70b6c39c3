import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { EnergyBooks, PluginSim } from "../../../../index.js";
import { BatteryBank } from "../../../../sim/services/energy/battery-bank.js";
import { eventsOf, recordEnergy } from "../../../support/energy-runs.js";

const R = 6378;

/** Share of time in a cylindrical shadow on a circular orbit of 550 km. */
const shadowShare = (betaDeg: number) =>
  Math.acos(Math.sqrt(550 ** 2 + 2 * R * 550) / ((R + 550) * Math.cos((betaDeg * Math.PI) / 180))) / Math.PI;

/** In = stored + drawn + spilled, relative to what went through. */
const imbalance = ({ initialJ, chargeJ, harvestedJ, drawnJ, spilledJ }: EnergyBooks) =>
  Math.abs(harvestedJ - (chargeJ - initialJ) - drawnJ - spilledJ) / Math.max(1, harvestedJ + drawnJ);

/** Books of satellites 0 and following at the end of a run. */
function booksAtEnd(count: number): { setup: (sim: PluginSim) => void; books: EnergyBooks[] } {
  const books: EnergyBooks[] = [];
  const setup = (sim: PluginSim) => {
    sim.on("end", () => {
      for (let node = 0; node < count; node++) books.push(sim.energy.books(node));
    });
  };
  return { setup, books };
}

describe("a battery", () => {
  it("loses nothing: what goes in is stored, drawn or spilled, to 1e-9", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(
          fc.record({
            panelW: fc.double({ min: 0, max: 500, noNaN: true }),
            wantedW: fc.double({ min: 0, max: 500, noNaN: true }),
            seconds: fc.double({ min: 0, max: 5000, noNaN: true }),
          }),
          { maxLength: 50 },
        ),
        (capacityJ, initial, spans) => {
          const bank = new BatteryBank(Float64Array.of(capacityJ), Float64Array.of(initial * capacityJ));
          let wantedJ = 0;
          for (const { panelW, wantedW, seconds } of spans) {
            bank.run(0, panelW, wantedW, seconds);
            wantedJ += wantedW * seconds;
            expect(bank.chargeJ[0]).toBeGreaterThanOrEqual(0);
            expect(bank.chargeJ[0]).toBeLessThanOrEqual(capacityJ);
          }
          const books = bank.books(0);
          expect(imbalance(books)).toBeLessThan(1e-9);
          expect(Math.abs(books.drawnJ + books.unmetJ - wantedJ)).toBeLessThan(1e-9 * Math.max(1, wantedJ));
        },
      ),
    );
  });
});

describe("the light that panels get in a run", () => {
  // 10 orbits; the battery is so large that nothing else plays a part.
  const energy =
    "{ sun: { byDistance: false }, battery: { capacity: 100 kWh }, panels: { area: 1 m2, efficiency: 0.5 }, draw: { bus: 0 W } }";

  it.each([0, 60])(
    "leaves out the closed form's share in the shadow, at beta %i degrees",
    async (betaDeg) => {
      const { setup, books } = booksAtEnd(1);
      await recordEnergy({ duration: "57389 s", step: "10 min", betaDeg, energy }, setup);
      const dark = 1 - (books[0]?.harvestedJ ?? 0) / (57389 * 1361 * 0.5);
      expect(Math.abs(dark - shadowShare(betaDeg))).toBeLessThan(0.01);
    },
  );

  it("is what the state plugin sunlit adds up to, second by second", async () => {
    let seconds = 0;
    let harvestedJ = 0;
    await recordEnergy(
      { duration: "5739 s", step: "1 s", energy, more: "plugins: [{ use: sunlit }]" },
      (sim) => {
        sim.on("tick", () => {
          seconds += sim.world.state("sunlit")[0] as number;
          expect(sim.energy.sunlit(0)).toBeCloseTo(sim.world.state("sunlit")[0] as number, 6);
        });
        sim.on("end", () => {
          harvestedJ = sim.energy.books(0).harvestedJ;
        });
      },
    );
    expect(harvestedJ / (1361 * 0.5)).toBeCloseTo(seconds, 0);
  });
});

describe("energy over a day's part", () => {
  // Full in the sun, empty in the shadow: everything that a battery can meet.
  const energy = (normal: string) =>
    `{ battery: { capacity: 10 Wh, initialCharge: 0.5 }, panels: { area: 0.1 m2, efficiency: 0.28, normal: ${normal} }, draw: { bus: 8 W, radio: { idle: 12 W } } }`;

  it.each(["sun-tracking", "zenith", "velocity"])(
    "is conserved to 1e-9 and the same for ticks of 1 s and 60 s, panels %s",
    async (normal) => {
      const found: EnergyBooks[][] = [];
      for (const step of ["1 s", "60 s"]) {
        const { setup, books } = booksAtEnd(3);
        await recordEnergy(
          { duration: "100 min", step, satellites: 3, betaDeg: 40, energy: energy(normal) },
          setup,
        );
        found.push(books);
      }
      const [fine, coarse] = found as [EnergyBooks[], EnergyBooks[]];
      for (const [i, books] of fine.entries()) {
        expect(books.harvestedJ).toBeGreaterThan(0);
        expect(books.unmetJ).toBeGreaterThan(0);
        expect(imbalance(books)).toBeLessThan(1e-9);
        expect(imbalance(coarse[i] as EnergyBooks)).toBeLessThan(1e-9);
        for (const key of Object.keys(books) as (keyof EnergyBooks)[]) {
          expect(Math.abs(books[key] - (coarse[i]?.[key] ?? 0))).toBeLessThan(1e-3 * Math.max(1, books[key]));
        }
      }
    },
  );

  it("turns fixed panels as the orbit turns: up is 1/pi of what follows the Sun, for one that has no shadow", async () => {
    // Beta 0, zenith: the mean of max(0, cos) over a turn is 1/pi; light comes from above, where there is no shadow.
    const { setup, books } = booksAtEnd(1);
    const text = (normal: string) =>
      `{ sun: { byDistance: false }, battery: { capacity: 100 kWh }, panels: { area: 1 m2, efficiency: 0.5, normal: ${normal} }, draw: { bus: 0 W } }`;
    await recordEnergy({ duration: "57389 s", energy: text("zenith") }, setup);
    expect((books[0]?.harvestedJ ?? 0) / (57389 * 1361 * 0.5)).toBeCloseTo(1 / Math.PI, 2);
    // Ahead and behind are alike by symmetry, and see the Sun at its rise and set alone.
    const sums: number[] = [];
    for (const normal of ["velocity", "anti-velocity"]) {
      const side = booksAtEnd(1);
      await recordEnergy({ duration: "57389 s", energy: text(normal) }, side.setup);
      sums.push(side.books[0]?.harvestedJ ?? 0);
    }
    // From full day to the edge of the shadow, asin(R / r) past a quarter turn.
    const edge = Math.PI - Math.asin(6378.135 / 6928.135);
    const expected = (1 - Math.cos(edge)) / (2 * Math.PI);
    for (const sum of sums) expect(sum / (57389 * 1361 * 0.5)).toBeCloseTo(expected, 2);
  });
});

describe("radios", () => {
  it("pay for each bit that they send and receive, relayed ones included", async () => {
    const energy =
      "{ battery: { capacity: 1 kWh }, panels: { area: 1 m2, efficiency: 0 }, draw: { bus: 0 W, radio: { sent: 100 nJ/bit, received: 20 nJ/bit } } }";
    const drawn: number[] = [];
    await recordEnergy(
      {
        satellites: 12,
        altitude: "1200 km",
        duration: "5 min",
        energy,
        isl: "{ protocol: ring, bandwidth: 1 Gbps }",
      },
      (sim) => {
        sim.process(function* () {
          yield* sim.sleep(10);
          const arrived = yield* sim.network.transfer({ from: 0, to: 2, sizeBytes: 50e6 });
          expect(arrived).toMatchObject({ delivered: true, path: [0, 1, 2] });
        });
        sim.on("end", () => {
          for (let node = 0; node < 4; node++) drawn.push(sim.energy.books(node).drawnJ);
        });
      },
    );
    const bits = 8 * 50e6;
    for (const [i, joules] of [100e-9, 120e-9, 20e-9, 0].map((perBit) => perBit * bits).entries()) {
      expect(drawn[i]).toBeCloseTo(joules, 6);
    }
  });
});

describe("levels of charge", () => {
  // Satellite 1 is amid the shadow at first: 40 W out of 10 Wh until 20 % are left takes 720 s.
  const draining = (battery: string) =>
    `{ battery: { capacity: 10 Wh, ${battery} }, panels: { area: 0.1 m2, efficiency: 0.4 }, draw: { bus: 40 W } }`;
  const dark = { satellites: 2, duration: "100 min" };

  it("are told at their instants, whatever the tick", async () => {
    const times: number[][] = [];
    for (const step of ["1 s", "60 s", "600 s"]) {
      const run = await recordEnergy({ ...dark, step, energy: draining("initialCharge: 1") });
      const own = run.events.filter(({ data }) => data.node === 1);
      expect(own.slice(0, 3).map(({ kind }) => kind)).toEqual(["energy.low", "node.refuses", "energy.empty"]);
      expect(eventsOf(run, "node.refuses", 1)[0]?.data).toEqual({ node: 1, reason: "out-of-energy" });
      times.push(own.map(({ time }) => time));
      const low = own.find(({ kind }) => kind === "energy.low");
      const empty = own.find(({ kind }) => kind === "energy.empty");
      expect(low?.time).toBeCloseTo(720, 6);
      expect(low?.data.charge).toBeCloseTo(0.2, 9);
      expect(empty?.time).toBeCloseTo(900, 6);
      expect(own.map(({ kind }) => kind)).toContain("energy.recovered");
    }
    for (const other of times) {
      expect(other).toHaveLength(times[0]?.length ?? 0);
      for (const [i, time] of other.entries()) expect(time).toBeCloseTo(times[0]?.[i] ?? 0, 5);
    }
  });

  it("keep a satellite that leaves when empty out of the network until it is at its resume level", async () => {
    const states: [number, boolean, number][] = [];
    const run = await recordEnergy(
      { ...dark, step: "10 s", energy: draining("onEmpty: leave, resumeCharge: 0.5") },
      (sim) => sim.on("tick", () => states.push([sim.now, sim.world.isUsable(1), sim.energy.charge(1)])),
    );
    const down = eventsOf(run, "node.down", 1)[0]?.time ?? Number.NaN;
    const up = eventsOf(run, "node.up", 1)[0]?.time ?? Number.NaN;
    expect(eventsOf(run, "energy.empty", 1)[0]?.time).toBe(down);
    expect(eventsOf(run, "energy.recovered", 1).find(({ time }) => time === up)?.data.charge).toBeCloseTo(
      0.5,
      9,
    );
    for (const [time, usable] of states) {
      if (time > down && time < up) expect(usable).toBe(false);
      if (time < down) expect(usable).toBe(true);
    }
    expect(states.some(([time, usable]) => time > up && usable)).toBe(true);
  });

  it("do not come where panels give more than is drawn in every light", async () => {
    const run = await recordEnergy({
      ...dark,
      betaDeg: 85,
      energy: draining("initialCharge: 0.5"),
    });
    expect(run.events.filter(({ kind }) => kind.startsWith("energy") || kind.startsWith("node"))).toEqual([]);
  });
});
