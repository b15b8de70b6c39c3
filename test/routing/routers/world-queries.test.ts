import { describe, expect, test } from "vitest";
import type { World } from "../../../index.js";
import { recordSmall } from "../../support/run-small.js";

/** Runs the small scenario with a router, and asks at every tick. */
async function atTicks(router: string, ask: (world: World) => void, more: string[] = []): Promise<void> {
  await recordSmall(
    (sim) => sim.on("tick", ask),
    [`routing={ router: ${router} }`, "time.duration=1 min", ...more],
  );
}

describe("world.routes", () => {
  test("gives the k best ways, or ways that share no link, by cost", async () => {
    let several = 0;
    await atTicks("dijkstra", (world) => {
      const [source, target] = [world.siteId("Tokyo"), world.siteId("Cairo")];
      const best = world.route(source, target);
      const ways = world.routes(source, target, { k: 4 });
      expect(ways.slice(0, 1)).toEqual(best.reachable ? [best] : []);
      const apart = world.routes(source, target, { k: 4, disjoint: "links" });
      expect(apart.length).toBeLessThanOrEqual(ways.length);
      if (ways.length > 1) several++;
    });
    expect(several).toBeGreaterThan(0);
  });

  test("refuses a k that makes no sense, and nodes that are not there", async () => {
    await atTicks("forwarding", (world) => {
      expect(() => world.routes(0, 1, { k: 0 })).toThrow(
        new RangeError("expected k as a whole number of at least 1; got 0"),
      );
      expect(() => world.routes(0, 9999, { k: 1 })).toThrow(RangeError);
    });
  });
});

describe("world.routesTo", () => {
  test("gives the reasons that world.route gives, also for what failed within the tick", async () => {
    for (const router of ["dijkstra", "forwarding"]) {
      const reasons = new Set<string>();
      await recordSmall(
        (sim) => {
          const { world } = sim;
          const target = () => world.siteId("Tokyo");
          const compare = () => {
            const tree = world.routesTo(target());
            for (let source = 0; source < world.nodes.count; source++) {
              const route = world.route(source, target());
              expect(tree.routeFrom(source)).toEqual(route);
              if (!route.reachable) reasons.add(route.reason);
            }
          };
          sim.on("tick", compare);
          sim.schedule({ at: 13 }, () => {
            sim.setNodeUsable(3, false);
            compare();
            expect(world.routesTo(target()).routeFrom(3)).toEqual({
              reachable: false,
              reason: "source-unusable",
            });
          });
          // Back with the next tick, and not before.
          sim.schedule({ at: 14 }, () => {
            sim.setNodeUsable(3, true);
            compare();
            expect(world.routesTo(target()).routeFrom(3)).toMatchObject({ reason: "source-unusable" });
          });
          sim.schedule({ at: 21 }, () => {
            expect(world.routesTo(target()).routeFrom(3).reachable).toBe(true);
            for (const { a, b, count } of [world.links]) {
              for (let i = 0; i < count; i++)
                if (a[i] === 5 || b[i] === 5) sim.setLinkUsable(a[i], b[i], false);
            }
            compare();
          });
          sim.schedule({ at: 32 }, () => {
            sim.setNodeUsable(target(), false);
            compare();
          });
        },
        [`routing.router=${router}`, "time.duration=40 s"],
      );
      expect([...reasons].sort()).toEqual(["source-isolated", "source-unusable", "target-unusable"]);
    }
  });
});

describe("world.forwardingState", () => {
  test("has the next hop of every node towards every site", async () => {
    await atTicks("forwarding", (world) => {
      const { targets, nodeCount, nextHops, costs } = world.forwardingState();
      expect([...targets]).toEqual(Array.from({ length: 10 }, (_, i) => world.nodes.satelliteCount + i));
      for (const [i, target] of targets.entries()) {
        const tree = world.routesTo(target);
        for (let node = 0; node < nodeCount; node++) {
          expect(nextHops[i * nodeCount + node]).toBe(tree.nextHop(node));
          expect(costs[i * nodeCount + node]).toBe(tree.costs[node]);
        }
      }
    });
  });

  test("follows faults within a tick", async () => {
    await recordSmall(
      (sim) => {
        sim.schedule({ at: 15 }, () => {
          const { world } = sim;
          const site = world.siteId("Tokyo");
          const i = world.forwardingState().targets.indexOf(site);
          const { nodeCount, nextHops } = world.forwardingState();
          const satellites = Array.from({ length: nodeCount }, (_, node) => node);
          const last = satellites.filter((node) => node !== site && nextHops[i * nodeCount + node] === site);
          for (const node of last) sim.setNodeUsable(node, false);
          const after = world.forwardingState();
          for (const node of satellites) {
            expect(after.nextHops[i * nodeCount + node]).toBe(node === site ? site : -1);
          }
          expect(last.length).toBeGreaterThan(0);
        });
      },
      ["routing.router=forwarding", "time.duration=1 min"],
    );
  });
});

describe("a router asked for what it cannot do", () => {
  test("is a typed error that says what it can", async () => {
    for (const router of ["a-star", "bidirectional", "graphology", "link-state"]) {
      await atTicks(router, (world) => {
        const queries: [string, () => unknown][] = [
          ["tree", () => world.routesTo(0)],
          ["forwarding-state", () => world.forwardingState()],
          ["k-shortest", () => world.routes(0, 1, { k: 2 })],
          ["k-disjoint", () => world.routes(0, 1, { k: 2, disjoint: "links" })],
        ];
        for (const [query, ask] of queries) {
          expect(ask).toThrow(
            expect.objectContaining({
              name: "UnsupportedQueryError",
              message: `router "${router}" does not answer "${query}" queries; it answers route`,
            }),
          );
        }
      });
    }
  });
});

describe("link-state in a run", () => {
  test("sees each fault when it happens, and forgets its loops with time", async () => {
    const outcomes: string[] = [];
    await recordSmall(
      (sim) => {
        const { world } = sim;
        const look = () => {
          const route = world.route(0, 5);
          outcomes.push(route.reachable ? route.path.join("-") : route.reason);
        };
        // The ring of plane 0; two of its links go, half a second apart, before anybody asks again.
        sim.schedule({ at: 1 }, look);
        sim.schedule({ at: 2 }, () => sim.setLinkUsable(4, 5, false));
        sim.schedule({ at: 2.5 }, () => sim.setLinkUsable(3, 4, false));
        sim.schedule({ at: 2.500001 }, look);
        sim.schedule({ at: 9 }, look);
      },
      [
        "routing={ router: link-state, delay: 100 ms, maxHops: 20 }",
        "time.duration=1 min",
        "links.isl={ protocol: ring, bandwidth: 1 Gbps }",
      ],
    );
    const around = [0, 11, 10, 9, 8, 7, 6, 5].join("-");
    // 3 and 4 told 0 of the first long ago, so 0 sends the other way round already.
    expect(outcomes).toEqual(["0-1-2-3-4-5", around, around]);
  });

  test("counts loops and drops in the records of a run", async () => {
    const { routes } = await recordSmall(() => {}, [
      "routing={ router: link-state, delay: 5 s }",
      "links.ground.minElevation=30 deg",
    ]);
    const reasons = routes.map(({ route }) => (route.reachable ? "reached" : route.reason));
    expect(reasons).toContain("reached");
    expect(reasons.filter((reason) => reason === "dropped" || reason === "loop").length).toBeGreaterThan(0);
  });
});
