import { describe, expect, test } from "vitest";
import type { Placement, PluginSim } from "../../../../index.js";
import { computers } from "../../../support/computers.js";
import { recordSmall } from "../../../support/run-small.js";
import { makeFolder } from "../../../support/scenario-folder.js";

const COMPUTE = "compute={tiers: {space: {cores: 4, memory: 1 GB}, edge: {cores: 16, memory: 8 GB}}}";

function placed(sim: Pick<PluginSim, "compute">, name: string, node: number): Placement {
  const result = sim.compute.place({ name, memoryMb: 10 }, node);
  if (!result.placed) throw new Error(result.detail);
  return result.placement;
}

describe("services", () => {
  test("hold cores and memory of their node until they are removed", () => {
    const { compute } = computers([{ cores: 2, memoryMb: 100 }, undefined]);
    const first = compute.place({ name: "a", cores: 1, memoryMb: 60 }, 0);
    expect(first).toMatchObject({ placed: true, placement: { node: 0, state: "serving" } });
    expect(compute.place({ name: "a", cores: 2, memoryMb: 50 }, 0)).toEqual({
      placed: false,
      detail: "cores: 2 wanted, 1 free; memory: 50 MB wanted, 40 MB free",
    });
    expect(compute.canPlace(0, { memoryMb: 50 })).toBe(false);
    expect(compute.canPlace(0, { memoryMb: 40, cores: 1 })).toBe(true);
    expect(compute.place({ name: "a" }, 1)).toEqual({ placed: false, detail: "no-computer" });
    if (!first.placed) throw new Error();
    compute.remove(first.placement);
    compute.remove(first.placement);
    expect(first.placement.state).toBe("gone");
    expect(compute.free(0)).toMatchObject({ cores: 2, memoryMb: 100 });
    expect(compute.move(first.placement, 0)).toEqual({ placed: false, detail: "the service is gone" });
  });

  test("do not fill up by the rounding of decimal sizes", () => {
    const { compute } = computers([{ cores: 0.3, memoryMb: 0.3 }]);
    for (let i = 0; i < 100; i++) {
      const three = [1, 2, 3].map(() => compute.place({ name: "s", cores: 0.1, memoryMb: 0.1 }, 0));
      expect(three.map((each) => each.placed)).toEqual([true, true, true]);
      for (const each of three) if (each.placed) compute.remove(each.placement);
    }
    expect(compute.place({ name: "all", cores: 0.3, memoryMb: 0.3 }, 0).placed).toBe(true);
  });

  test("are listed by node, then in the order of placement", () => {
    const { compute } = computers([{}, {}, {}]);
    const sim = { compute };
    const [b2, a1, b0, a1too] = [
      placed(sim, "b", 2),
      placed(sim, "a", 1),
      placed(sim, "b", 0),
      placed(sim, "a", 1),
    ];
    expect(compute.placements()).toEqual([b0, a1, a1too, b2]);
    expect(compute.placements("b")).toEqual([b0, b2]);
    expect(compute.placements("c")).toEqual([]);
    expect(compute.move(b0, 1)).toMatchObject({ placed: true });
    expect(compute.placements("b").map(({ node }) => node)).toEqual([1, 2]);
  });

  test("that cannot move stay where they are", () => {
    const { compute } = computers([{ memoryMb: 100 }, { memoryMb: 5 }]);
    const placement = placed({ compute }, "s", 0);
    expect(compute.move(placement, 1)).toEqual({
      placed: false,
      detail: "memory: 10 MB wanted, 5 MB free",
    });
    expect([placement.node, placement.state, compute.free(0)?.memoryMb]).toEqual([0, "serving", 90]);
    expect(() => compute.move(placement, 7)).toThrow("no node 7; ids are 0 to 1");
    expect(() => compute.place({ name: "" }, 0)).toThrow("name: expected the name of a service");
  });
});

describe("the nearest host", () => {
  /** By asking for the way to every host. */
  function nearestByRoutes({ world, compute }: PluginSim, name: string, from: number): number | undefined {
    let best: { node: number; latencyMs: number } | undefined;
    for (const { node } of compute.placements(name)) {
      const route = world.route(from, node);
      if (!route.reachable || !world.isUsable(node)) continue;
      if (best === undefined || route.latencyMs < best.latencyMs) best = { node, latencyMs: route.latencyMs };
    }
    return best?.node;
  }

  test.each(["dijkstra", "forwarding", "a-star"])(
    "is the one with the least latency (%s)",
    async (router) => {
      const found: number[] = [];
      await recordSmall(
        (sim) => {
          sim.on("start", () => {
            for (let node = 3; node < 96; node += 31) placed(sim, "few", node);
            for (let node = 0; node < 106; node += 5) placed(sim, "many", node);
          });
          sim.on("tick", () => {
            for (const from of [0, 50, 96, 97, 105]) {
              for (const name of ["few", "many"]) {
                const nearest = sim.compute.nearest(name, from);
                expect(nearest?.node).toBe(nearestByRoutes(sim, name, from));
                if (nearest !== undefined) found.push(nearest.node);
              }
            }
            expect(sim.compute.nearest("none", 3)).toBeUndefined();
          });
        },
        [COMPUTE, `routing.router=${router}`, "time.duration=40 s"],
      );
      expect(new Set(found).size).toBeGreaterThan(3);
    },
  );

  test("is the one with the lowest id among equals, and never one that takes no work", async () => {
    const links = ["a", "b", "c"].map(
      (name) => `{between: [hub, ${name}], latency: 5 ms, bandwidth: 1 Gbps}`,
    );
    const answers: (number | undefined)[] = [];
    await recordSmall(
      (sim) => {
        sim.on("start", () => {
          for (const node of [3, 2, 1]) placed(sim, "s", node);
        });
        sim.on("tick", ({ tick }) => {
          if (tick !== 0) return;
          const ask = () => answers.push(sim.compute.nearest("s", 0)?.node);
          ask();
          sim.setNodeUsable(1, false);
          ask();
          expect(sim.compute.placements("s").map(({ node }) => node)).toEqual([2, 3]);
          sim.setLinkUsable(0, 2, false);
          ask();
          sim.setNodeUsable(0, false);
          ask();
        });
      },
      [
        `constellation=[{network: ${network(["hub", "a", "b", "c"], links)}}]`,
        "ground=[]",
        "links={}",
        "probes=[]",
        "compute={tiers: {edge: {cores: 1, memory: 1 GB}}}",
      ],
    );
    expect(answers).toEqual([1, 2, 3, undefined]);
  });
});

/** Writes a static network of edge nodes and gives its path. */
function network(names: readonly string[], links: readonly string[]): string {
  const nodes = names.map((name) => `{name: ${name}, tier: edge}`);
  const folder = makeFolder({ "net.yaml": `nodes: [${nodes.join(", ")}]\nlinks: [${links.join(", ")}]\n` });
  return `${folder}/net.yaml`;
}

describe("a node that goes down", () => {
  test("ends its tasks and loses its services at once, and takes work again with the next tick", async () => {
    const { events, metrics } = await recordSmall(
      (sim) => {
        const outcomes: unknown[] = [];
        sim.on("tick", ({ tick }) => {
          if (tick === 1) {
            placed(sim, "s", 7);
            sim.compute.run(7, { cpuSeconds: 100, name: "long" });
            for (let i = 0; i < 5; i++) sim.compute.run(7, { cpuSeconds: 100 });
          }
          if (tick === 3) {
            expect(sim.compute.run(7, { cpuSeconds: 1 }).state).toBe("running");
            expect(sim.compute.placements("s")).toEqual([]);
          }
        });
        sim.on("node.down", () => {
          expect(sim.compute.busyCores(7)).toBe(0);
          outcomes.push(sim.compute.run(7, { cpuSeconds: 1 }).outcome);
        });
        sim.schedule({ at: 12 }, () => sim.setNodeUsable(7, false));
        sim.schedule({ at: 15 }, () => {
          sim.setNodeUsable(7, true);
          expect(sim.compute.refuses(7)).toBe("node-down");
        });
        sim.on("end", () => expect(outcomes).toMatchObject([{ reason: "node-down", node: 7 }]));
      },
      [COMPUTE],
    );
    const ends = events.filter(({ kind }) => kind === "task.end");
    expect(ends.map(({ data, time }) => [data.outcome, time])).toEqual([
      ...Array(7).fill(["node-down", 12]),
      ["completed", 31],
    ]);
    expect(events.find(({ kind }) => kind === "service.lost")?.data).toMatchObject({
      service: "s",
      reason: "node-down",
    });
    expect(metrics.filter(({ metric }) => metric === "compute.tasks.failed.node-down").at(-1)?.value).toBe(7);
  });

  test("that is down from the start takes nothing, and one that came up before it does", async () => {
    await recordSmall(
      (sim) => {
        sim.setNodeUsable(7, false);
        sim.setNodeUsable(8, false);
        sim.setNodeUsable(8, true);
        sim.on("start", () => {
          expect([7, 8].map((node) => sim.compute.run(node, { cpuSeconds: 1 }).state)).toEqual([
            "ended",
            "running",
          ]);
        });
      },
      [COMPUTE],
    );
  });
});

test("what a node has free stands in node.resource, at each tick after a change", async () => {
  const { events } = await recordSmall(
    (sim) => {
      sim.schedule({ at: 12 }, () => sim.compute.run(7, { cpuSeconds: 5, memoryMb: 100 }));
      sim.schedule({ at: 14 }, () => sim.compute.run(7, { cpuSeconds: 500, memoryMb: 200 }));
    },
    [COMPUTE, "compute.record=all"],
  );
  const told = events
    .filter(({ kind }) => kind === "node.resource")
    .map(({ data, time }) => ({ time, ...data }));
  expect(told).toEqual([
    {
      time: 20,
      node: 7,
      busyCores: 1,
      freeCores: 3,
      freeMemoryMb: 800,
      freeStorageMb: 0,
      freeAccelerators: {},
      waiting: 0,
    },
  ]);
});

test("events that the scenario does not want recorded are told all the same", async () => {
  const heard: unknown[] = [];
  const { events } = await recordSmall(
    (sim) => {
      sim.on("task.end", ({ data }) => heard.push(data.outcome));
      sim.schedule({ at: 12 }, () => {
        sim.compute.run(7, { cpuSeconds: 5 });
        sim.compute.run(7, { cpuSeconds: 5, deadline: 1 });
        placed(sim, "s", 7);
      });
    },
    [COMPUTE, "compute.record=failures"],
  );
  expect(heard).toEqual(["deadline", "completed"]);
  const kinds = events.map(({ kind }) => kind).filter((kind) => /^(task|service|node)/.test(kind));
  expect(kinds).toEqual(["service.place", "task.end"]);
});
