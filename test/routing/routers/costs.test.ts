import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { defineCost, Simulation } from "../../../index.js";
import type { CostInputs } from "../../../routing/arc-costs.js";
import { GraphBuilder } from "../../../routing/graph-builder.js";
import { builtInCosts, type CostedLink, type LinkCost } from "../../../routing/link-cost.js";
import type { LinkClass } from "../../../routing/link-table.js";
import type { NetworkGraph } from "../../../routing/network-graph.js";
import { builtInRouters, dijkstra } from "../../../routing/routers/index.js";
import { nodeTable } from "../../support/circular-orbits.js";
import { type Edge, fixedTable, graphSpecs } from "../../support/graphs.js";
import { treeByRules } from "../../support/route-rules.js";
import { atEachTick } from "../../support/run-small.js";
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

function graphWith(
  cost: "latency" | LinkCost,
  edges: readonly Edge[] = EDGES,
  nodes = 4,
  costInputs?: CostInputs,
): NetworkGraph {
  const table = fixedTable(edges);
  const narrow = table.b.indexOf(3);
  table.linkClass[narrow] = 1;
  const options = { groundRelay: false, cost, costInputs };
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

/** What costs may read of the four links of `EDGES`. */
const READINGS: CostInputs = {
  utilisation: Float64Array.of(0.5, 0, 0, 0.25, 1, 0.999, 0, 0),
  lifetime: Float64Array.of(10, 400, 0.001, 3600),
};

describe("what costs may read", () => {
  it("is there in the direction of travel, for those who ask", () => {
    const seen = new Map<string, readonly number[]>();
    const cost = defineCost({
      name: "reader",
      reads: ["lifetime", "utilisation"],
      cost({ from, to, utilisation, lifetime }) {
        seen.set(`${from}-${to}`, [utilisation, lifetime]);
        return 1;
      },
    });
    graphWith(cost, EDGES, 4, READINGS);
    expect(Object.fromEntries(seen)).toEqual({
      "0-1": [0.5, 10],
      "1-0": [0, 10],
      "0-3": [0, 400],
      "3-0": [0.25, 400],
      "1-2": [1, 0.001],
      "2-1": [0.999, 0.001],
      "2-3": [0, 3600],
      "3-2": [0, 3600],
    });
  });

  it("is refused to those who do not", () => {
    for (const input of ["utilisation", "lifetime"] as const) {
      const other = input === "lifetime" ? "utilisation" : "lifetime";
      for (const reads of [{}, { reads: [] }, { reads: [other] as const }]) {
        const cost = defineCost({ name: "sly", ...reads, cost: (link) => link[input] });
        expect(() => graphWith(cost, EDGES, 4, READINGS)).toThrow(
          `cost "sly" failed for the link from node 0 to 1: it reads ${input} without asking for it; ` +
            `expected reads: ["${input}"] in its definition`,
        );
      }
    }
  });

  it("makes utilisation latency / (1 - u), and lifetime 1 / seconds", () => {
    const loaded = graphWith(builtIn("utilisation"), EDGES, 4, READINGS);
    const costOf = ({ offsets, heads, costs }: NetworkGraph, from: number, to: number) =>
      costs[heads.indexOf(to, offsets[from])];
    expect(costOf(loaded, 0, 1)).toBe(2);
    expect(costOf(loaded, 1, 0)).toBe(1);
    expect(costOf(loaded, 3, 0)).toBeCloseTo(9.5 / 0.75, 12);
    expect(costOf(loaded, 1, 2)).toBeCloseTo(100, 9);
    expect(costOf(loaded, 2, 1)).toBeCloseTo(100, 9);
    const idle = graphWith(builtIn("utilisation"));
    expect(idle.costs.slice(0, idle.arcCount)).toEqual(idle.latencyMs.slice(0, idle.arcCount));
    const lasting = graphWith(builtIn("lifetime"), EDGES, 4, READINGS);
    expect([costOf(lasting, 0, 1), costOf(lasting, 2, 1)]).toEqual([0.1, 1000]);
    expect(() => graphWith(builtIn("lifetime"))).toThrow("nobody worked out the lifetimes");
  });

  it("gives the ways of the rules, also where links cost next to nothing", () => {
    const latency = fc.oneof(
      fc.constantFrom(0, 1e-300, 1e-17, 1, 2),
      fc.double({ min: 0, max: 30, noNaN: true }),
    );
    const load = fc.constantFrom(0, 0, 0.5, 0.99, 1);
    const seconds = fc.oneof(fc.constantFrom(0.001, 3600), fc.double({ min: 0.001, max: 3600, noNaN: true }));
    fc.assert(
      fc.property(
        graphSpecs(latency),
        fc.array(load, { minLength: 160, maxLength: 160 }),
        fc.array(seconds, { minLength: 80, maxLength: 80 }),
        ({ satellites, ground = 0, edges, groundRelay = false, usable }, loads, lifetimes) => {
          const nodes = nodeTable(satellites, ground);
          const costInputs = {
            utilisation: Float64Array.from(loads),
            lifetime: Float64Array.from(lifetimes),
          };
          const routers = ["dijkstra", "forwarding"].map((name) =>
            builtInRouters.get(name)?.setup({ config: {} }),
          );
          for (const name of ["utilisation", "lifetime"]) {
            const options = { groundRelay, cost: builtIn(name), costInputs };
            const mask = usable ?? new Uint8Array(nodes.count).fill(1);
            const graph = new GraphBuilder().build(fixedTable(edges), CLASSES, mask, nodes, options);
            for (const router of routers) {
              router?.update(graph);
              for (let target = 0; target < nodes.count; target++) {
                const expected = treeByRules(graph, target);
                const tree = router?.tree?.(target);
                expect([...(tree?.costs ?? [])].slice(0, nodes.count)).toEqual(expected.costs);
                expect(expected.nextHop.map((_, node) => tree?.nextHop(node))).toEqual(expected.nextHop);
              }
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives every router ways of the same cost in a run, over failures", async () => {
    for (const name of ["utilisation", "lifetime"]) {
      const routers = [...builtInRouters.values()]
        .filter((router) => router.name !== "link-state")
        .map((router) => ({
          name: router.name,
          instance: router.setup({ config: router.config?.parse({}) }),
        }));
      let compared = 0;
      await atEachTick(
        (world, sim) => {
          sim.setNodeUsable((world.tick * 7) % 96, world.tick % 3 === 0);
          const { graph } = world;
          const costOf = (path: readonly number[]) =>
            path.slice(0, -1).reduceRight((sum, node, i) => {
              const at = graph.heads
                .subarray(0, graph.offsets[node + 1])
                .indexOf(path[i + 1], graph.offsets[node]);
              return sum + graph.costs[at];
            }, 0);
          for (const { instance } of routers) instance.update(graph);
          const target = world.siteId("Tokyo");
          for (let source = 0; source < graph.nodeCount; source += 5) {
            const answers = routers.map(({ instance }) => instance.route(source, target));
            const [best] = answers;
            expect(world.route(source, target)).toEqual(best);
            for (const [i, answer] of answers.entries()) {
              expect(answer.reachable).toBe(best.reachable);
              if (!answer.reachable || !best.reachable) continue;
              if (routers[i].name === "forwarding") expect(answer).toEqual(best);
              const cost = costOf(best.path);
              expect(Math.abs(costOf(answer.path) - cost)).toBeLessThanOrEqual(1e-12 * cost);
              compared++;
            }
          }
        },
        [`routing.cost=${name}`, "time.duration=1 min"],
        (from, to) => ((from * 7 + to * 3) % 11) / 10,
      );
      expect(compared).toBeGreaterThan(300);
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

  it("is refused where it is unknown, or no cost", async () => {
    expect(await refusal(scenario("{ cost: latancy }"))).toEqual([
      expect.stringMatching(
        /^scenario\.yaml:\d+:18: unknown cost "latancy"; expected latency, hops, inverse-bandwidth, utilisation, lifetime, a path.* did you mean "latency"\?$/,
      ),
    ]);
    expect(await refusal(scenario("{ cost: utilization }"))).toEqual([
      expect.stringContaining('did you mean "utilisation"?'),
    ]);
    expect(await refusal(scenario("{ cost: lifetime, horizon: 1 h }"))).toEqual([
      expect.stringContaining('unknown key "horizon"'),
    ]);
    expect(await refusal(scenario("{ cost: ./mine.js }"), { "mine.js": "export default 3;" })).toEqual([
      expect.stringContaining('"./mine.js" must have a link-cost as its default export'),
    ]);
    const reading = (reads: string) => ({ "mine.js": MINE.replace("cost:", `reads: ${reads}, cost:`) });
    expect(await refusal(scenario("{ cost: ./mine.js }"), reading('["lifetme"]'))).toEqual([
      expect.stringMatching(
        /^scenario\.yaml:\d+:18: "\.\/mine\.js": expected reads as a list of utilisation, lifetime; got "lifetme"; did you mean "lifetime"\?$/,
      ),
    ]);
    for (const [wrong, got] of [
      ['"lifetime"', '"lifetime"'],
      ["[3]", "3"],
      ["null", "an empty value"],
    ]) {
      expect(await refusal(scenario("{ cost: ./mine.js }"), reading(wrong))).toEqual([
        expect.stringContaining(`expected reads as a list of utilisation, lifetime; got ${got}`),
      ]);
    }
    expect(await refusal(scenario("{ router: dikstra, cost: hop }"))).toHaveLength(2);
    expect(await refusal(scenario("{ cost: hop, groundrelay: true }"))).toHaveLength(2);
  });
});
