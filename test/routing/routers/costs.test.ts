import { describe, expect, it } from "vitest";
import { defineCost, Simulation } from "../../../index.js";
import { GraphBuilder } from "../../../routing/graph-builder.js";
import { builtInCosts, type CostedLink, type LinkCost } from "../../../routing/link-cost.js";
import type { LinkClass } from "../../../routing/link-table.js";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import { builtInRouters, dijkstra } from "../../../routing/routers/index.js";
import { nodeTable } from "../../support/circular-orbits.js";
import { type Edge, fixedTable } from "../../support/graphs.js";
import { treeByRules } from "../../support/route-rules.js";
import { load, refusal, scenarioText } from "../../support/scenario-folder.js";

const CLASSES: readonly LinkClass[] = [
  { kind: "fixed", bandwidthBps: 20e9, hopDelayMs: 0 },
  { kind: "fixed", bandwidthBps: 2e9, hopDelayMs: 0.5 },
];

/** Two ways from 0 to 3: 0-1-2-3 is short and wide, 0-3 long and narrow. */
const EDGES: Edge[] = [
  { a: 0, b: 1, latencyMs: 1 },
  { a: 0, b: 3, latencyMs: 9 },
  { a: 1, b: 2, latencyMs: 1 },
  { a: 2, b: 3, latencyMs: 1 },
];

function graphWith(cost: "latency" | LinkCost, edges: readonly Edge[] = EDGES, nodes = 4): NetworkGraph {
  const table = fixedTable(edges);
  const narrow = table.b.indexOf(3);
  table.linkClass[narrow] = 1;
  const options = { groundRelay: false, cost };
  return new GraphBuilder().build(table, CLASSES, new Uint8Array(nodes).fill(1), nodeTable(nodes), options);
}

function builtIn(name: string): LinkCost {
  const cost = builtInCosts.get(name);
  if (cost === undefined) throw new Error(`no cost "${name}"`);
  return cost;
}

const SHORT = { path: [0, 1, 2, 3], latencyMs: 3, bottleneckBps: 20e9, hops: 3 };
const FEW = { path: [0, 3], latencyMs: 9.5, bottleneckBps: 2e9, hops: 1 };

describe("costs", () => {
  it("choose the way; latency and bottleneck stay what they are", () => {
    const narrowest = defineCost({ name: "narrow", cost: ({ bandwidthBps }) => bandwidthBps / 1e9 });
    const answers: [LinkCost | "latency", object, number][] = [
      ["latency", SHORT, 3],
      [builtIn("latency"), SHORT, 3],
      [builtIn("hops"), FEW, 1],
      [builtIn("inverse-bandwidth"), SHORT, 3 / 20],
      [narrowest, FEW, 2],
    ];
    for (const [cost, way, total] of answers) {
      const graph = graphWith(cost);
      for (const router of builtInRouters.values()) {
        const instance = router.setup({ config: router.config?.parse({}) });
        instance.update(graph);
        expect(instance.route(0, 3)).toEqual({ reachable: true, ...way });
        expect(instance.tree?.(3).costs[0] ?? total).toBeCloseTo(total, 12);
      }
    }
  });

  it("are asked for each direction of each link", () => {
    const asked: CostedLink[] = [];
    const cost = defineCost({
      name: "uphill",
      cost(link) {
        asked.push({ ...link });
        return link.from < link.to ? 5 : 1;
      },
    });
    const graph = graphWith(cost);
    expect(asked).toHaveLength(8);
    expect(asked).toContainEqual({
      from: 3,
      to: 0,
      kind: "fixed",
      lengthKm: 0,
      latencyMs: 9.5,
      bandwidthBps: 2e9,
    });
    const router = dijkstra.setup({ config: {} });
    router.update(graph);
    for (let target = 0; target < 4; target++) {
      expect([...(router.tree?.(target).costs ?? [])]).toEqual(treeByRules(graph, target).costs);
    }
    expect(router.tree?.(0).costs[3]).toBe(1);
    expect(router.tree?.(3).costs[0]).toBe(5);
  });

  it("must be finite numbers of at least 0", () => {
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY, undefined, "3"]) {
      const cost = defineCost({ name: "wrong", cost: ({ from }) => (from === 2 ? (wrong as number) : 1) });
      expect(() => graphWith(cost)).toThrow(
        `cost "wrong" gave ${wrong} for the link from node 2 to 1; expected a finite number of at least 0`,
      );
    }
  });

  it("that fail say whose they are", () => {
    const cost = defineCost({
      name: "mine",
      cost() {
        throw new Error("no idea");
      },
    });
    expect(() => graphWith(cost)).toThrow('cost "mine" failed for the link from node 0 to 1: no idea');
  });

  it("serve networks that grow from tick to tick", () => {
    const builder = new GraphBuilder();
    for (const nodes of [3, 40, 9]) {
      const edges = Array.from({ length: nodes - 1 }, (_, a) => ({ a, b: a + 1, latencyMs: 2 }));
      const options = { groundRelay: false, cost: builtIn("hops") };
      const usable = new Uint8Array(nodes).fill(1);
      const graph = builder.build(fixedTable(edges), CLASSES, usable, nodeTable(nodes), options);
      const router = dijkstra.setup({ config: {} });
      router.update(graph);
      expect(router.tree?.(0).costs[nodes - 1]).toBe(nodes - 1);
      expect(router.route(nodes - 1, 0)).toMatchObject({ latencyMs: 2 * (nodes - 1) });
    }
  });
});

const MINE = `export default { kind: "link-cost", name: "mine", cost: ({ lengthKm }) => lengthKm ** 2 };\n`;

describe("routing.cost of a scenario", () => {
  const scenario = (routing: string) => scenarioText({ routing, probes: "[{ from: Vienna, to: Graz }]" });

  it("is latency, a built-in by name, or a module of one's own", async () => {
    expect((await load(scenarioText())).routing.cost).toBe("latency");
    expect((await load(scenario("{ cost: latency }"))).routing.cost).toBe("latency");
    expect((await load(scenario("{ cost: hops }"))).routing.cost).toEqual({ name: "hops" });
    const plan = await load(scenario("{ cost: ./mine.js }"), { "mine.js": MINE });
    expect(plan.routing.cost).toMatchObject({ name: "./mine.js", url: expect.stringMatching(/mine\.js$/) });
    expect(plan.inputs.map(({ path }) => path)).toContain("./mine.js");
    const simulation = await Simulation.create(plan);
    expect(await simulation.run()).toBe("complete");
  });

  it("is part of the scenario's hash, a module by its content", async () => {
    const hash = async (routing: string, mine = MINE) =>
      (await load(scenario(routing), { "mine.js": mine, "other.js": mine })).scenarioHash;
    expect(await hash("{ cost: hops }")).not.toBe(await hash("{ cost: latency }"));
    expect(await hash("{ cost: ./mine.js }")).toBe(await hash("{ cost: ./other.js }"));
    expect(await hash("{ cost: ./mine.js }")).not.toBe(await hash("{ cost: ./mine.js }", `${MINE}//`));
  });

  it("is refused where it is unknown, not available yet, or no cost", async () => {
    expect(await refusal(scenario("{ cost: latancy }"))).toEqual([
      expect.stringMatching(
        /^scenario\.yaml:\d+:18: unknown cost "latancy"; expected latency, hops, inverse-bandwidth, a path.* did you mean "latency"\?$/,
      ),
    ]);
    expect(await refusal(scenario("{ cost: lifetime }"))).toEqual([
      expect.stringContaining('cost "lifetime" is not available yet; available are latency, hops'),
    ]);
    expect(await refusal(scenario("{ cost: ./mine.js }"), { "mine.js": "export default 3;" })).toEqual([
      expect.stringContaining('"./mine.js" must have a link-cost as its default export'),
    ]);
    expect(await refusal(scenario("{ router: dikstra, cost: hop }"))).toHaveLength(2);
    expect(await refusal(scenario("{ cost: hop, groundrelay: true }"))).toHaveLength(2);
  });
});
