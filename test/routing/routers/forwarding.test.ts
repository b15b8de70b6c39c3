import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { ForwardingState, RouterInstance } from "../../../routing/router.js";
import { dijkstra, forwarding } from "../../../routing/routers/index.js";
import { graphOf, graphSpecs, withDirectedCosts } from "../../support/graphs.js";
import { treeByRules } from "../../support/route-rules.js";
import { STARLINK_1, shellNetwork } from "../../support/shell-network.js";

function stateOf(router: RouterInstance): ForwardingState {
  if (router.forwardingState === undefined) throw new Error("forwarding answers forwarding-state queries");
  return router.forwardingState();
}

/** Every row against the rules for routes, read plainly. */
function expectToFollowRules(router: RouterInstance, graph: NetworkGraph): void {
  const { targets, nodeCount, costs, nextHops } = stateOf(router);
  expect(nodeCount).toBe(graph.nodeCount);
  expect([...targets]).toEqual(
    Array.from({ length: graph.nodeCount - graph.satelliteCount }, (_, i) => graph.satelliteCount + i),
  );
  for (const [i, target] of targets.entries()) {
    const expected = treeByRules(graph, target);
    expect([...costs.subarray(i * nodeCount, (i + 1) * nodeCount)]).toEqual(expected.costs);
    expect([...nextHops.subarray(i * nodeCount, (i + 1) * nodeCount)]).toEqual(expected.nextHop);
  }
}

/** The same nodes, ticks on end; links come, go and change as they like. */
function histories(latency: fc.Arbitrary<number>) {
  return fc
    .record({
      satellites: fc.integer({ min: 1, max: 24 }),
      ground: fc.integer({ min: 1, max: 5 }),
      groundRelay: fc.boolean(),
      links: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 70 }),
      ticks: fc.array(
        fc.record({
          latencies: fc.array(latency, { minLength: 8, maxLength: 8 }),
          gone: fc.array(fc.nat(), { maxLength: 6 }),
          masked: fc.array(fc.nat(), { maxLength: 2 }),
        }),
        { minLength: 2, maxLength: 6 },
      ),
    })
    .map(({ satellites, ground, groundRelay, links, ticks }) => {
      const count = satellites + ground;
      return ticks.map(({ latencies, gone, masked }) => {
        const usable = new Uint8Array(count).fill(1);
        for (const node of masked) usable[node % count] = 0;
        const left = links.filter((_, i) => !gone.some((each) => each % links.length === i));
        const edges = left.map(([a, b]) => ({
          a: a % count,
          b: b % count,
          latencyMs: latencies[(a * 7 + b) % latencies.length],
        }));
        return graphOf({ satellites, ground, groundRelay, edges, usable });
      });
    });
}

describe("forwarding", () => {
  const even = fc.oneof(fc.double({ min: 0.5, max: 40, noNaN: true }), fc.integer({ min: 1, max: 4 }));

  it("follows the rules at every tick of random networks", () => {
    fc.assert(
      fc.property(histories(even), (graphs) => {
        const router = forwarding.setup({ config: {} });
        for (const graph of graphs) {
          router.update(graph);
          expectToFollowRules(router, graph);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("follows the rules on a grid where most ways are equally long", () => {
    const router = forwarding.setup({ config: {} });
    const width = 7;
    const edges = Array.from({ length: width * width }, (_, id) => [
      ...(id % width < width - 1 ? [{ a: id, b: id + 1, latencyMs: 1 }] : []),
      ...(id + width < width * width ? [{ a: id, b: id + width, latencyMs: 1 }] : []),
    ]).flat();
    for (let tick = 0; tick < 12; tick++) {
      const site = { a: 49, latencyMs: 3 };
      const sites = [0, (tick * 9) % 49, 48].map((b, i) => ({
        ...site,
        b,
        latencyMs: 3 + (i === 1 ? 1 : 0),
      }));
      const graph = graphOf({ satellites: 49, ground: 1, edges: [...edges, ...sites] });
      router.update(graph);
      expectToFollowRules(router, graph);
    }
  });

  it("follows the rules where directions cost differently", () => {
    fc.assert(
      fc.property(histories(fc.constant(1)), fc.nat(99), (graphs, salt) => {
        const router = forwarding.setup({ config: {} });
        for (const [tick, plain] of graphs.entries()) {
          const graph = withDirectedCosts(
            plain,
            (from, to) => 5 + ((from * 31 + to * 17 + salt * tick) % 10),
          );
          router.update(graph);
          expectToFollowRules(router, graph);
        }
      }),
      { numRuns: 80 },
    );
  });

  it("follows the rules where links cost nothing at some ticks", () => {
    const uneven = fc.oneof(fc.constantFrom(0, 0, 1, 1e-17, 2), fc.double({ min: 0, max: 10, noNaN: true }));
    fc.assert(
      fc.property(histories(uneven), histories(even), (some, others) => {
        for (const graphs of [
          [...some, ...others],
          [...others, ...some],
        ]) {
          const router = forwarding.setup({ config: {} });
          for (const graph of graphs) {
            router.update(graph);
            expectToFollowRules(router, graph);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("answers routes and trees as dijkstra does, for satellites too", () => {
    fc.assert(
      fc.property(graphSpecs(fc.oneof(even, fc.constant(0))), (spec) => {
        const graph = graphOf(spec);
        const [ours, theirs] = [forwarding.setup({ config: {} }), dijkstra.setup({ config: {} })];
        ours.update(graph);
        theirs.update(graph);
        for (let target = 0; target < graph.nodeCount; target++) {
          const [tree, expected] = [ours.tree?.(target), theirs.tree?.(target)];
          for (let source = 0; source < graph.nodeCount; source++) {
            expect(ours.route(source, target)).toEqual(theirs.route(source, target));
            expect(tree?.routeFrom(source)).toEqual(expected?.routeFrom(source));
            expect(tree?.nextHop(source)).toBe(expected?.nextHop(source));
            expect(tree?.costs[source]).toBe(expected?.costs[source]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("repairs from a tick long past when nobody asked in between", () => {
    const network = shellNetwork(STARLINK_1, 8);
    const router = forwarding.setup({ config: {} });
    for (const seconds of [0, 1, 2, 30, 31, 600, 601]) {
      const graph = network(seconds);
      router.update(graph);
      // At some ticks only one row is asked for.
      if (seconds % 2 === 1) router.tree?.(graph.satelliteCount + 3);
      else expectSameAsDijkstra(router, graph, [0, 3, 7]);
    }
  });

  it("refuses nodes that are not there", () => {
    const router = forwarding.setup({ config: {} });
    router.update(graphOf({ satellites: 2, ground: 1, edges: [] }));
    expect(() => router.route(0, 3)).toThrow(RangeError);
    expect(() => router.tree?.(-1)).toThrow(RangeError);
    expect(() => router.tree?.(2).nextHop(9)).toThrow(RangeError);
  });
});

function expectSameAsDijkstra(router: RouterInstance, graph: NetworkGraph, rows: readonly number[]): void {
  const { targets, nodeCount, costs, nextHops } = stateOf(router);
  const fresh = dijkstra.setup({ config: {} });
  fresh.update(graph);
  let wrong = 0;
  for (const row of rows) {
    const tree = fresh.tree?.(targets[row]);
    if (tree === undefined) throw new Error("dijkstra answers tree queries");
    for (let node = 0; node < nodeCount; node++) {
      const at = row * nodeCount + node;
      if (!Object.is(costs[at], tree.costs[node]) || nextHops[at] !== tree.nextHop(node)) wrong++;
    }
  }
  expect(wrong).toBe(0);
}

/** A tenth of the rows at each tick, by turns; all of them where somebody has the time. */
const ROWS_COMPARED = process.env.STARBELT_FULL_CHECKS === "1" ? 100 : 10;

describe("the forwarding state of Starlink's first shell, repaired from tick to tick", () => {
  for (const ground of ["nearest", "all-visible"]) {
    it(`equals a fresh one at each of 600 ticks, over failures and handovers (${ground})`, () => {
      const sites = 100;
      const network = shellNetwork(STARLINK_1, sites, { protocol: ground, maxLinks: 1, maskDeg: 25 });
      const router = forwarding.setup({ config: {} });
      let handovers = 0;
      let before = "";
      let seed = 7;
      const random = (below: number) => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return seed % below;
      };
      for (let tick = 0; tick < 600; tick++) {
        const count = 1584 + sites;
        const usable = new Uint8Array(count).fill(1);
        // Every other minute some satellites and links are out of service; each tick some more for that tick.
        const failures = tick % 120 < 60 ? 0 : 5;
        for (let i = 0; i < failures; i++) usable[(tick - (tick % 60) + 37 * i) % 1584] = 0;
        if (tick % 50 === 0) usable[random(count)] = 0;
        const graph = network(tick, {
          usable,
          struck(table) {
            const struck = new Uint8Array(table.count);
            for (let i = 0; i < failures + (tick % 7 === 0 ? 3 : 0); i++) struck[random(table.count)] = 1;
            return struck;
          },
        });
        router.update(graph);
        const rows = Array.from({ length: ROWS_COMPARED }, (_, i) => (tick * ROWS_COMPARED + i) % sites);
        expectSameAsDijkstra(router, graph, rows);
        const { table } = graph;
        const now = table.a.subarray(table.islCount, table.islCount + table.gslCount).join();
        if (now !== before) handovers++;
        before = now;
      }
      expect(handovers).toBeGreaterThan(100);
    }, 300_000);
  }
});
