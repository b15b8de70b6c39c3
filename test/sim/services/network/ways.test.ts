import { expect, test } from "vitest";
import { smallPlan } from "../../../support/plans.js";
import { acting, record } from "../../../support/run-small.js";

const ROUTERS = ["dijkstra", "forwarding", "a-star", "bidirectional", "graphology", "link-state"];

test.each(ROUTERS)(
  "with router %s, transfers take the way of world.route, whether or not trees serve them",
  async (router) => {
    const plan = await smallPlan(
      `routing.router=${router}`,
      "network.onBreak=fail",
      "network.record=nothing",
    );
    let compared = 0;
    await record(plan, [
      acting((sim) => {
        const paths = new Map<number, unknown>();
        sim.on("transfer.start", ({ data }) => paths.set(data.transfer as number, data.path));
        sim.on("tick", () => {
          const down = sim.world.tick % 5;
          sim.setNodeUsable(down, false);
          for (const from of plan.siteIds) {
            for (const to of [...plan.siteIds.slice(0, 3), down]) {
              if (from === to) continue;
              const { id } = sim.network.transfer({ from, to, sizeBytes: 10 });
              const route = sim.world.route(from, to);
              expect(paths.get(id)).toEqual(route.reachable ? route.path : null);
              compared++;
            }
          }
          sim.setNodeUsable(down, true);
        });
      }),
    ]);
    expect(compared).toBeGreaterThan(500);
  },
);
