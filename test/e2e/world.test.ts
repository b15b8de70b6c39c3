import { shadowFraction, sunPos } from "satellite.js";
import { describe, expect, test } from "vitest";
import { loadScenarioText, type RunPlan, type World } from "../../index.js";
import { smallPlan } from "../support/plans.js";
import { acting, record, recordSmall } from "../support/run-small.js";

const pairsOf = ({ links }: World): string[] =>
  Array.from({ length: links.count }, (_, i) => `${links.a[i]}-${links.b[i]}`);

/** Pairs that the graph joins, from its rows. */
function graphPairs({ graph }: World): Set<string> {
  const pairs = new Set<string>();
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let arc = graph.offsets[node] as number; arc < (graph.offsets[node + 1] as number); arc++) {
      const other = graph.heads[arc] as number;
      pairs.add(node < other ? `${node}-${other}` : `${other}-${node}`);
    }
  }
  return pairs;
}

const touches = (pair: string, node: number): boolean => pair.split("-").includes(String(node));

describe("a node that goes down", () => {
  test("loses its links at once, is left out by protocols from the next tick, and comes back with a tick", async () => {
    const NODE = 17;
    const seen: Record<string, unknown> = {};
    const { events, topology } = await recordSmall(
      (sim) => {
        const look = (name: string) => {
          const { world } = sim;
          const all = pairsOf(world);
          const left = graphPairs(world);
          seen[name] = {
            usable: world.isUsable(NODE),
            chosen: all.filter((pair) => touches(pair, NODE)).length > 0,
            joined: [...left].some((pair) => touches(pair, NODE)),
            // Within a tick only its own links go.
            othersLeft: all.filter((pair) => !touches(pair, NODE)).every((pair) => left.has(pair)),
          };
        };
        const set = (at: number, usable: boolean) =>
          sim.schedule({ at }, () => sim.setNodeUsable(NODE, usable));
        const lookAt = (at: number, name: string) => sim.schedule({ at }, () => look(name));
        lookAt(11, "before");
        set(12, false);
        lookAt(12, "struck");
        lookAt(21, "masked");
        set(22, true);
        lookAt(23, "up, but not before the next tick");
        lookAt(31, "back");
        set(32, false);
        set(33, true);
        lookAt(34, "down for a moment");
        lookAt(41, "back again");
      },
      ["time.duration=1 min"],
    );
    const up = { usable: true, chosen: true, joined: true, othersLeft: true };
    const struck = { usable: false, chosen: true, joined: false, othersLeft: true };
    const masked = { usable: false, chosen: false, joined: false, othersLeft: true };
    expect(seen).toEqual({
      before: up,
      struck,
      masked,
      "up, but not before the next tick": masked,
      back: up,
      "down for a moment": struck,
      "back again": up,
    });
    const faults = events.filter(({ kind }) => kind.startsWith("node."));
    expect(faults.map(({ kind, subject, time, data }) => [kind, subject, time, data])).toEqual([
      ["node.down", "shell-1-5", 12, { node: NODE }],
      ["node.up", "shell-1-5", 22, { node: NODE }],
      ["node.down", "shell-1-5", 32, { node: NODE }],
      ["node.up", "shell-1-5", 33, { node: NODE }],
    ]);
    expect(topology.map((row) => row.usableNodes)).toEqual([106, 106, 105, 106, 106, 106]);
  });

  test("is told once, however often it is said", async () => {
    const { events } = await recordSmall((sim) => {
      sim.on("tick", (world) => sim.setNodeUsable(3, world.tick % 4 !== 0));
      sim.on("tick", (world) => sim.setNodeUsable(3, world.tick % 4 !== 0));
    });
    const faults = events.filter(({ kind }) => kind.startsWith("node."));
    const kinds = faults.map(({ kind, time }) => `${kind} ${time}`);
    expect(kinds.slice(0, 4)).toEqual(["node.down 0", "node.up 10", "node.down 40", "node.up 50"]);
    expect(kinds).toHaveLength(12);
  });

  test("must be a node", async () => {
    await recordSmall((sim) => {
      for (const node of [-1, 106, 1.5, Number.NaN]) {
        expect(() => sim.setNodeUsable(node, false)).toThrow("ids are 0 to 105");
        expect(() => sim.setLinkUsable(0, node, false)).toThrow("ids are 0 to 105");
      }
    });
  });
});

describe("a link that goes down", () => {
  test("is struck from what protocols choose as long as it is down, and from the graph at once", async () => {
    let pair: [number, number] = [0, 0];
    const seen: Record<string, unknown> = {};
    const chosen: number[] = [];
    const { events, topology } = await recordSmall(
      (sim) => {
        const { world } = sim;
        const look = (name: string) => {
          seen[name] = {
            chosen: pairsOf(world).includes(pair.join("-")),
            joined: graphPairs(world).has(pair.join("-")),
            usable: world.isUsable(pair[0]) && world.isUsable(pair[1]),
            missing: world.links.count - graphPairs(world).size,
          };
        };
        sim.on("tick", () => {
          chosen.push(world.links.islCount);
          if (world.tick === 1) pair = [world.links.a[5] as number, world.links.b[5] as number];
        });
        sim.schedule({ at: 11 }, () => look("before"));
        // Either end may be named first.
        sim.schedule({ at: 12 }, () => sim.setLinkUsable(pair[1], pair[0], false));
        sim.schedule({ at: 13 }, () => look("struck"));
        sim.schedule({ at: 21 }, () => look("down"));
        sim.schedule({ at: 22 }, () => sim.setLinkUsable(pair[0], pair[1], true));
        sim.schedule({ at: 23 }, () => look("up, but not before the next tick"));
        sim.schedule({ at: 31 }, () => look("back"));
      },
      ["time.duration=40 s", "time.step=10 s"],
    );
    const up = { chosen: true, joined: true, usable: true, missing: 0 };
    const down = { chosen: true, joined: false, usable: true, missing: 1 };
    expect(seen).toEqual({
      before: up,
      struck: down,
      down,
      "up, but not before the next tick": down,
      back: up,
    });
    expect(topology.map(({ isls }, tick) => (chosen[tick] as number) - isls)).toEqual([0, 0, 1, 0]);
    const faults = events.map(({ kind }) => kind).filter((kind) => kind.startsWith("link."));
    expect(faults).toEqual(["link.down", "link.up"]);
  });
});

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

describe("rings of one and two satellites", () => {
  const ringPlan = (planes: number, slots: number): Promise<RunPlan> =>
    loadScenarioText(`
name: ring
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 30 s, step: 10 s }
constellation:
  - walker: { name: high, type: delta, altitude: 36000 km, inclination: 5 deg, planes: ${planes}, satellitesPerPlane: ${slots}, phasing: 0 }
ground:
  - cities: 2
links:
  isl: { protocol: plus-grid, bandwidth: 1 Gbps }
  ground: { protocol: all-visible, minElevation: 5 deg, bandwidth: 1 Gbps }
`);

  test.each([
    // One plane: a ring, where two of two or three would be behind the Earth from one another.
    [1, 1, []],
    [1, 2, []],
    [2, 1, []],
    [1, 3, ["0-1", "0-2", "1-2"]],
    [3, 1, ["0-1", "0-2", "1-2"]],
  ])("%i planes of %i run, and no link stands twice", async (planes, slots, expected) => {
    const seen: string[][] = [];
    const { status, topology } = await record(await ringPlan(planes, slots), [
      acting((sim) => {
        sim.on("tick", (world) => seen.push(pairsOf(world).slice(0, world.links.islCount)));
      }),
    ]);
    expect(status).toBe("complete");
    expect(topology).toHaveLength(3);
    for (const pairs of seen) expect(pairs).toEqual(expected);
  });

  test("two satellites that see each other have one link, not two", async () => {
    const plan = await loadScenarioText(`
name: pair
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 30 s, step: 10 s }
constellation:
  - walker: { name: near, type: star, altitude: 20000 km, inclination: 90 deg, planes: 2, satellitesPerPlane: 2, phasing: 0 }
links:
  isl: { protocol: plus-grid, bandwidth: 1 Gbps, offset: 0 }
`);
    const seen: string[][] = [];
    await record(plan, [
      acting((sim) => {
        sim.on("tick", (world) => seen.push(pairsOf(world)));
      }),
    ]);
    for (const pairs of seen) expect(new Set(pairs).size).toBe(pairs.length);
    // Planes of a star over 180 degrees cross at the poles: slots of one number are near each other there.
    expect(seen[0]).toContain("0-2");
  });
});
