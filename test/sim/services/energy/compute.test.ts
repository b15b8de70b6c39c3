import { describe, expect, it } from "vitest";
import { minCharge, type PluginSim } from "../../../../index.js";
import { eventsOf, lastMetric, recordEnergy } from "../../../support/energy-runs.js";

// Full panels carry bus and computer together (30 W and 4 x 5 W of 68 W); in the shadow the battery has to.
const energy = (battery: string, more = "") =>
  `{ battery: { capacity: 30 Wh, ${battery} }, panels: { area: 0.2 m2, efficiency: 0.25 }, draw: { bus: 20 W, compute: { idle: 5 W, perCore: 8 W } } ${more} }`;
const COMPUTE = "compute: { tiers: { space: { cores: 4, memory: 8 GB } } }";

/** Keeps every core of node 0 at work on tasks of a minute, one after the other. */
function busy(sim: PluginSim, constraint?: ReturnType<typeof minCharge>): void {
  for (let core = 0; core < 4; core++) {
    sim.process(function* () {
      for (;;) {
        yield* sim.compute.run(0, { cpuSeconds: 60, ...(constraint && { constraint }) });
        // A node that refuses ends tasks at once.
        yield* sim.sleep(1);
      }
    });
  }
}

/** What happens to node 0 over two orbits, most of them with the cores at work. */
const run = (
  scenario: Partial<Parameters<typeof recordEnergy>[0]> & { readonly energy: string },
  setup: (sim: PluginSim) => void,
) => recordEnergy({ duration: "190 min", step: "30 s", more: COMPUTE, ...scenario }, setup);

describe("computers and batteries", () => {
  it("tasks with a constraint of charge are suspended in the shadow, and go on in the sun", async () => {
    const inShadow: number[] = [];
    const recorded = await run({ energy: energy("minimumCharge: 0.1") }, (sim) => {
      busy(sim, minCharge(sim, 0.5));
      sim.on("task.suspend", () => inShadow.push(sim.energy.sunlit(0)));
    });
    expect(inShadow.length).toBeGreaterThan(0);
    // Charge falls below the half in the shadow, or short after it.
    expect(inShadow.filter((sunlit) => sunlit === 0).length).toBeGreaterThan(inShadow.length / 2);
    expect(eventsOf(recorded, "task.resume").length).toBeGreaterThan(0);
  });

  it("without the shadow nothing of that happens: it is the shadow that does it", async () => {
    const recorded = await run({ betaDeg: 85, energy: energy("minimumCharge: 0.1") }, (sim) =>
      busy(sim, minCharge(sim, 0.5)),
    );
    expect(eventsOf(recorded, "task.suspend")).toEqual([]);
    expect(eventsOf(recorded, "energy.low")).toEqual([]);
  });

  it("work drains the battery by its cores and seconds, exactly, whatever the tick", async () => {
    const drawn: number[] = [];
    for (const step of ["1 s", "60 s"]) {
      await run({ duration: "10 min", step, energy: energy("minimumCharge: 0") }, (sim) => {
        sim.process(function* () {
          yield* sim.sleep(7.25);
          yield* sim.compute.run(0, { cpuSeconds: 123.456, cores: 2 });
        });
        sim.on("end", () => drawn.push(sim.energy.books(0).drawnJ));
      });
    }
    for (const joules of drawn) expect(joules).toBeCloseTo(25 * 600 + 8 * 123.456, 5);
  });

  it("a node at its limit takes no work, says so, and takes it again at its resume level", async () => {
    const recorded = await run({ energy: energy("minimumCharge: 0.6, resumeCharge: 0.7") }, (sim) => {
      busy(sim);
      sim.on("node.refuses", () => {
        expect(sim.energy.refuses(0)).toBe("out-of-energy");
        sim.process(function* () {
          const done = yield* sim.compute.run(0, { cpuSeconds: 1 });
          expect(done).toMatchObject({ completed: false, reason: "rejected" });
          expect(done.completed ? "" : done.detail).toContain("out-of-energy");
        });
      });
    });
    expect(eventsOf(recorded, "energy.low").length).toBeGreaterThan(0);
    expect(lastMetric(recorded, "energy.refusals.out-of-energy")).toBe(
      eventsOf(recorded, "energy.low").length,
    );
    const recovered = eventsOf(recorded, "energy.recovered");
    expect(recovered[0]?.data.charge).toBeCloseTo(0.7, 9);
    expect(eventsOf(recorded, "node.accepts").map(({ time }) => time)).toEqual(
      recovered.map(({ time }) => time),
    );
  });

  it("an empty battery takes the computer down with what runs on it", async () => {
    const failures: [number, string][] = [];
    const recorded = await run({ energy: energy("minimumCharge: 0, initialCharge: 0.1") }, (sim) => {
      sim.process(function* () {
        // From the middle of the night side on: one long task.
        yield* sim.sleep(46 * 60);
        const done = yield* sim.compute.run(0, { cpuSeconds: 1e5, cores: 4 });
        if (!done.completed) failures.push([sim.now, done.reason]);
      });
    });
    const empty = eventsOf(recorded, "energy.empty")[0];
    expect(failures).toEqual([[empty?.time, "restarted"]]);
  });

  it("bit errors corrupt results: more in the anomaly the longer the run, none with rate 0", async () => {
    const share = async (upsets: string, duration: string) => {
      let done = 0;
      let corrupted = 0;
      await run(
        {
          duration,
          step: "60 s",
          inclination: "30 deg",
          energy: energy(
            "minimumCharge: 0",
            `, radiation: { regions: [{ region: south-atlantic-anomaly, upsets: ${upsets} }] }`,
          ).replace("30 Wh", "100 kWh"),
        },
        (sim) => {
          for (let core = 0; core < 4; core++) {
            sim.process(function* () {
              for (;;) {
                const result = yield* sim.compute.run(0, { cpuSeconds: 60 });
                done++;
                if (result.completed && result.corrupted) corrupted++;
              }
            });
          }
        },
      );
      return { share: corrupted / done, corrupted };
    };
    expect((await share("0 /d", "12 h")).corrupted).toBe(0);
    const slow = await share("0.2 /min", "12 h");
    const fast = await share("2 /min", "12 h");
    expect(slow.corrupted).toBeGreaterThan(0);
    expect(fast.share).toBeGreaterThan(2 * slow.share);
    const long = await share("2 /min", "24 h");
    expect(long.corrupted).toBeGreaterThan(fast.corrupted);
  });
});
