import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { Router, RouterInstance } from "../../../routing/router.js";
import { GeometricBound } from "../../../routing/routers/geometric-bound.js";
import { aStar, bidirectional, dijkstra } from "../../../routing/routers/index.js";
import { graphOf, graphSpecs, withDirectedCosts } from "../../support/graphs.js";
import { KUIPER_1, STARLINK_1, shellNetwork } from "../../support/shell-network.js";

const LIGHT_KM_MS = 299.792458;

function instanceOf(router: Router<unknown>, graph: NetworkGraph): RouterInstance {
  const instance = router.setup({ config: {} });
  instance.update(graph);
  return instance;
}

/** Sum of the cheapest arcs along a path; fails where two nodes are not joined, or one may not be passed. */
function costAlong({ offsets, heads, costs, relays }: NetworkGraph, path: readonly number[]): number {
  let cost = 0;
  for (let i = path.length - 2; i >= 0; i--) {
    let best = Number.POSITIVE_INFINITY;
    for (let arc = offsets[path[i]]; arc < offsets[path[i] + 1]; arc++) {
      if (heads[arc] === path[i + 1]) best = Math.min(best, costs[arc]);
    }
    if (i > 0) expect(relays[path[i]]).toBe(1);
    cost += best;
  }
  expect(cost).toBeLessThan(Number.POSITIVE_INFINITY);
  return cost;
}

function expectDijkstrasCosts(router: Router<unknown>, graph: NetworkGraph, pairs: [number, number][]): void {
  const ours = instanceOf(router, graph);
  const reference = instanceOf(dijkstra, graph);
  for (const [source, target] of pairs) {
    const [route, expected] = [ours.route(source, target), reference.route(source, target)];
    if (!route.reachable || !expected.reachable) {
      expect(route).toEqual(expected);
      continue;
    }
    expect([route.path[0], route.path.at(-1)]).toEqual([source, target]);
    expect(new Set(route.path).size).toBe(route.path.length);
    const [cost, least] = [costAlong(graph, route.path), costAlong(graph, expected.path)];
    expect(Math.abs(cost - least)).toBeLessThanOrEqual(1e-12 * least);
    if (graph.costs === graph.latencyMs) expect(route.latencyMs).toBe(cost);
  }
}

function allPairs(count: number): [number, number][] {
  return Array.from({ length: count * count }, (_, i) => [Math.floor(i / count), i % count]);
}

const anyLatency = fc.oneof(
  fc.double({ min: 0.01, max: 50, noNaN: true }),
  fc.integer({ min: 1, max: 3 }),
  fc.constantFrom(0, 1e-17),
);

/** Random networks with positions, in which links may be faster than light. */
const placed = fc
  .tuple(
    graphSpecs(anyLatency),
    fc.array(fc.double({ min: -9000, max: 9000, noNaN: true }), { minLength: 90, maxLength: 90 }),
    fc.double({ min: 0.2, max: 3, noNaN: true }),
    fc.boolean(),
  )
  .map(([spec, coordinates, factor, lightlike]) => {
    const plain = graphOf(spec);
    const positionsKm = Float64Array.from(coordinates);
    if (lightlike) {
      for (let node = 0; node < plain.nodeCount; node++) {
        for (let arc = plain.offsets[node]; arc < plain.offsets[node + 1]; arc++) {
          const other = plain.heads[arc];
          const km = Math.hypot(
            ...[0, 1, 2].map((k) => positionsKm[3 * node + k] - positionsKm[3 * other + k]),
          );
          // Some links wind, and some are as fast as the straight line or faster.
          plain.latencyMs[arc] = (km / LIGHT_KM_MS) * ((node + other) % 3 === 0 ? factor : 1);
        }
      }
    }
    return { ...plain, positionsKm };
  });

for (const router of [aStar, bidirectional]) {
  describe(router.name, () => {
    it("finds dijkstra's costs on random networks", () => {
      fc.assert(
        fc.property(graphSpecs(anyLatency), (spec) => {
          const graph = graphOf(spec);
          expectDijkstrasCosts(router, graph, allPairs(graph.nodeCount));
        }),
        { numRuns: 120 },
      );
    });

    it("finds dijkstra's costs on random networks with positions, links faster than light among them", () => {
      fc.assert(
        fc.property(placed, (graph) => expectDijkstrasCosts(router, graph, allPairs(graph.nodeCount))),
        { numRuns: 150 },
      );
    });

    it("finds dijkstra's costs where directions cost differently", () => {
      fc.assert(
        fc.property(graphSpecs(fc.constant(1)), fc.nat(99), (spec, salt) => {
          const graph = withDirectedCosts(graphOf(spec), (from, to) => (from * 31 + to * 17 + salt) % 10);
          expectDijkstrasCosts(router, graph, allPairs(graph.nodeCount));
        }),
        { numRuns: 80 },
      );
    });

    it("finds dijkstra's costs on frames of two shells", () => {
      for (const shell of [STARLINK_1, KUIPER_1]) {
        const network = shellNetwork(shell, 40, { protocol: "all-visible", maskDeg: 25 });
        for (let frame = 0; frame < 10; frame++) {
          const graph = network(97 * frame);
          const pairs = Array.from({ length: 60 }, (_, i): [number, number] => [
            (i * 389 + frame) % graph.nodeCount,
            graph.satelliteCount + ((i * 7 + frame) % 40),
          ]);
          expectDijkstrasCosts(router, graph, pairs);
        }
      }
    });

    it("answers for the newest network", () => {
      const instance = router.setup({ config: {} });
      for (const latencyMs of [3, 1, 2]) {
        instance.update(graphOf({ satellites: 2, edges: [{ a: 0, b: 1, latencyMs }] }));
        expect(instance.route(1, 0)).toMatchObject({ path: [1, 0], latencyMs });
      }
      instance.update(graphOf({ satellites: 9, edges: [] }));
      expect(instance.route(1, 8)).toEqual({ reachable: false, reason: "source-isolated" });
      expect(() => instance.route(1, 9)).toThrow(RangeError);
    });
  });
}

describe("the bound of a-star", () => {
  /** It must stay below every cost, and fall by no more than what a link costs. */
  function expectAdmissible(graph: NetworkGraph, targets: readonly number[]): number {
    const reference = instanceOf(dijkstra, graph);
    const bound = new GeometricBound();
    bound.update(graph);
    let share = 0;
    for (const target of targets) {
      const tree = reference.tree?.(target);
      bound.aimAt(target);
      expect(bound.from(target)).toBe(0);
      for (let node = 0; node < graph.nodeCount; node++) {
        const least = tree?.costs[node] ?? 0;
        expect(bound.from(node)).toBeLessThanOrEqual(least);
        if (least > 0 && least < Number.POSITIVE_INFINITY) share = Math.max(share, bound.from(node) / least);
        for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
          const fall = bound.from(node) - bound.from(graph.heads[arc]);
          // But for the rounding of the bounds themselves.
          expect(fall).toBeLessThanOrEqual(graph.costs[arc] + 1e-14 * bound.from(node));
        }
      }
    }
    return share;
  }

  it("is admissible and consistent on random networks with positions", () => {
    fc.assert(
      fc.property(placed, (graph) => {
        expectAdmissible(graph, [0, graph.nodeCount - 1]);
      }),
      { numRuns: 150 },
    );
  });

  it("comes close to the cost on a shell, so that the search is guided", () => {
    const graph = shellNetwork(STARLINK_1, 10, { protocol: "all-visible", maskDeg: 25 })(0);
    expect(expectAdmissible(graph, [1584, 1587])).toBeGreaterThan(0.9);
  });

  it("is nothing without positions, where positions are no numbers, and for other costs than latency", () => {
    const edges = [{ a: 0, b: 1, latencyMs: 9 }];
    const plain = graphOf({ satellites: 2, edges });
    const positionsKm = Float64Array.of(0, 0, 0, 300, 0, 0);
    const from = (graph: NetworkGraph) => {
      const bound = new GeometricBound();
      bound.update(graph);
      bound.aimAt(0);
      return bound.from(1);
    };
    expect(from({ ...plain, positionsKm })).toBeCloseTo(300 / LIGHT_KM_MS, 9);
    expect(from(plain)).toBe(0);
    expect(from({ ...plain, positionsKm: new Float64Array(6).fill(Number.NaN) })).toBe(0);
    expect(from({ ...withDirectedCosts(plain, () => 9), positionsKm })).toBe(0);
  });
});
