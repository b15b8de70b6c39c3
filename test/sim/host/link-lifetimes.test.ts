import { describe, expect, test } from "vitest";
import { loadScenarioText, type RunPlan, type World } from "../../../index.js";
import { LinkLifetimes } from "../../../sim/host/link-lifetimes.js";
import { LookAhead } from "../../../sim/host/look-ahead.js";
import { createSky, prepareSky } from "../../../workers/index.js";
import { smallPlan } from "../../support/plans.js";
import { acting, record, recordSmall } from "../../support/run-small.js";
import { makeFolder } from "../../support/scenario-folder.js";

const BY_LIFETIME = "routing.cost=lifetime";

/** What the cost `lifetime` was told of each link that is in the graph, seconds. */
function lifetimes({ graph }: World): Map<number, number> {
  const found = new Map<number, number>();
  for (let arc = 0; arc < graph.arcCount; arc++) found.set(graph.links[arc], 1 / graph.costs[arc]);
  return found;
}

function expectToBeAsLookAheadSays(world: World): void {
  const { links } = world;
  for (const [link, seconds] of lifetimes(world)) {
    const expected = Math.min(3600, world.linkLifetime(links.a[link], links.b[link]));
    expect(Math.abs(seconds - expected)).toBeLessThanOrEqual(0.0021);
  }
}

async function atTicks(plan: RunPlan, look: (world: World) => void): Promise<void> {
  let ticks = 0;
  await record(plan, [
    acting((sim) =>
      sim.on("tick", (world) => {
        look(world);
        ticks++;
      }),
    ),
  ]);
  expect(ticks).toBe(plan.time.tickCount);
}

describe("lifetimes of links, for costs", () => {
  test("are what world.linkLifetime says, up to an hour", async () => {
    const seen = new Set<string>();
    await atTicks(await smallPlan(BY_LIFETIME, "time.step=30 s"), (world) => {
      expectToBeAsLookAheadSays(world);
      for (const seconds of lifetimes(world).values()) seen.add(seconds < 3599 ? "ends" : "lasts");
    });
    expect([...seen].sort()).toEqual(["ends", "lasts"]);
  });

  test("are those of masks by azimuth too", async () => {
    const mask = "{ azimuth: 0 deg, elevation: 40 deg }, { azimuth: 180 deg, elevation: 10 deg }";
    const site = `{ name: Vienna, latitude: 48.21 deg, longitude: 16.37 deg, mask: [${mask}] }`;
    const plan = await smallPlan(BY_LIFETIME, `ground=[${site}]`, "probes=[]", "links.ground.links=3");
    let links = 0;
    await atTicks(plan, (world) => {
      expectToBeAsLookAheadSays(world);
      links += world.links.gslCount;
    });
    expect(links).toBeGreaterThan(24);
  });

  test("kept from tick to tick equal fresh ones, at every tick of an hour, over failures", async () => {
    const plan = await smallPlan(BY_LIFETIME, "time.duration=1 h", "time.step=20 s", "probes=[]");
    const sky = await createSky(prepareSky(plan.sky, []));
    let [compared, struck] = [0, 0];
    const plugin = acting((sim) => {
      const random = sim.random("faults");
      sim.on("tick", (world) => {
        sim.setNodeUsable(random.int(96), random.next() < 0.7);
        const { a, b, islCount } = world.links;
        const link = random.int(islCount);
        sim.setLinkUsable(a[link], b[link], random.next() < 0.5);
        const kept = lifetimes(world);
        const fresh = new LinkLifetimes(plan.sky, new LookAhead(plan.sky, sky));
        const seconds = fresh.of(world.links, world.tickTime * 1e9);
        for (const [i, lifetime] of kept) expect(lifetime).toBe(1 / (1 / seconds[i]));
        compared += kept.size;
        struck += world.links.count - kept.size;
      });
    });
    await record(plan, [plugin]);
    expect(compared).toBeGreaterThan(20_000);
    expect(struck).toBeGreaterThan(500);
  });

  test("go on within a tick when something fails, whenever one asks", async () => {
    let looked = 0;
    await recordSmall(
      (sim) => {
        sim.schedule({ at: 14 }, () => sim.setNodeUsable(90, false));
        // Asked for three seconds after the failure: as of the failure.
        sim.schedule({ at: 17 }, () => {
          const { world } = sim;
          const found = [...lifetimes(world)].filter(([, seconds]) => seconds < 3599);
          expect(found.length).toBeGreaterThan(50);
          looked++;
          for (const [link, seconds] of found) {
            const left = world.linkLifetime(world.links.a[link], world.links.b[link]);
            expect(Math.abs(seconds - 3 - left)).toBeLessThan(0.0021);
          }
        });
      },
      [BY_LIFETIME, "time.duration=30 s"],
    );
    expect(looked).toBe(1);
  });

  test("of a forecast are those it will have", async () => {
    const forecasts = new Map<number, Float64Array>();
    let compared = 0;
    await atTicks(await smallPlan(BY_LIFETIME), (world) => {
      const { costs, arcCount } = world.graph;
      const expected = forecasts.get(world.tickTime);
      if (expected !== undefined) {
        expect(costs.slice(0, arcCount)).toEqual(expected);
        compared++;
      }
      for (const ahead of [50, 20]) {
        const { graph } = world.forecast(world.tickTime + ahead);
        forecasts.set(world.tickTime + ahead, graph.costs.slice(0, graph.arcCount));
      }
      // The present is not disturbed.
      if (world.tick === 9) expectToBeAsLookAheadSays(world);
    });
    expect(compared).toBe(22);
  });

  test("of links between shells go by the range of those", async () => {
    const shell = (name: string, altitude: number) =>
      `{ walker: { name: ${name}, type: delta, altitude: ${altitude} km, inclination: 60 deg, planes: 6, satellitesPerPlane: 12, phasing: 1 } }`;
    const plan = await smallPlan(
      BY_LIFETIME,
      `constellation=[${shell("low", 900)}, ${shell("high", 1300)}]`,
      "links.isl={ protocol: plus-grid, bandwidth: 1 Gbps, maxRange: 8000 km, interShell: { links: 1, maxRange: 1500 km } }",
    );
    const sky = await createSky(prepareSky(plan.sky, []));
    let between = 0;
    await atTicks(plan, (world) => {
      if (world.tick !== 3) return;
      expectToBeAsLookAheadSays(world);
      const pair = new Uint32Array(2);
      const p = new Float64Array(3 * world.nodes.count);
      for (const [link, seconds] of lifetimes(world)) {
        const [a, b] = [world.links.a[link], world.links.b[link]];
        if (!(a < 72 && b >= 72 && b < 144)) continue;
        between++;
        // Counted in steps of 2 s from the positions alone.
        let ahead = 0;
        pair.set([a, b]);
        for (; ahead < 3600; ahead += 2) {
          sky.positionsOf((world.tickTime + ahead) * 1e9, pair, p);
          const lengthKm = Math.hypot(...[0, 1, 2].map((i) => p[3 * a + i] - p[3 * b + i]));
          if (lengthKm > 1500) break;
        }
        expect(Math.abs(seconds - ahead)).toBeLessThanOrEqual(2);
      }
    });
    expect(between).toBeGreaterThan(10);
  });

  test("of links that nobody checks are as long as can be", async () => {
    const list = (check: boolean) =>
      `links.isl={ protocol: list, pairs: [[0, 1], [0, 40]], check: ${check}, bandwidth: 1 Gbps }`;
    await atTicks(await smallPlan(BY_LIFETIME, list(false)), (world) => {
      const found = lifetimes(world);
      expect([found.get(0), found.get(1)]).toEqual([3600, 3600]);
    });
  });
});

describe("lifetimes of fixed links", () => {
  test("end with their schedule; windows that touch are one", async () => {
    const network = `
nodes: [{ name: a, tier: space }, { name: b, tier: space }, { name: c, tier: edge }, { name: d, tier: edge }]
links:
  - { between: [a, b], latency: 1 ms, bandwidth: 1 Gbps }
  - { between: [a, c], latency: 1 ms, bandwidth: 1 Gbps, schedule: { windows: [{ from: 0 s, to: 25 s }, { from: 25 s, to: 60 s, latency: 2 ms }] } }
  - { between: [b, d], latency: 1 ms, bandwidth: 1 Gbps, schedule: { period: 40 s, windows: [{ from: 0 s, to: 15 s }, { from: 30 s, to: 40 s }] } }
  - { between: [b, c], latency: 1 ms, bandwidth: 1 Gbps, schedule: { period: 30 s, windows: [{ from: 0 s, to: 30 s }] } }
`;
    const plan = await loadScenarioText(
      `
name: fixed
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 70 s, step: 10 s }
constellation: [{ network: ./net.yaml }]
routing: { cost: lifetime }
`,
      { cwd: makeFolder({ "net.yaml": network }) },
    );
    const seen: (readonly [string, number])[][] = [];
    await atTicks(plan, (world) => {
      const { a, b } = world.links;
      seen.push([...lifetimes(world)].map(([i, s]) => [`${a[i]}-${b[i]}`, Math.round(s * 1e6) / 1e6]));
    });
    const at = (tick: number) => Object.fromEntries(seen[tick]);
    expect(at(0)).toEqual({ "0-1": 3600, "0-2": 60, "1-2": 3600, "1-3": 15 });
    expect(at(1)).toEqual({ "0-1": 3600, "0-2": 50, "1-2": 3600, "1-3": 5 });
    expect(at(2)).toEqual({ "0-1": 3600, "0-2": 40, "1-2": 3600 });
    expect(at(3)).toEqual({ "0-1": 3600, "0-2": 30, "1-2": 3600, "1-3": 25 });
    expect(at(6)).toEqual({ "0-1": 3600, "1-2": 3600 });
  });
});
