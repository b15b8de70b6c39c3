import { describe, expect, it } from "vitest";
import { recordEnergy } from "../support/energy-runs.js";

const energy = "{ preset: cubesat-6u }";

describe("the state plugin earth-view", () => {
  it("gives the share of the sky that the Earth fills", async () => {
    const shares: number[] = [];
    await recordEnergy({ duration: "10 min", energy, more: "plugins: [{ use: earth-view }]" }, (sim) => {
      sim.on("tick", () => shares.push(sim.world.state("earth-view")[0] as number));
    });
    // Half the sky but for the horizon's dip of 23 degrees at 550 km.
    for (const share of shares)
      expect(share).toBeCloseTo((1 - Math.cos(Math.asin(6378.135 / 6928.135))) / 2, 2);
  });

  it("gives how far the day side is beneath, where that is asked for", async () => {
    const values = new Map<number, number>();
    const more = "plugins: [{ use: earth-view, with: { quantity: albedo } }]";
    await recordEnergy({ duration: "50 min", energy, more }, (sim) => {
      sim.on("tick", () => values.set(sim.now, sim.world.state("earth-view")[0] as number));
    });
    // It starts beneath the Sun, and is a quarter of an orbit further after 1,435 s.
    expect(values.get(0)).toBeCloseTo(1, 3);
    expect(values.get(720)).toBeCloseTo(Math.cos((2 * Math.PI * 720) / 5739), 2);
    expect(values.get(2880)).toBe(0);
  });
});
