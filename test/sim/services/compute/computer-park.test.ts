import { describe, expect, it } from "vitest";
import { loadScenarioText } from "../../../../index.js";
import { computers } from "../../../support/computers.js";
import { acting, record } from "../../../support/run-small.js";

describe("a computer on which nothing has happened", () => {
  it("tells what it has, and is idle", () => {
    const { compute } = computers([{ cores: 4, memoryMb: 100 }, undefined]);
    expect(compute.resources(0)?.cores).toBe(4);
    expect(compute.free(0)).toMatchObject({ cores: 4, memoryMb: 100 });
    expect([compute.busyCores(0), compute.queueLength(0), compute.busyCores(1)]).toEqual([0, 0, 0]);
    expect(compute.resources(1)).toBeUndefined();
    expect(compute.hosts()).toEqual([0]);
    expect(() => compute.resources(2)).toThrow("no node 2; ids are 0 to 1");
    expect(compute.corrupt(0, 0.5)).toBe(false);
  });

  it("takes no task while its node is down, and takes one again from the tick after it came up", async () => {
    const plan = await loadScenarioText(`
name: down
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 40 s, step: 10 s }
constellation: [{ walker: { name: shell, type: delta, altitude: 600 km, inclination: 53 deg, planes: 2, satellitesPerPlane: 3, phasing: 0 } }]
links: { isl: { protocol: none } }
compute: { tiers: { space: { cores: 1, memory: 1 GB } } }`);
    const ends: [node: number, at: number, outcome: string][] = [];
    await record(plan, [
      acting((sim) => {
        // Node 1 goes down before the first tick, node 2 within one.
        sim.on("start", () => sim.setNodeUsable(1, false));
        sim.schedule(12, () => sim.setNodeUsable(2, false));
        sim.schedule(13, () => {
          sim.setNodeUsable(1, true);
          sim.setNodeUsable(2, true);
        });
        for (const at of [1, 12.5, 15, 21]) {
          for (const node of [0, 1, 2]) {
            sim.schedule(at, () =>
              sim.process(function* () {
                const done = yield* sim.compute.run(node, { cpuSeconds: 0.1 });
                ends.push([node, at, done.completed ? "completed" : done.reason]);
              }),
            );
          }
        }
      }),
    ]);
    const of = (node: number) =>
      ends.filter(([each]) => each === node).map(([, at, outcome]) => [at, outcome]);
    const fine = (at: number) => [at, "completed"];
    const down = (at: number) => [at, "node-down"];
    expect(of(0)).toEqual([1, 12.5, 15, 21].map(fine));
    expect(of(1)).toEqual([down(1), down(12.5), down(15), fine(21)]);
    expect(of(2)).toEqual([fine(1), down(12.5), down(15), fine(21)]);
  });

  it("is the same where it is first asked in the middle of the outage", async () => {
    const plan = await loadScenarioText(`
name: down
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 40 s, step: 10 s }
constellation: [{ walker: { name: shell, type: delta, altitude: 600 km, inclination: 53 deg, planes: 1, satellitesPerPlane: 2, phasing: 0 } }]
links: { isl: { protocol: none } }
compute: { tiers: { space: { cores: 1, memory: 1 GB } } }`);
    const told: (string | undefined)[] = [];
    await record(plan, [
      acting((sim) => {
        sim.on("start", () => sim.setNodeUsable(0, false));
        sim.schedule(11, () => sim.setNodeUsable(1, false));
        sim.schedule(15, () => told.push(sim.compute.refuses(0), sim.compute.refuses(1)));
        sim.schedule(16, () => sim.setNodeUsable(1, true));
        sim.schedule(17, () => told.push(sim.compute.refuses(1)));
        sim.schedule(21, () => told.push(sim.compute.refuses(0), sim.compute.refuses(1)));
      }),
    ]);
    expect(told).toEqual(["node-down", "node-down", "node-down", "node-down", undefined]);
  });
});
