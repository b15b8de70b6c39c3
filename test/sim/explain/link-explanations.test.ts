import { describe, expect, test } from "vitest";
import { loadScenarioText, type RunPlan, type World, worldAt } from "../../../index.js";
import { admissiblePairs, greedyNearest, spanningForest } from "../../support/brute-force.js";
import { key, type Scene, sceneOf, verifyExplanation } from "../../support/verify-explanation.js";

const SHELL =
  "{ name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 12, satellitesPerPlane: 16, phasing: 1 }";
const SMALL = `[{ walker: ${SHELL} }]`;
const PLANES = 12;
const SLOTS = 16;

interface Setting {
  readonly constellation?: string;
  readonly ground?: string;
  readonly isl?: string;
  readonly gsl?: string;
}

function planOf(setting: Setting): Promise<RunPlan> {
  const { constellation = SMALL, ground = "[{ cities: 20 }]" } = setting;
  const {
    isl = "{ protocol: nearest, bandwidth: 20 Gbps }",
    gsl = "{ protocol: nearest, bandwidth: 4 Gbps }",
  } = setting;
  return loadScenarioText(`
name: explained
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 5 min, step: 10 s }
constellation: ${constellation}
ground: ${ground}
links: { isl: ${isl}, ground: ${gsl} }
`);
}

/** Numbers that look random and are the same at every run. */
function* numbers(seed: number): Generator<number> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Pairs of which every other is of neighbours, where protocols have something to choose. */
function randomPairs(world: World, count: number, seed: number): [number, number][] {
  const random = numbers(seed);
  const any = (below: number) => Math.floor((random.next().value as number) * below);
  const { count: nodes, satelliteCount } = world.nodes;
  const { positionsKm: p } = world;
  const apart = (a: number, b: number) =>
    Math.hypot(p[3 * a] - p[3 * b], p[3 * a + 1] - p[3 * b + 1], p[3 * a + 2] - p[3 * b + 2]);
  const near = new Map<number, number[]>();
  return Array.from({ length: count }, (_, i): [number, number] => {
    const a = any(nodes);
    if (i % 2 === 0) return [a, any(nodes)];
    let around = near.get(a);
    if (around === undefined) {
      const others = Array.from({ length: satelliteCount }, (_, id) => id).filter((id) => id !== a);
      around = others.sort((b, c) => apart(a, b) - apart(a, c)).slice(0, 24);
      near.set(a, around);
    }
    return [a, around[any(around.length)]];
  });
}

/** Verifies random pairs and all links that there are; gives the kinds of constraints that were named. */
function verifyAll(scene: Scene, pairs: readonly (readonly [number, number])[]): Map<string, number> {
  const { world } = scene;
  const kinds = new Map<string, number>();
  const existing = [...scene.links].map((pair) => pair.split("-").map(Number) as [number, number]);
  for (const [a, b] of [...pairs, ...existing]) {
    const told = world.explain.link(a, b);
    expect(verifyExplanation(scene, a, b, told), `${a} and ${b}: ${told.text}`).toBeUndefined();
    for (const { kind } of told.exists ? [] : told.constraints) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds;
}

async function sceneAt(
  setting: Setting,
  tick: number,
  more: (world: World, plan: RunPlan) => Partial<Scene> = () => ({}),
) {
  const plan = await planOf(setting);
  const world = await worldAt(plan, tick);
  return sceneOf(plan, world, more(world, plan));
}

describe("explaining links agrees with the topology in both directions", () => {
  test("on 10,000 random pairs of a shell of Starlink with 100 cities", async () => {
    const setting = { constellation: "[{ preset: starlink-gen1-1 }]", ground: "[{ cities: 100 }]" };
    const scene = await sceneAt(setting, 7);
    const kinds = verifyAll(scene, randomPairs(scene.world, 10_000, 1));
    expect([...kinds.keys()].sort()).toEqual([
      "behind-earth",
      "below-mask",
      "both-ground",
      "links-taken",
      "same-node",
      "site-links-taken",
    ]);
  });

  const grid = (a: number, b: number): { plane: number; slot: number } => {
    const planes = Math.abs(Math.floor(a / SLOTS) - Math.floor(b / SLOTS));
    const slots = Math.abs((a % SLOTS) - (b % SLOTS));
    return { plane: Math.min(planes, PLANES - planes), slot: Math.min(slots, SLOTS - slots) };
  };
  const isGrid = (a: number, b: number) => {
    const { plane, slot } = grid(a, b);
    return plane + slot === 1;
  };

  test.each([
    ["plus-grid", "", isGrid],
    ["plus-grid", ", maxRange: 2500 km", isGrid],
    ["ring", "", (a: number, b: number) => grid(a, b).plane === 0 && grid(a, b).slot === 1],
    [
      "brick-a",
      "",
      (a: number, b: number) => {
        const isEven = (id: number) => (Math.floor(id / SLOTS) + (id % SLOTS)) % 2 === 0;
        if (!isGrid(a, b)) return false;
        if (grid(a, b).slot === 1) return true;
        // The link belongs to the end in the plane before.
        const [pa, pb] = [Math.floor(a / SLOTS), Math.floor(b / SLOTS)];
        return isEven((pa + 1) % PLANES === pb ? a : b);
      },
    ],
  ])("with %s%s", async (protocol, more, inPattern) => {
    const offsets = protocol === "ring" ? "" : ", offset: 0, seamOffset: 0";
    const isl = `{ protocol: ${protocol}, bandwidth: 20 Gbps${offsets}${more} }`;
    const scene = await sceneAt({ isl }, 3, () => ({ inPattern }));
    const kinds = verifyAll(scene, randomPairs(scene.world, 800, 2));
    expect(kinds.get("not-in-pattern")).toBeGreaterThan(100);
    expect(kinds.has("out-of-range")).toBe(more !== "");
  });

  test("with plus-grid cut off beyond a latitude", async () => {
    const isl =
      "{ protocol: plus-grid, bandwidth: 20 Gbps, offset: 0, seamOffset: 0, cutoffLatitude: 40 deg }";
    const scene = await sceneAt({ isl }, 3, () => ({ inPattern: isGrid }));
    const kinds = verifyAll(scene, randomPairs(scene.world, 800, 3));
    expect(kinds.get("beyond-cutoff")).toBeGreaterThan(10);
  });

  test.each(["greedy", "mutual", "union"])("with nearest, mode %s", async (mode) => {
    const isl = `{ protocol: nearest, mode: ${mode}, links: 3, maxRange: 4000 km, bandwidth: 20 Gbps }`;
    const scene = await sceneAt({ isl }, 3);
    const kinds = verifyAll(scene, randomPairs(scene.world, 800, 4));
    expect(kinds.get(mode === "greedy" ? "links-taken" : "not-among-nearest")).toBeGreaterThan(100);
  });

  test("with nearest that keeps links", async () => {
    const isl = "{ protocol: nearest, hysteresis: 300 km, links: 3, bandwidth: 20 Gbps }";
    const scene = await sceneAt({ isl }, 25);
    const kinds = verifyAll(scene, randomPairs(scene.world, 800, 5));
    expect(kinds.get("links-taken")).toBeGreaterThan(100);
  });

  test.each(["mst", "pst"])("with %s", async (protocol) => {
    const isl = `{ protocol: ${protocol}, links: 2, bandwidth: 20 Gbps }`;
    const scene = await sceneAt({ isl }, 3);
    const kinds = verifyAll(scene, randomPairs(scene.world, 800, 6));
    expect(kinds.get("joined-already")).toBeGreaterThan(50);
    expect(kinds.has("links-taken")).toBe(protocol === "pst");
  });

  test.each([
    ["mst+loop", 4],
    ["pst+loop", 3],
    ["pst+smart-loop", 3],
    ["nearest+loop", 3],
  ] as const)("with %s", async (protocol, links) => {
    const isl = `{ protocol: ${protocol}, links: ${links}, bandwidth: 20 Gbps }`;
    const scene = await sceneAt({ isl }, 3, (world, plan) => {
      const { satelliteCount } = plan.sky.nodes;
      const usable = Uint8Array.from({ length: satelliteCount }, (_, id) => Number(world.isUsable(id)));
      const pairs = admissiblePairs(world.positionsKm, usable, satelliteCount);
      const inner =
        protocol === "nearest+loop"
          ? greedyNearest(pairs, satelliteCount, links)
          : spanningForest(pairs, satelliteCount, protocol.startsWith("mst") ? undefined : links);
      return { inner: new Set(inner.map(([a, b]) => key(a, b))) };
    });
    const kinds = verifyAll(scene, randomPairs(scene.world, 800, 7));
    if (protocol === "nearest+loop") expect(kinds.get("links-taken")).toBeGreaterThan(50);
    else expect(kinds.get("joined-already")).toBeGreaterThan(50);
    expect((kinds.get("seeks-no-loop") ?? 0) + (kinds.get("links-taken") ?? 0)).toBeGreaterThan(10);
  });

  test("with a list, with none, and with entries for shells apart", async () => {
    const listed = "{ protocol: list, pairs: [[0, 1], [1, 2], [0, 90]], bandwidth: 20 Gbps }";
    const list = await sceneAt({ isl: listed }, 0);
    expect(verifyAll(list, randomPairs(list.world, 300, 8)).get("not-listed")).toBeGreaterThan(50);

    const none = await sceneAt({ isl: "{ protocol: none }" }, 0);
    expect(verifyAll(none, randomPairs(none.world, 300, 9)).get("makes-no-links")).toBeGreaterThan(50);

    const constellation = `[{ walker: ${SHELL} }, { walker: ${SHELL.replace("shell", "other").replace("1200", "1300")} }, { walker: ${SHELL.replace("shell", "third")} }]`;
    const isl =
      "[{ for: shell, protocol: nearest, bandwidth: 20 Gbps }, { for: other, protocol: mst, bandwidth: 20 Gbps }]";
    const apart = await sceneAt({ constellation, isl }, 0);
    const kinds = verifyAll(apart, randomPairs(apart.world, 600, 10));
    expect(kinds.get("different-entries")).toBeGreaterThan(20);
    expect(kinds.get("no-entry")).toBeGreaterThan(20);
  });

  test("with links between shells", async () => {
    const constellation = `[{ walker: ${SHELL} }, { walker: ${SHELL.replace("shell", "other").replace("1200", "1300").replace("12", "9")} }]`;
    const isl = "{ protocol: ring, bandwidth: 20 Gbps, interShell: { links: 1, maxRange: 2500 km } }";
    const inPattern = (a: number, b: number) =>
      Math.floor(a / SLOTS) === Math.floor(b / SLOTS) && grid(a, b).slot === 1;
    const scene = await sceneAt({ constellation, isl }, 2, () => ({ inPattern }));
    const pairs = randomPairs(scene.world, 800, 11);
    verifyAll(scene, pairs);
    const told = pairs.map(([a, b]) => scene.world.explain.link(a, b));
    const named = told.flatMap((each) => (each.exists ? [] : each.constraints));
    const between = named.filter((c) => "interShell" in c && c.interShell === true).map(({ kind }) => kind);
    expect(new Set(between)).toEqual(new Set(["links-taken", "out-of-range"]));
  });

  test.each([
    ["nearest", ", links: 2", "site-links-taken"],
    ["highest-elevation", ", links: 2", "site-links-taken"],
    ["longest-visible", "", "site-links-taken"],
    ["all-visible", "", "below-mask"],
    ["all-visible", ", antennas: 2", "site-links-taken"],
    ["all-visible", ", maxSlantRange: 2000 km", "beyond-slant-range"],
    ["nearest", ", minElevation: 10 deg, maxSlantRange: 2000 km", "beyond-slant-range"],
    ["nearest", ", links: 3, capacity: 1", "capacity-taken"],
    ["highest-elevation", ", hysteresis: 10 deg", "site-links-taken"],
  ])("with ground %s%s", async (protocol, more, expected) => {
    const gsl = `{ protocol: ${protocol}, bandwidth: 4 Gbps${more} }`;
    const scene = await sceneAt({ gsl, ground: "[{ cities: 60 }]" }, 6);
    const { satelliteCount, count } = scene.plan.sky.nodes;
    const pairs = randomPairs(scene.world, 1500, 12).map(([a, b]): [number, number] => [
      a % satelliteCount,
      satelliteCount + (b % (count - satelliteCount)),
    ]);
    const visible = randomPairs(scene.world, 3000, 13).filter(([a]) => a >= satelliteCount);
    const kinds = verifyAll(scene, [...pairs, ...visible]);
    expect(kinds.get(expected)).toBeGreaterThan(10);
  });
});
