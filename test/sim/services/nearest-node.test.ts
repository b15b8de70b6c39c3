import { describe, expect, it } from "vitest";
import { nearestNode } from "../../../sim/services/nearest-node.js";
import { recordSmall } from "../../support/run-small.js";

describe("the nearest of many nodes", () => {
  it("is the one of the shortest route, of equals the lowest id, as asking for every route finds it", async () => {
    let compared = 0;
    await recordSmall((sim) => {
      sim.on("tick", (world) => {
        if (world.tick % 6 !== 0) return;
        const { satelliteCount, count } = world.nodes;
        for (let from = satelliteCount; from < count; from++) {
          for (const every of [1, 3, 7]) {
            const nodes = Array.from({ length: satelliteCount }, (_, id) => id).filter(
              (id) => id % every === 0,
            );
            let best: number | undefined;
            let least = Number.POSITIVE_INFINITY;
            for (const node of nodes) {
              const route = world.route(from, node);
              if (!route.reachable || route.latencyMs >= least) continue;
              least = route.latencyMs;
              best = node;
            }
            expect(nearestNode({ world, hasTrees: true, least: "latency" }, from, nodes)).toBe(best);
            if (best !== undefined) compared++;
          }
        }
      });
    });
    expect(compared).toBeGreaterThan(60);
  });

  it("is the one who asks where that is among them, and nobody where there is no way", async () => {
    let isolated = 0;
    await recordSmall(
      (sim) => {
        sim.on("tick", (world) => {
          const all = Array.from({ length: world.nodes.satelliteCount }, (_, id) => id);
          expect(nearestNode({ world, hasTrees: true, least: "latency" }, 5, all)).toBe(5);
          const others = all.filter((id) => id !== 5);
          const found = nearestNode({ world, hasTrees: true, least: "latency" }, 5, others);
          if (found === undefined) isolated++;
        });
      },
      ["links.isl={ protocol: none }", "links.ground.minElevation=90 deg", "probes=[]"],
    );
    expect(isolated).toBe(24);
  });
});
