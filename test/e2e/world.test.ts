import { shadowFraction, sunPos } from "satellite.js";
import { describe, expect, test } from "vitest";
import { smallPlan } from "../support/plans.js";
import { acting, record, recordSmall } from "../support/run-small.js";

describe("world.route", () => {
  test("tells why there is none", async () => {
    const reasons: Record<string, unknown> = {};
    await recordSmall(
      (sim) => {
        const { world } = sim;
        const ask = (name: string, from: number, to: number) => {
          const route = world.route(from, to);
          reasons[name] = route.reachable ? "found" : route.reason;
        };
        sim.schedule({ at: 1 }, () => {
          const [tokyo, delhi] = [world.siteId("Tokyo"), world.siteId("Delhi")];
          ask("at first", tokyo, delhi);
          expect(() => world.route(tokyo, 1000)).toThrow("no node 1000");
          expect(() => world.siteId("Tokio")).toThrow('no site is named "Tokio"');
          sim.setNodeUsable(tokyo, false);
          ask("source down", tokyo, delhi);
          ask("target down", delhi, tokyo);
          ask("both down", tokyo, tokyo);
        });
        sim.schedule({ at: 10 }, () => sim.setNodeUsable(world.siteId("Tokyo"), true));
        sim.schedule({ at: 21 }, () => {
          const [tokyo, delhi] = [world.siteId("Tokyo"), world.siteId("Delhi")];
          for (let i = world.links.islCount; i < world.links.count; i++) {
            if (world.links.b[i] === tokyo) sim.setLinkUsable(world.links.a[i] as number, tokyo, false);
          }
          ask("source without links", tokyo, delhi);
          ask("target without links", delhi, tokyo);
        });
        sim.schedule({ at: 31 }, () => {
          const [delhi, cairo] = [world.siteId("Delhi"), world.siteId("Cairo")];
          for (let i = 0; i < world.links.islCount; i++) {
            sim.setLinkUsable(world.links.a[i] as number, world.links.b[i] as number, false);
          }
          ask("no way between", delhi, cairo);
        });
      },
      ["time.duration=40 s"],
    );
    expect(reasons).toEqual({
      "at first": "found",
      "source down": "source-unusable",
      "target down": "target-unusable",
      "both down": "source-unusable",
      "source without links": "source-isolated",
      "target without links": "target-isolated",
      "no way between": "disconnected",
    });
  });

  test("adds up its links and takes the narrowest of them; the tree towards a target agrees", async () => {
    let asked = 0;
    await recordSmall((sim) => {
      sim.on("tick", (world) => {
        const target = world.siteId("Tokyo");
        const tree = world.routesTo(target);
        for (let site = world.nodes.satelliteCount; site < world.nodes.count; site++) {
          const route = world.route(site, target);
          expect(tree.routeFrom(site)).toEqual(route);
          if (!route.reachable) continue;
          let km = 0;
          for (const [i, node] of route.path.slice(1).entries()) {
            const [a, b] = [world.position(node), world.position(route.path[i] as number)];
            km += Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
          }
          expect(route.latencyMs).toBeCloseTo(km / 299.792458, 9);
          expect(route.hops).toBe(route.path.length - 1);
          expect(route.bottleneckBps).toBe(site === target ? Number.POSITIVE_INFINITY : 4e9);
          asked++;
        }
      });
    });
    expect(asked).toBeGreaterThan(100);
  });
});

describe("routers", () => {
  test("dijkstra and graphology find the same costs on 20 frames", async () => {
    const run = async (router: string) =>
      record(await smallPlan("time.duration=200 s", `routing.router=${router}`));
    const [ours, reference] = [await run("dijkstra"), await run("graphology")];
    expect(ours.routes).toHaveLength(20 * 9);
    let found = 0;
    for (const [i, { route, source, timeNs }] of ours.routes.entries()) {
      const other = reference.routes[i];
      expect([other?.source, other?.timeNs]).toEqual([source, timeNs]);
      expect(other?.route.reachable).toBe(route.reachable);
      if (!route.reachable || other?.route.reachable !== true) continue;
      expect(Math.abs(other.route.latencyMs / route.latencyMs - 1)).toBeLessThan(1e-9);
      found++;
    }
    expect(found).toBeGreaterThan(100);
  });
});

describe("sunlit", () => {
  test("is satellite.js's shadow fraction of each satellite at each tick", async () => {
    const plan = await smallPlan("time.duration=30 min", "time.step=60 s", "plugins=[{ use: sunlit }]");
    const start = Date.UTC(2026, 0, 1) / 86_400_000 + 2_440_587.5;
    let furthest = 0;
    const shares = { light: 0, partial: 0, dark: 0 };
    const reader = acting(
      (sim) => {
        sim.on("tick", (world) => {
          const sunlit = world.state("sunlit");
          const julian = start + world.tickTime / 86_400;
          const { x, y, z } = sunPos(julian).rsun;
          // Only angles count, so the Sun is turned to where the Earth-fixed satellites are.
          const gmst = gmst1982(julian);
          const sun = {
            x: x * Math.cos(gmst) + y * Math.sin(gmst),
            y: y * Math.cos(gmst) - x * Math.sin(gmst),
            z,
          };
          for (let id = 0; id < world.nodes.satelliteCount; id++) {
            const [px, py, pz] = world.position(id);
            const expected = 1 - shadowFraction(sun, { x: px, y: py, z: pz });
            const got = sunlit[id] as number;
            furthest = Math.max(furthest, Math.abs(got - expected));
            if (got === 1) shares.light++;
            else if (got === 0) shares.dark++;
            else shares.partial++;
          }
          for (let site = world.nodes.satelliteCount; site < world.nodes.count; site++) {
            expect(sunlit[site]).toBe(0);
          }
        });
      },
      { needs: ["sunlit"] },
    );
    await record(plan, [reader]);
    // The docstring of `sunlitFraction` tells of satellite.js's own rounding in the penumbra.
    expect(furthest).toBeLessThan(1e-5);
    expect(shares.light).toBeGreaterThan(1000);
    expect(shares.dark).toBeGreaterThan(500);
    expect(shares.partial).toBeGreaterThan(0);
  });
});

/** Greenwich mean sidereal time, rad. Source: Vallado, "Fundamentals of Astrodynamics", algorithm 15 (IAU 1982). */
function gmst1982(julian: number): number {
  const t = (julian - 2_451_545) / 36_525;
  const seconds = 67_310.54841 + (876_600 * 3600 + 8_640_184.812866) * t + 0.093104 * t * t - 6.2e-6 * t ** 3;
  return ((seconds % 86_400) / 240) * (Math.PI / 180);
}
