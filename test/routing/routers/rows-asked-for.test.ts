import { fc } from "@fast-check/vitest";
import { expect, it } from "vitest";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { RouterInstance } from "../../../routing/router.js";
import { dijkstra, forwarding } from "../../../routing/routers/index.js";
import { graphOf } from "../../support/graphs.js";
import { treeByRules } from "../../support/route-rules.js";

function expectTree(router: RouterInstance, graph: NetworkGraph, target: number): void {
  const expected = treeByRules(graph, target);
  const tree = router.tree?.(target);
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  expect(nodes.map((node) => tree?.costs[node])).toEqual(expected.costs);
  expect(nodes.map((node) => tree?.nextHop(node))).toEqual(expected.nextHop);
}

function expectState(router: RouterInstance, graph: NetworkGraph): void {
  const { nodeCount, satelliteCount } = graph;
  const state = router.forwardingState?.();
  expect(state?.targets.length).toBe(nodeCount - satelliteCount);
  for (const [i, target] of (state?.targets ?? new Uint32Array(0)).entries()) {
    const { costs, nextHop } = treeByRules(graph, target);
    expect([...(state?.costs ?? []).slice(i * nodeCount, (i + 1) * nodeCount)]).toEqual(costs);
    expect([...(state?.nextHops ?? []).slice(i * nodeCount, (i + 1) * nodeCount)]).toEqual(nextHop);
  }
}

it("rows are right whether they are asked for one by one, all together, or one way after the other", () => {
  const [satellites, ground] = [12, 4];
  const count = satellites + ground;
  const node = fc.nat(count - 1);
  // Now and then a link so cheap that there are no rows for that tick.
  const latency = fc.oneof({ weight: 40, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constant(1e-12));
  const network = fc.record({
    edges: fc.array(fc.record({ a: node, b: node, latencyMs: latency }), { minLength: 20, maxLength: 30 }),
    down: node,
    groundRelay: fc.boolean(),
    asked: fc.array(fc.nat(ground), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(network, { minLength: 2, maxLength: 8 }), (networks) => {
      const router = forwarding.setup({ config: {} });
      for (const { edges, down, groundRelay, asked } of networks) {
        const usable = new Uint8Array(count).fill(1).fill(0, down, down + 1);
        const graph = graphOf({ satellites, ground, edges, usable, groundRelay });
        router.update(graph);
        for (const which of asked) {
          if (which < ground) expectTree(router, graph, satellites + which);
          else expectState(router, graph);
        }
      }
    }),
    { numRuns: 150 },
  );
});

it("searches are right where a thousand nodes wait at once, most of them in more than one bucket", () => {
  const [satellites, ground] = [1500, 2];
  fc.assert(
    fc.property(fc.constantFrom(60, 5000), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (dearest, seed) => {
      let state = seed;
      const random = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
      };
      const edges = Array.from({ length: 20 * satellites }, () => ({
        a: Math.floor(random() * (satellites + ground)),
        b: Math.floor(random() * satellites),
        latencyMs: dearest ** random(),
      }));
      const graph = graphOf({ satellites, ground, edges });
      for (const definition of [dijkstra, forwarding]) {
        const router = definition.setup({ config: {} });
        router.update(graph);
        for (let target = satellites; target < satellites + ground; target++)
          expectTree(router, graph, target);
      }
    }),
    { numRuns: 3 },
  );
});
