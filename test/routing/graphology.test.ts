import { fc } from "@fast-check/vitest";
import { dijkstra as reference } from "graphology-shortest-path";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../routing/graph-builder.js";
import { toGraphology } from "../../routing/graphology-bridge.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { Route, RouterQuery } from "../../routing/router.js";
import { builtInRouters, dijkstra, graphology } from "../../routing/routers/index.js";
import { nodeTable, shellOf, sitePosition, walker, walkerPositions } from "../support/circular-orbits.js";
import { frameOf } from "../support/frames.js";
import { graphOf, graphSpecs, withDirectedCosts } from "../support/graphs.js";
import { stageOf } from "../support/stages.js";

function costOf(graph: NetworkGraph, { path }: Route & { reachable: true }): number {
  let cost = 0;
  for (let i = 0; i + 1 < path.length; i++) {
    let best = Number.POSITIVE_INFINITY;
    for (let arc = graph.offsets[path[i]]; arc < graph.offsets[path[i] + 1]; arc++) {
      if (graph.heads[arc] === path[i + 1]) best = Math.min(best, graph.costs[arc]);
    }
    cost += best;
  }
  return cost;
}

function expectSameCosts(graph: NetworkGraph, pairs: readonly (readonly [number, number])[]): number {
  const ours = dijkstra.setup({ config: {} });
  const theirs = graphology.setup({ config: {} });
  ours.update(graph);
  theirs.update(graph);
  let reachable = 0;
  for (const [source, target] of pairs) {
    const [p, q] = [ours.route(source, target), theirs.route(source, target)];
    expect(p.reachable).toBe(q.reachable);
    if (!p.reachable || !q.reachable) {
      expect(p).toEqual(q);
      continue;
    }
    reachable++;
    const expected = costOf(graph, q);
    expect(Math.abs(costOf(graph, p) - expected)).toBeLessThanOrEqual(1e-9 * expected);
    if (graph.costs === graph.latencyMs)
      expect(Math.abs(p.latencyMs - q.latencyMs)).toBeLessThanOrEqual(1e-9 * expected);
  }
  return reachable;
}

function allPairs(count: number): [number, number][] {
  return Array.from({ length: count * count }, (_, i) => [Math.floor(i / count), i % count]);
}

describe("dijkstra and graphology-shortest-path", () => {
  it("agree on random graphs: costs, and what is unreachable and why", () => {
    const latency = fc.oneof(fc.double({ min: 0.01, max: 50, noNaN: true }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(graphSpecs(latency), (spec) => {
        const graph = graphOf(spec);
        expectSameCosts(graph, allPairs(graph.nodeCount));
      }),
      { numRuns: 60 },
    );
  });

  it("agree where each direction has a cost of its own", () => {
    fc.assert(
      fc.property(graphSpecs(fc.constant(1)), fc.nat(99), (spec, salt) => {
        const graph = withDirectedCosts(graphOf(spec), (from, to) => 1 + ((from * 31 + to * 17 + salt) % 10));
        expectSameCosts(graph, allPairs(graph.nodeCount));
      }),
      { numRuns: 40 },
    );
  });

  it("agree on 20 frames of a Walker shell with sites", () => {
    const pattern = walker({ planes: 24, slotsPerPlane: 22, inclinationDeg: 53, phasing: 5 });
    const sites = [
      [48.2, 16.4],
      [35.7, 139.7],
      [-33.9, 151.2],
      [40.7, -74],
      [-1.3, 36.8],
      [64.1, -21.9],
    ] as const;
    const shell = shellOf(pattern);
    const nodes = nodeTable(shell.count, sites.length, [shell]);
    const { stage, classes } = stageOf(
      nodes,
      [{ protocol: "plus-grid" }],
      [{ protocol: "all-visible", maskDeg: 10 }],
    );
    const builder = new GraphBuilder();
    const pairs = allPairs(sites.length).map(([a, b]): [number, number] => [
      a + shell.count,
      b + shell.count,
    ]);
    let reachable = 0;
    for (let frame = 0; frame < 20; frame++) {
      const ground = sites.flatMap(([latitude, longitude]) => sitePosition(latitude, longitude));
      const positions = Float64Array.of(...walkerPositions(pattern, 60 * frame), ...ground);
      const view = frameOf(positions, nodes);
      const { links } = stage.build(view);
      const graph = builder.build(links, classes, view.usable, nodes, {
        groundRelay: false,
        cost: "latency",
      });
      reachable += expectSameCosts(graph, pairs);
    }
    expect(reachable).toBeGreaterThan(20 * sites.length * 2);
  });
});

describe("toGraphology", () => {
  it("has the nodes and links of the network, with their attributes", () => {
    const graph = graphOf({
      satellites: 3,
      ground: 1,
      edges: [
        { a: 0, b: 1, latencyMs: 2 },
        { a: 1, b: 3, latencyMs: 4 },
      ],
    });
    const result = toGraphology(graph);
    expect(result.type).toBe("undirected");
    expect(result.nodes()).toEqual(["0", "1", "2", "3"]);
    expect(result.getNodeAttributes("3")).toEqual({ kind: "ground", relay: false });
    expect(result.size).toBe(2);
    const [edge] = result.edges("1", "3");
    expect(result.getEdgeAttributes(edge)).toEqual({
      cost: 4,
      latencyMs: 4,
      lengthKm: 0,
      bandwidthBps: 1e9,
      kind: "fixed",
    });
    expect(reference.bidirectional(result, "0", "3", "latencyMs")).toEqual(["0", "1", "3"]);
  });

  it("is directed where costs are", () => {
    const graph = withDirectedCosts(
      graphOf({ satellites: 2, edges: [{ a: 0, b: 1, latencyMs: 1 }] }),
      (from) => from,
    );
    const result = toGraphology(graph);
    expect(result.type).toBe("directed");
    expect(result.mapEdges((_, { cost }, source) => [source, cost])).toEqual([
      ["0", 0],
      ["1", 1],
    ]);
  });
});

describe("built-in routers", () => {
  it("are found by name, and say what they answer", () => {
    const names = ["dijkstra", "a-star", "bidirectional", "graphology", "forwarding", "link-state"];
    expect([...builtInRouters.keys()]).toEqual(names);
    for (const [name, router] of builtInRouters) {
      expect(router.name).toBe(name);
      const instance = router.setup({ config: router.config?.parse({}) });
      const answers = {
        route: instance.route,
        tree: instance.tree,
        "forwarding-state": instance.forwardingState,
        "k-shortest": instance.kShortest,
        "k-disjoint": instance.kDisjoint,
      };
      for (const [query, method] of Object.entries(answers)) {
        expect(`${name} ${query} ${method !== undefined}`).toBe(
          `${name} ${query} ${router.queries.includes(query as RouterQuery)}`,
        );
      }
    }
  });
});
