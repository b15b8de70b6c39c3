import { definePlugin, z } from "starbelt";

/** Counts the ticks at which a pair can talk, and how high the first satellite on the way stands. */
export default definePlugin({
  name: "reach",
  needs: ["height"],
  config: z.strictObject({ from: z.string(), to: z.string() }),
  setup(sim, { from, to }) {
    const reached = sim.metrics.counter("reach.ticks", { unit: "1" });
    const heights = sim.metrics.histogram("reach.height", { unit: "km" });
    sim.on("tick", (world) => {
      const route = world.route(world.siteId(from), world.siteId(to));
      if (!route.reachable) return;
      reached.add();
      heights.record(world.state("height")[route.path[1] as number] ?? 0);
    });
    sim.process(function* () {
      yield* sim.sleep(15);
      const waited: number = yield* sim.process(function* () {
        yield* sim.sleep(2);
        return sim.now;
      });
      sim.emit("reach.note", "me", { waited });
    });
  },
});
