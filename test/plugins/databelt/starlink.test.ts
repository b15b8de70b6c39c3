import { describe, expect, test } from "vitest";
import { loadScenario, Simulation } from "../../../index.js";
import { localReads, meanMs } from "../../../plugins/databelt/reproduce/over-seeds.js";
import { runFigures } from "../../../plugins/databelt/reproduce/run-figures.js";
import { STARLINK, starlinkFor } from "./starlink-scenario.js";

const plan = (...set: string[]) => loadScenario(STARLINK, { set });

describe("databelt on Starlink's first shell", () => {
  /** The README has 1,000 workflows of each kind in 30 minutes. */
  test("is ahead of random and stateless, with either placement, and completes all workflows", async () => {
    const figures = await runFigures(await plan(...starlinkFor(4)));
    const of = (name: string) => figures.get(name)!;
    for (const figure of figures.values()) expect(figure.outcomes).toEqual(new Map([["completed", 60]]));
    for (const name of ["databelt", "databelt-nearest"]) {
      expect(meanMs(of(name))).toBeLessThan(0.6 * meanMs(of("stateless")));
      expect(meanMs(of(name))).toBeLessThan(0.85 * meanMs(of("random")));
      expect(localReads(of(name))).toBeGreaterThan(0.9);
    }
  });

  test("loses no byte", async () => {
    const simulation = await Simulation.create(await plan("time.duration=20 s"));
    const last = new Map<string, number>();
    await simulation.run({
      topology() {},
      route() {},
      event() {},
      tickDone() {},
      metric: (_, { metric, value }) => last.set(metric, value),
    });
    const [offered, delivered, dropped, inFlight] = ["offered", "delivered", "dropped", "in-flight"].map(
      (name) => last.get(`transfer.${name}`) ?? 0,
    );
    expect(offered).toBeGreaterThan(1e8);
    expect(delivered + dropped + inFlight).toBe(offered);
  });
});
