import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { RouterInstance, RouteTree } from "../../routing/router.js";
import { suitsBuckets } from "../../routing/routers/bucket-search.js";
import { dijkstra } from "../../routing/routers/dijkstra.js";
import { searchGraph } from "../../routing/routers/target-search.js";
import { type Edge, graphOf, graphSpecs, withDirectedCosts } from "../support/graphs.js";
import { treeByRules } from "../support/route-rules.js";

function routerOf(graph: NetworkGraph): RouterInstance {
  const router = dijkstra.setup({ config: {} });
  router.update(graph);
  return router;
}

function treeOf(router: RouterInstance, target: number): RouteTree {
  if (router.tree === undefined) throw new Error("dijkstra answers tree queries");
  return router.tree(target);
}

/** Every target's tree against the rules, and every pair's route against the tree. */
function expectToFollowRules(graph: NetworkGraph): void {
  const forTrees = routerOf(graph);
  const forPairs = routerOf(graph);
  for (let target = 0; target < graph.nodeCount; target++) {
    const expected = treeByRules(graph, target);
    const tree = treeOf(forTrees, target);
    for (let node = 0; node < graph.nodeCount; node++) {
      expect(tree.costs[node]).toBe(expected.costs[node]);
      expect(tree.nextHop(node)).toBe(expected.nextHop[node]);
    }
    // From the far end first, then others: partial trees that are grown on.
    for (let i = 0; i < graph.nodeCount; i++) {
      const source = (i * 7 + target) % graph.nodeCount;
      const route = forPairs.route(source, target);
      expect(route).toEqual(tree.routeFrom(source));
      if (!route.reachable) continue;
      const path = [source];
      while (path[path.length - 1] !== target) path.push(expected.nextHop[path[path.length - 1]]);
      expect(route.path).toEqual(path);
      if (graph.costs === graph.latencyMs) expect(route.latencyMs).toBe(expected.costs[source]);
    }
  }
}

function usesBuckets(graph: NetworkGraph): boolean {
  return suitsBuckets(searchGraph(graph, new Float64Array(graph.arcCount)));
}

function gridEdges(width: number, height: number, latencyMs: number): Edge[] {
  const edges: Edge[] = [];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const id = x * height + y;
      if (x + 1 < width) edges.push({ a: id, b: id + height, latencyMs });
      if (y + 1 < height) edges.push({ a: id, b: id + 1, latencyMs });
    }
  }
  return edges;
}

describe("dijkstra", () => {
  it("follows the rules where costs are much alike (buckets)", () => {
    const latency = fc.oneof(fc.double({ min: 0.5, max: 40, noNaN: true }), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(graphSpecs(latency), (spec) => expectToFollowRules(graphOf(spec))),
      { numRuns: 150 },
    );
  });

  it("follows the rules with links that cost nothing, or too little to show in a sum (heap)", () => {
    const latency = fc.oneof(
      fc.constantFrom(0, 0, 1, 2, 1e-300, 1e-17),
      fc.double({ min: 0, max: 10, noNaN: true }),
    );
    fc.assert(
      fc.property(graphSpecs(latency), (spec) => expectToFollowRules(graphOf(spec))),
      { numRuns: 250 },
    );
  });

  it("follows the rules where each direction has a cost of its own", () => {
    fc.assert(
      fc.property(
        graphSpecs(fc.constant(1)),
        fc.integer({ min: 0, max: 99 }),
        fc.boolean(),
        (spec, salt, even) => {
          const graph = withDirectedCosts(graphOf(spec), (from, to) => {
            const drawn = (from * 31 + to * 17 + salt) % 10;
            return even ? 5 + drawn : Math.max(0, drawn - 3);
          });
          expectToFollowRules(graph);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("takes the lowest id where many ways cost the same", () => {
    const graph = graphOf({ satellites: 25, edges: gridEdges(5, 5, 2) });
    expect(usesBuckets(graph)).toBe(true);
    const route = routerOf(graph).route(24, 0);
    expect(route).toMatchObject({
      reachable: true,
      path: [24, 19, 14, 9, 4, 3, 2, 1, 0],
      hops: 8,
      latencyMs: 16,
    });
    expectToFollowRules(graph);
  });

  it("takes the way of fewest links where links cost nothing, and never goes in circles", () => {
    const graph = graphOf({ satellites: 25, edges: gridEdges(5, 5, 0) });
    expect(usesBuckets(graph)).toBe(false);
    expect(routerOf(graph).route(24, 0)).toMatchObject({ reachable: true, hops: 8, latencyMs: 0 });
    expectToFollowRules(graph);
  });

  it("uses the heap where costs are too uneven for buckets, with the same answers", () => {
    const edges = [...gridEdges(4, 4, 1), { a: 0, b: 15, latencyMs: 1e-6 }, { a: 3, b: 12, latencyMs: 5000 }];
    const graph = graphOf({ satellites: 16, edges });
    expect(usesBuckets(graph)).toBe(false);
    expectToFollowRules(graph);
  });

  it("leaves no doubt at the edge of a bucket", () => {
    // Costs that are whole multiples of the cheapest fall on bucket borders but for the margin.
    const edges = gridEdges(8, 8, 0.1).map((edge, i) => ({ ...edge, latencyMs: 0.1 * (1 + (i % 3)) }));
    const graph = graphOf({ satellites: 64, edges });
    expect(usesBuckets(graph)).toBe(true);
    expectToFollowRules(graph);
  });

  it("lets only satellites and the two ends be on a path, unless ground nodes relay", () => {
    // 0 and 1 are joined by ground node 3 at less cost than by satellite 2.
    const edges = [
      { a: 0, b: 3, latencyMs: 1 },
      { a: 1, b: 3, latencyMs: 1 },
      { a: 0, b: 2, latencyMs: 5 },
      { a: 1, b: 2, latencyMs: 5 },
      { a: 1, b: 4, latencyMs: 1 },
    ];
    const spec = { satellites: 3, ground: 2, edges };
    const strict = routerOf(graphOf(spec));
    expect(strict.route(0, 1)).toMatchObject({ path: [0, 2, 1], latencyMs: 10 });
    expect(strict.route(3, 4)).toMatchObject({ path: [3, 1, 4], latencyMs: 2 });
    expect(routerOf(graphOf({ ...spec, groundRelay: true })).route(0, 1)).toMatchObject({ path: [0, 3, 1] });
  });

  it("says why there is no route", () => {
    const edges = [
      { a: 0, b: 1, latencyMs: 1 },
      { a: 2, b: 3, latencyMs: 1 },
      { a: 4, b: 5, latencyMs: 1 },
    ];
    const usable = Uint8Array.of(1, 1, 1, 1, 0, 1, 1);
    const router = routerOf(graphOf({ satellites: 7, edges, usable }));
    const reason = (source: number, target: number) => {
      const route = router.route(source, target);
      return route.reachable ? "reachable" : route.reason;
    };
    expect(reason(0, 1)).toBe("reachable");
    expect(reason(0, 2)).toBe("disconnected");
    expect(reason(4, 0)).toBe("source-unusable");
    expect(reason(0, 4)).toBe("target-unusable");
    expect(reason(5, 0)).toBe("source-isolated");
    expect(reason(0, 6)).toBe("target-isolated");
    expect(treeOf(router, 0).routeFrom(6)).toEqual({ reachable: false, reason: "source-isolated" });
  });

  it("reaches a node from itself over no links", () => {
    const router = routerOf(graphOf({ satellites: 2, edges: [] }));
    expect(router.route(1, 1)).toEqual({
      reachable: true,
      path: [1],
      hops: 0,
      latencyMs: 0,
      bottleneckBps: Number.POSITIVE_INFINITY,
    });
    expect(treeOf(router, 1).nextHop(1)).toBe(1);
    expect(treeOf(router, 1).nextHop(0)).toBe(-1);
  });

  it("gives the smallest bandwidth on the way", () => {
    const graph = graphOf({
      satellites: 3,
      edges: [
        { a: 0, b: 1, latencyMs: 1 },
        { a: 1, b: 2, latencyMs: 1 },
      ],
      classes: [
        { kind: "fixed", bandwidthBps: 20e9, hopDelayMs: 0.5 },
        { kind: "fixed", bandwidthBps: 4e9, hopDelayMs: 0 },
      ],
    });
    graph.table.linkClass[1] = 1;
    expect(routerOf(graph).route(0, 2)).toMatchObject({ bottleneckBps: 4e9 });
    expect(routerOf(graph).route(0, 1)).toMatchObject({ bottleneckBps: 20e9, latencyMs: 1.5 });
  });

  it("refuses nodes that are not there", () => {
    const router = routerOf(graphOf({ satellites: 2, edges: [] }));
    expect(() => router.route(0, 2)).toThrow(RangeError);
    expect(() => router.route(-1, 0)).toThrow(RangeError);
    expect(() => treeOf(router, 5)).toThrow(RangeError);
    expect(() => treeOf(router, 0).nextHop(1.5)).toThrow(RangeError);
  });

  it("answers for the newest graph, and keeps trees handed out until then", () => {
    const router = dijkstra.setup({ config: {} });
    for (const latencyMs of [1, 3, 2]) {
      const graph = graphOf({ satellites: 9, edges: gridEdges(3, 3, latencyMs) });
      router.update(graph);
      const held = treeOf(router, 0);
      for (let target = 1; target < 9; target++) router.route(0, target);
      expect(held.costs[8]).toBe(4 * latencyMs);
      expect(router.route(8, 0)).toMatchObject({ latencyMs: 4 * latencyMs });
    }
    router.update(graphOf({ satellites: 4, edges: gridEdges(2, 2, 7) }));
    expect(router.route(0, 3)).toMatchObject({ latencyMs: 14 });
  });
});
