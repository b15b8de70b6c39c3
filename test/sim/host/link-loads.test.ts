import { describe, expect, test } from "vitest";
import { defineCost, type PluginSim, type RunPlan, Simulation, type World } from "../../../index.js";
import { smallPlan } from "../../support/plans.js";
import { acting } from "../../support/run-small.js";

const BY_LOAD = "routing.cost=utilisation";

/** Runs a plan whose links are as busy as `loadOf` says. */
async function runWithLoads(
  plan: RunPlan,
  loadOf: ((from: number, to: number) => number) | undefined,
  setup: (sim: PluginSim) => void,
): Promise<void> {
  const simulation = await Simulation.create(plan, { plugins: [acting(setup)] });
  if (loadOf !== undefined) simulation.world.useLoads({ utilisation: loadOf });
  await simulation.run();
}

const wayOf = (world: World) => {
  const route = world.route(world.siteId("Tokyo"), world.siteId("Cairo"));
  return route.reachable ? route.path : [];
};

/** The cost that each direction of a link has in the graph, and its latency. */
function costsOf({ graph }: World): Map<string, readonly [cost: number, latencyMs: number]> {
  const found = new Map<string, readonly [number, number]>();
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
      found.set(`${node}-${graph.heads[arc]}`, [graph.costs[arc], graph.latencyMs[arc]]);
    }
  }
  return found;
}

describe("the cost utilisation", () => {
  test("keeps routes away from a loaded link, and only while it is loaded", async () => {
    const ways = async (load: number | undefined, cost = "utilisation") => {
      const found: (readonly number[])[] = [];
      const busy = new Set<string>();
      const loadOf =
        load === undefined ? undefined : (from: number, to: number) => (busy.has(`${from}-${to}`) ? load : 0);
      await runWithLoads(await smallPlan(`routing.cost=${cost}`), loadOf, (sim) =>
        sim.on("tick", (world) => {
          const way = wayOf(world);
          found.push(way);
          // Its middle link is busy from the next tick on.
          busy.clear();
          if (way.length > 3) busy.add(`${way[1]}-${way[2]}`);
        }),
      );
      return found;
    };
    const idle = await ways(0);
    expect(idle).toEqual(await ways(undefined));
    expect(idle).toEqual(await ways(undefined, "latency"));
    const loaded = await ways(0.9);
    const uses = (way: readonly number[], [a, b]: readonly number[]) =>
      way.some((node, i) => node === a && way[i + 1] === b);
    let [avoided, kept] = [0, 0];
    for (let tick = 1; tick < idle.length; tick++) {
      const middle = loaded[tick - 1].slice(1, 3);
      if (loaded[tick - 1].length <= 3 || idle[tick].length <= 3) continue;
      if (!uses(loaded[tick], middle)) avoided++;
      else kept++;
    }
    expect(avoided).toBeGreaterThan(10);
    expect(avoided).toBeGreaterThan(5 * kept);
  });

  test("is latency / (1 - u) in each direction, with u up to 0.99", async () => {
    const loadOf = (from: number, to: number) => ((from * 7 + to * 3) % 11) / 10;
    await runWithLoads(
      await smallPlan(BY_LOAD, "time.duration=10 s"),
      (a, b) => Math.min(1, loadOf(a, b)),
      (sim) =>
        sim.on("tick", (world) => {
          const seen = new Set<number>();
          for (const [pair, [cost, latencyMs]] of costsOf(world)) {
            const [from, to] = pair.split("-").map(Number);
            const load = Math.min(0.99, loadOf(from, to));
            expect(cost).toBeCloseTo(latencyMs / (1 - load), 9);
            seen.add(load);
          }
          expect(seen.size).toBe(11);
        }),
    );
  });

  test("goes by loads as they were at the tick's start or the last failure, whenever one asks", async () => {
    let load = 0.1;
    const asked: string[] = [];
    const costs: number[] = [];
    await runWithLoads(
      await smallPlan(BY_LOAD, "time.duration=20 s"),
      (from, to) => {
        if (from === 0 && to === 1) asked.push(String(load));
        return load;
      },
      (sim) => {
        const look = () => {
          const [[cost, latencyMs]] = costsOf(sim.world).values();
          costs.push(Math.round((1 - latencyMs / cost) * 1e9) / 1e9);
        };
        sim.on("tick", (world) => {
          if (world.tick > 0) return;
          load = 0.2;
          // At the same instant, so that the loads stay those of the tick.
          sim.setNodeUsable(50, false);
        });
        sim.schedule({ at: 3 }, look);
        sim.schedule({ at: 4 }, () => {
          load = 0.3;
          sim.setNodeUsable(51, false);
          load = 0.4;
          sim.setLinkUsable(7, 8, false);
          load = 0.5;
        });
        sim.schedule({ at: 6 }, look);
        sim.schedule({ at: 9 }, () => {
          sim.setNodeUsable(50, true);
          load = 0.6;
          look();
        });
        sim.schedule({ at: 12 }, look);
      },
    );
    expect(costs).toEqual([0.1, 0.3, 0.3, 0.6]);
  });

  test("is told of no loads where nobody reads them", async () => {
    let asked = 0;
    const loads = () => {
      asked++;
      return 0.5;
    };
    for (const cost of ["latency", "hops", "lifetime"]) {
      await runWithLoads(await smallPlan(`routing.cost=${cost}`, "time.duration=20 s"), loads, () => {});
    }
    expect(asked).toBe(0);
  });

  test("takes a forecast's loads to be those of now", async () => {
    await runWithLoads(
      await smallPlan(BY_LOAD, "time.duration=10 s"),
      () => 0.5,
      (sim) =>
        sim.on("tick", (world) => {
          const present = costsOf(world);
          let same = 0;
          const forecast = world.forecast(world.tickTime + 1);
          const { graph } = forecast;
          for (let node = 0; node < graph.nodeCount; node++) {
            for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
              const isNew = !present.has(`${node}-${graph.heads[arc]}`);
              expect(graph.costs[arc]).toBeCloseTo(graph.latencyMs[arc] * (isNew ? 1 : 2), 9);
              if (!isNew) same++;
            }
          }
          expect(same).toBeGreaterThan(100);
        }),
    );
  });

  test("refuses loads that are none", async () => {
    for (const wrong of [Number.NaN, -0.1, 1.5]) {
      const running = runWithLoads(
        await smallPlan(BY_LOAD),
        () => wrong,
        () => {},
      );
      await expect(running).rejects.toThrow(
        /^the loads of links gave a utilisation of (NaN|-0.1|1.5) from node \d+ to \d+; expected 0 to 1$/,
      );
    }
    await runWithLoads(
      await smallPlan(BY_LOAD),
      () => 1 + 1e-12,
      () => {},
    );
  });
});

test("a cost of one's own may read both", () => {
  const cost = defineCost({
    name: "both",
    reads: ["lifetime", "utilisation"],
    cost: ({ lifetime, utilisation }) => utilisation + 1 / lifetime,
  });
  expect(cost.reads).toEqual(["lifetime", "utilisation"]);
});
