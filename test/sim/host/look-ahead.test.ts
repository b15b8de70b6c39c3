import { describe, expect, test } from "vitest";
import { definePlugin, type World } from "../../../index.js";
import { lookAngles } from "../../../orbits/geodesy.js";
import { Simulation } from "../../../sim/simulation.js";
import { smallPlan } from "../../support/plans.js";

/** Calls `look` at each tick of a small run. */
async function atEachTick(look: (world: World) => void, ...changes: readonly string[]): Promise<void> {
  const plan = await smallPlan(...changes);
  const plugin = definePlugin({ name: "look", setup: (sim) => void sim.on("tick", look) });
  const simulation = await Simulation.create(plan, { plugins: [{ plugin }] });
  await simulation.run();
}

const pairsOf = ({ links: { a, b, count } }: Pick<World, "links">) =>
  Array.from({ length: count }, (_, i) => `${a[i]}-${b[i]}`);

describe("world.forecast", () => {
  test("shows the ticks to come as they then are", async () => {
    const forecasts = new Map<number, { links: string[]; rtt: unknown; positionsKm: number[] }>();
    let compared = 0;
    await atEachTick((world) => {
      const route = (of: Pick<World, "route">) => of.route(world.siteId("Tokyo"), world.siteId("Delhi"));
      const expected = forecasts.get(world.tickTime);
      if (expected !== undefined) {
        expect(pairsOf(world)).toEqual(expected.links);
        expect(route(world)).toEqual(expected.rtt);
        expect([...world.positionsKm]).toEqual(expected.positionsKm);
        compared++;
      }
      for (const ahead of [10, 60]) {
        const forecast = world.forecast(world.tickTime + ahead);
        expect(forecast.time).toBe(world.tickTime + ahead);
        forecasts.set(forecast.time, {
          links: pairsOf(forecast),
          rtt: route(forecast),
          positionsKm: [...forecast.positionsKm],
        });
      }
    });
    expect(compared).toBe(23);
  });

  test("does not disturb the present", async () => {
    await atEachTick((world) => {
      const before = [pairsOf(world), [...world.graph.heads.subarray(0, world.graph.arcCount)]];
      world.forecast(world.tickTime + 300);
      expect([pairsOf(world), [...world.graph.heads.subarray(0, world.graph.arcCount)]]).toEqual(before);
    });
  });

  test("takes what is down to stay down", async () => {
    const plan = await smallPlan();
    const plugin = definePlugin({
      name: "fault",
      setup(sim) {
        sim.setNodeUsable(3, false);
        sim.on("tick", (world) => {
          const forecast = world.forecast(world.tickTime + 100);
          expect(forecast.isUsable(3)).toBe(false);
          expect(pairsOf(forecast).some((pair) => pair.split("-").includes("3"))).toBe(false);
          expect(forecast.isUsable(4)).toBe(true);
        });
      },
    });
    await (await Simulation.create(plan, { plugins: [{ plugin }] })).run();
  });
});

describe("world.contactWindows and world.linkLifetime", () => {
  test("a ground link of a tick lies within a window, and lasts as long as the window says", async () => {
    let seen = 0;
    await atEachTick((world) => {
      if (world.tick !== 5) return;
      const { links } = world;
      for (let i = links.islCount; i < links.islCount + links.gslCount; i++) {
        const [satellite, site] = [links.a[i], links.b[i]];
        const now = world.tickTime;
        const windows = world.contactWindows(satellite, site, { from: now - 3600, to: now + 3600 });
        const window = windows.find(({ from, to }) => from <= now && now <= to);
        expect(window).toBeDefined();
        expect(world.linkLifetime(satellite, site)).toBeCloseTo((window?.to ?? 0) - now, 2);
        seen++;
      }
    });
    expect(seen).toBeGreaterThan(5);
  });

  test("neighbours in a plane of circles keep their link; what the Earth hides has no lifetime", async () => {
    await atEachTick((world) => {
      if (world.tick !== 0) return;
      expect(world.linkLifetime(0, 1)).toBe(Number.POSITIVE_INFINITY);
      expect(world.linkLifetime(0, 6)).toBe(0);
      expect(world.contactWindows(0, 6, { from: 0, to: 600 })).toEqual([]);
    });
  });

  test("the range of the entry counts", async () => {
    await atEachTick((world) => {
      if (world.tick === 0) expect(world.linkLifetime(0, 1)).toBe(0);
    }, "links.isl.maxRange=100 km");
  });

  test("a site's mask by azimuth counts, as it does at the ticks", async () => {
    const mask =
      "[{ azimuth: 0 deg, elevation: 5 deg }, { azimuth: 90 deg, elevation: 40 deg }, { azimuth: 91 deg, elevation: 10 deg }]";
    const valley = { latitudeDeg: 45, longitudeDeg: 10, altitudeKm: 0 };
    let linked = 0;
    let hidden = 0;
    await atEachTick(
      (world) => {
        const [site, now] = [world.siteId("Valley"), world.tickTime];
        const { links, positionsKm: p } = world;
        const satellites = new Set(
          links.a
            .subarray(links.islCount, links.count)
            .filter((_, i) => links.b[links.islCount + i] === site),
        );
        for (let id = 0; id < 96; id++) {
          const isOpen = world.linkLifetime(id, site) > 0;
          expect(isOpen).toBe(satellites.has(id));
          expect(world.contactWindows(id, site, { from: now, to: now + 1 })[0]?.openAtStart ?? false).toBe(
            isOpen,
          );
          if (isOpen) linked++;
          else if (lookAngles(valley, [p[3 * id], p[3 * id + 1], p[3 * id + 2]]).elevationDeg > 5) hidden++;
        }
      },
      `ground=[{ name: Valley, latitude: 45 deg, longitude: 10 deg, mask: ${mask} }]`,
      "links.ground.protocol=all-visible",
      "probes=[]",
    );
    expect(linked).toBeGreaterThan(20);
    expect(hidden).toBeGreaterThan(5);
  });

  test("nonsense is refused", async () => {
    await atEachTick((world) => {
      if (world.tick !== 0) return;
      const [tokyo, delhi] = [world.siteId("Tokyo"), world.siteId("Delhi")];
      expect(() => world.linkLifetime(tokyo, delhi)).toThrow("both on the ground");
      expect(() => world.linkLifetime(0, 0)).toThrow("twice");
      expect(() => world.linkLifetime(0, 9999)).toThrow("no node 9999");
      expect(() => world.forecast(Number.NaN)).toThrow("expected seconds");
    });
  });
});
