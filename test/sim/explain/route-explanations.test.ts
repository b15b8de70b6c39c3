import { describe, expect, test } from "vitest";
import { loadScenario, loadScenarioText, type World, worldAt } from "../../../index.js";
import { makeFolder } from "../../support/scenario-folder.js";
import { elevationDeg } from "../../support/verify-explanation.js";

function scenario({
  isl = "protocol: plus-grid, bandwidth: 20 Gbps, hopDelay: 0.25 ms",
  gsl = "protocol: nearest, links: 3, bandwidth: 4 Gbps, minElevation: 10 deg",
  routing = "{ router: dijkstra }",
  ground = "[{ cities: 12 }, { name: Pole, latitude: 89.9 deg, longitude: 0 deg }]",
} = {}): string {
  return `
name: explained
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 2 min, step: 10 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 50 deg, planes: 12, satellitesPerPlane: 16, phasing: 1 }
ground: ${ground}
links:
  isl: { ${isl} }
  ground: { ${gsl} }
routing: ${routing}
`;
}

const at = async (text: string, tick = 4): Promise<World> => worldAt(await loadScenarioText(text), tick);

/** Latency from every node to a target over satellites alone, by relaxing all links until nothing changes. */
function latencies({ links, nodes }: World, target: number, hopDelayMs: number): number[] {
  const least = new Array<number>(nodes.count).fill(Number.POSITIVE_INFINITY);
  least[target] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < links.count; i++) {
      const ms = links.lengthKm[i] / 299.792458 + (i < links.islCount ? hopDelayMs : 0);
      for (const [from, to] of [
        [links.a[i], links.b[i]],
        [links.b[i], links.a[i]],
      ]) {
        if (to >= nodes.satelliteCount && to !== target) continue;
        if (least[to] + ms >= least[from] - 1e-12) continue;
        least[from] = least[to] + ms;
        changed = true;
      }
    }
  }
  return least;
}

describe("a route that there is", () => {
  test("is told hop by hop, with its bottleneck and the best of the other first hops", async () => {
    const world = await at(scenario());
    const sites = [...world.names].map((_, id) => id).filter((id) => id >= world.nodes.satelliteCount);
    let alternatives = 0;
    for (const target of sites.slice(0, 6)) {
      const least = latencies(world, target, 0.25);
      for (const source of sites.slice(6, 12)) {
        const told = world.explain.route(source, target);
        const route = world.route(source, target);
        if (!told.reachable || !route.reachable) throw new Error("expected a route");
        expect([source, ...told.hops.map(({ to }) => to)]).toEqual(route.path);
        expect(told.latencyMs).toBe(route.latencyMs);
        expect(told.hops.reduce((sum, { latencyMs }) => sum + latencyMs, 0)).toBeCloseTo(least[source], 9);
        for (const { from, to, lengthKm } of told.hops) {
          const [p, q] = [world.position(from), world.position(to)];
          expect(lengthKm).toBeCloseTo(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]), 9);
        }
        expect(told.bottleneck).toBe(0);
        expect(told.hops[0].bandwidthBps).toBe(4e9);
        expect(told.text.split("\n")).toHaveLength(1);

        const { a, b, lengthKm, islCount, count } = world.links;
        const others: number[] = [];
        for (let i = islCount; i < count; i++) {
          if (b[i] !== source || a[i] === told.hops[0].to) continue;
          others.push(lengthKm[i] / 299.792458 + least[a[i]]);
        }
        const best = Math.min(...others);
        if (others.length === 0) {
          expect(told.secondBest).toBeNull();
        } else {
          alternatives++;
          expect(told.secondBest?.latencyMs).toBeCloseTo(best, 9);
          expect(told.secondBest?.extraMs).toBeCloseTo(best - told.latencyMs, 9);
        }
      }
    }
    expect(alternatives).toBeGreaterThan(20);
  });

  test("of a satellite leaves out ways that come back through it", async () => {
    const world = await at(scenario({ isl: "protocol: ring, bandwidth: 20 Gbps" }));
    const told = world.explain.route(3, 5);
    if (!told.reachable || told.secondBest === null) throw new Error("expected two ways round the ring");
    expect(told.hops.map(({ to }) => to)).toEqual([4, 5]);
    // The other way round a ring of 16.
    expect(told.secondBest).toMatchObject({ firstHop: 2, hops: 14 });
  });

  test("from a node to itself has no hops", async () => {
    const world = await at(scenario());
    expect(world.explain.route(7, 7)).toMatchObject({
      reachable: true,
      hops: [],
      bottleneck: null,
      secondBest: null,
    });
  });
});

describe("a route that there is not", () => {
  test("for want of a visible satellite names the one that comes nearest to being visible", async () => {
    const world = await at(scenario());
    const pole = world.siteId("Pole");
    const told = world.explain.route(world.siteId("Tokyo"), pole);
    if (told.reachable) throw new Error("expected no route");
    const [obstacle] = told.obstacles;
    if (obstacle.kind !== "nothing-visible" || obstacle.best === null) throw new Error(told.text);
    const elevations = Array.from({ length: pole }, (_, id) => id)
      .slice(0, world.nodes.satelliteCount)
      .map((id) => elevationDeg(world.positionsKm, pole, id));
    const highest = Math.max(...elevations);
    expect(elevations[obstacle.best.satellite]).toBe(highest);
    expect(obstacle.best.constraints).toMatchObject([{ kind: "below-mask", maskDeg: 10 }]);
    expect(told.text).toContain(`no satellite is visible from Pole; the best, `);
    expect(told.text).toContain(`below the mask by ${(10 - highest).toFixed(2)} deg`);
    expect(told.reason).toBe("target-isolated");
  });

  test("because the satellites in view serve others says so", async () => {
    const twins =
      "{ name: A, latitude: 10 deg, longitude: 10 deg }, { name: B, latitude: 10 deg, longitude: 10 deg }";
    const ground = `[${twins}, { cities: 1 }]`;
    const gsl = "protocol: nearest, links: 50, capacity: 1, bandwidth: 4 Gbps, minElevation: 10 deg";
    const world = await at(scenario({ ground, gsl }));
    const [a, b] = ["A", "B"].map((name) => world.siteId(name));
    const told = world.explain.route(b, world.siteId("Tokyo"));
    if (told.reachable) throw new Error("expected no route");
    const [obstacle] = told.obstacles;
    if (obstacle.kind !== "isolated" || obstacle.nearest === null) throw new Error(told.text);
    expect(obstacle.visible).toBeGreaterThan(0);
    expect(obstacle.nearest.constraints).toMatchObject([
      { kind: "capacity-taken", capacity: 1, by: [{ node: a }] },
    ]);
  });

  test("because the network is in parts counts what each end gets to", async () => {
    const gsl = "protocol: nearest, links: 1, bandwidth: 4 Gbps, minElevation: 10 deg";
    const world = await at(scenario({ isl: "protocol: none", gsl }));
    const told = world.explain.route(world.siteId("Tokyo"), world.siteId("Cairo"));
    expect(told).toMatchObject({
      reachable: false,
      reason: "disconnected",
      obstacles: [{ kind: "parts-differ", sourceReaches: 1, targetReaches: 1, joinedByGround: false }],
    });
    const satellites = world.explain.route(0, 1);
    expect(satellites).toMatchObject({ reachable: false });
    if (satellites.reachable) return;
    const ends = satellites.obstacles.map(
      (obstacle) => obstacle.kind === "isolated" && obstacle.nearest?.constraints[0],
    );
    for (const end of ends) expect(end).toMatchObject({ kind: "makes-no-links" });
  });

  test("but would be if ground nodes relayed says so", async () => {
    const isl = "protocol: none";
    const gsl = "protocol: all-visible, bandwidth: 4 Gbps, minElevation: 0 deg";
    const chain = [0, 1, 2, 3].map((i) => `{ name: S${i}, latitude: 0 deg, longitude: ${25 * i} deg }`);
    const world = await at(scenario({ isl, gsl, ground: `[${chain.join(", ")}]` }));
    const told = world.explain.route(world.siteId("S0"), world.siteId("S3"));
    expect(told).toMatchObject({ obstacles: [{ kind: "parts-differ", joinedByGround: true }] });
    expect(told.text).toContain("groundRelay");
    const relayed = await at(
      scenario({ isl, gsl, ground: `[${chain.join(", ")}]`, routing: "{ groundRelay: true }" }),
    );
    expect(relayed.explain.route(relayed.siteId("S0"), relayed.siteId("S3")).reachable).toBe(true);
  });

  test("though the network has one is put down to the router", async () => {
    const folder = makeFolder({
      "lossy.mjs": `
        export default {
          kind: "router",
          name: "lossy",
          queries: ["route"],
          setup: () => ({ update() {}, route: () => ({ reachable: false, reason: "dropped" }) }),
        };
      `,
      "scenario.yaml": scenario({ routing: "{ router: ./lossy.mjs }" }),
    });
    const world = await worldAt(await loadScenario("scenario.yaml", { cwd: folder }), 0);
    expect(world.explain.route(world.siteId("Tokyo"), world.siteId("Delhi"))).toMatchObject({
      reason: "dropped",
      obstacles: [{ kind: "router-gave-none", router: "./lossy.mjs", wayExists: true }],
    });
  });
});
