import { definePlugin, z } from "starbelt";

/** Counts the ticks at which a pair can talk, and how long the way takes. */
export default definePlugin({
  name: "reach",
  config: z.strictObject({ from: z.string(), to: z.string() }),
  setup(sim, { from, to }) {
    const reached = sim.metrics.counter("reach.ticks", { unit: "1" });
    const latency = sim.metrics.histogram("reach.latency", { unit: "ms" });
    sim.on("tick", (world) => {
      const route = world.route(world.siteId(from), world.siteId(to));
      if (!route.reachable) return;
      reached.add();
      latency.record(route.latencyMs);
    });
    sim.process(function* () {
      yield* sim.sleep(15);
      sim.emit("reach.note", "me", { light: sim.world.state("height").length });
    });
  },
});
