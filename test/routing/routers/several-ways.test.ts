import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { FoundRoute, RouterInstance } from "../../../routing/router.js";
import { dijkstra, forwarding } from "../../../routing/routers/index.js";
import { graphOf, withDirectedCosts } from "../../support/graphs.js";
import { STARLINK_1, shellNetwork } from "../../support/shell-network.js";
import { leastDisjointSums, simplePaths } from "../../support/simple-paths.js";

function routerOf(graph: NetworkGraph, router = dijkstra): Required<RouterInstance> {
  const instance = router.setup({ config: {} });
  instance.update(graph);
  return instance as Required<RouterInstance>;
}

/** Networks small enough to try every way. */
const small = fc
  .record({
    satellites: fc.integer({ min: 2, max: 6 }),
    ground: fc.integer({ min: 0, max: 2 }),
    ends: fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(),
        fc.oneof(
          fc.integer({ min: 1, max: 4 }),
          fc.double({ min: 0.1, max: 9, noNaN: true }),
          fc.constant(0),
        ),
      ),
      { minLength: 3, maxLength: 13 },
    ),
    groundRelay: fc.boolean(),
    directed: fc.boolean(),
  })
  .map(({ satellites, ground, ends, groundRelay, directed }) => {
    const count = satellites + ground;
    const edges = ends.map(([a, b, latencyMs]) => ({ a: a % count, b: b % count, latencyMs }));
    const graph = graphOf({ satellites, ground, groundRelay, edges });
    return directed ? withDirectedCosts(graph, (from, to) => (from * 5 + to * 3) % 7) : graph;
  });

function costOf({ offsets, heads, costs }: NetworkGraph, { path }: FoundRoute): number {
  let cost = 0;
  for (let i = path.length - 2; i >= 0; i--) {
    let best = Number.POSITIVE_INFINITY;
    for (let arc = offsets[path[i]]; arc < offsets[path[i] + 1]; arc++) {
      if (heads[arc] === path[i + 1]) best = Math.min(best, costs[arc]);
    }
    cost += best;
  }
  return cost;
}

function linksOf(path: readonly number[]): string[] {
  return path.slice(1).map((node, i) => [node, path[i]].sort((p, q) => p - q).join("-"));
}

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, cost] of ours.entries())
    expect(Math.abs(cost - theirs[i])).toBeLessThanOrEqual(1e-12 * (1 + cost));
}

describe("the k shortest ways", () => {
  it("are the best of all loopless ways, and the first is the route", () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 12 }), (graph, k) => {
        const router = routerOf(graph);
        for (let source = 0; source < graph.nodeCount; source++) {
          const target = (source + 1) % graph.nodeCount;
          const all = simplePaths(graph, source, target).map(({ cost }) => cost);
          const ways = router.kShortest(source, target, k);
          expectClose(
            ways.map((way) => costOf(graph, way)),
            all.sort((p, q) => p - q).slice(0, k),
          );
          for (const { path } of ways) expect(new Set(path).size).toBe(path.length);
          expect(new Set(ways.map(({ path }) => path.join())).size).toBe(ways.length);
          const best = router.route(source, target);
          expect(ways.slice(0, 1)).toEqual(best.reachable ? [best] : []);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("come with their own latency and bottleneck, by cost", () => {
    const graph = graphOf({
      satellites: 4,
      edges: [
        { a: 0, b: 1, latencyMs: 1 },
        { a: 1, b: 3, latencyMs: 1 },
        { a: 0, b: 2, latencyMs: 2 },
        { a: 2, b: 3, latencyMs: 2 },
        { a: 1, b: 2, latencyMs: 0.5 },
      ],
    });
    const bottleneckBps = 1e9;
    expect(routerOf(graph).kShortest(0, 3, 9)).toEqual([
      { reachable: true, path: [0, 1, 3], hops: 2, latencyMs: 2, bottleneckBps },
      { reachable: true, path: [0, 1, 2, 3], hops: 3, latencyMs: 3.5, bottleneckBps },
      { reachable: true, path: [0, 2, 1, 3], hops: 3, latencyMs: 3.5, bottleneckBps },
      { reachable: true, path: [0, 2, 3], hops: 2, latencyMs: 4, bottleneckBps },
    ]);
  });

  it("have costs that never fall and paths that differ, on a shell of 1,584 satellites", () => {
    const graph = shellNetwork(STARLINK_1, 6, { protocol: "all-visible", maskDeg: 25 })(0);
    const ways = routerOf(graph, forwarding).kShortest(1584, 1587, 20);
    expect(ways).toHaveLength(20);
    expect(new Set(ways.map(({ path }) => path.join())).size).toBe(20);
    for (const [i, { latencyMs }] of ways.entries()) {
      expect(latencyMs).toBeGreaterThanOrEqual(ways[Math.max(0, i - 1)].latencyMs);
    }
  });

  it("are one, of no links, from a node to itself, and none where there is no route", () => {
    const router = routerOf(graphOf({ satellites: 3, edges: [{ a: 0, b: 1, latencyMs: 1 }] }));
    expect(router.kShortest(1, 1, 3).map(({ path }) => path)).toEqual([[1]]);
    expect(router.kShortest(0, 2, 3)).toEqual([]);
    expect(router.kDisjoint(1, 1, 3).map(({ path }) => path)).toEqual([[1]]);
    expect(router.kDisjoint(0, 2, 3)).toEqual([]);
  });
});

describe("k ways that share no link", () => {
  it("have the least sum of costs, as many as there are", () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 4 }), (graph, k) => {
        const router = routerOf(graph);
        for (let source = 0; source < graph.nodeCount; source++) {
          const target = (source + 1) % graph.nodeCount;
          const sums = leastDisjointSums(graph, simplePaths(graph, source, target));
          const ways = router.kDisjoint(source, target, k);
          expect(ways).toHaveLength(Math.min(k, sums.length));
          const links = ways.flatMap(({ path }) => linksOf(path));
          expect(new Set(links).size).toBe(links.length);
          for (const { path } of ways) expect(new Set(path).size).toBe(path.length);
          const costs = ways.map((way) => costOf(graph, way));
          expect(costs).toEqual([...costs].sort((p, q) => p - q));
          if (ways.length > 0)
            expectClose([costs.reduce((sum, cost) => sum + cost, 0)], [sums[ways.length - 1]]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("give up the best way where it blocks the best pair", () => {
    // The best way, 0-1-2-5, uses the link that both ways of the best pair go around.
    const graph = graphOf({
      satellites: 6,
      edges: [
        { a: 0, b: 1, latencyMs: 1 },
        { a: 1, b: 2, latencyMs: 1 },
        { a: 2, b: 5, latencyMs: 1 },
        { a: 0, b: 3, latencyMs: 2 },
        { a: 3, b: 2, latencyMs: 2 },
        { a: 1, b: 4, latencyMs: 2 },
        { a: 4, b: 5, latencyMs: 2 },
      ],
    });
    const router = routerOf(graph);
    expect(router.route(0, 5)).toMatchObject({ path: [0, 1, 2, 5] });
    expect(router.kDisjoint(0, 5, 2).map(({ path }) => path)).toEqual([
      [0, 1, 4, 5],
      [0, 3, 2, 5],
    ]);
  });

  it("are as many as a site has links, on a shell of 1,584 satellites", () => {
    const graph = shellNetwork(STARLINK_1, 6, { protocol: "all-visible", maskDeg: 25 })(0);
    const [source, target] = [1585, 1588];
    const degree = (node: number) => graph.offsets[node + 1] - graph.offsets[node];
    const most = Math.min(degree(source), degree(target));
    expect(most).toBeGreaterThan(1);
    const ways = routerOf(graph, forwarding).kDisjoint(source, target, 50);
    expect(ways).toHaveLength(most);
    const links = ways.flatMap(({ path }) => linksOf(path));
    expect(new Set(links).size).toBe(links.length);
  });
});

describe("asking for several ways", () => {
  it("refuses a k that is no whole number of at least 1, and nodes that are not there", () => {
    const router = routerOf(graphOf({ satellites: 3, edges: [{ a: 0, b: 1, latencyMs: 1 }] }));
    for (const k of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => router.kShortest(0, 1, k)).toThrow(`expected k as a whole number of at least 1; got ${k}`);
      expect(() => router.kDisjoint(0, 1, k)).toThrow(RangeError);
    }
    expect(() => router.kShortest(0, 3, 1)).toThrow(RangeError);
  });
});
