/** `src/index.ts`: configuration, a handler of ticks, metrics, an event, a chart. */
export function source(name: string): string {
  return `import { DURATION_NS, definePlugin, quantity, z } from "starbelt";

const NS_PER_MS = 1e6;

/** Watches the way between two sites: how long it takes, and when it takes longer than it should. */
export default definePlugin({
  name: "${name}",
  description: "watches the latency between two sites",
  // What stands under \`with:\` in the scenario. A mistake there is told with its line and column.
  config: z.strictObject({
    from: z.string().describe("A site."),
    to: z.string().describe("Another."),
    limit: quantity(DURATION_NS, { above: "0 s" })
      .transform((ns) => ns / NS_PER_MS)
      .describe("One-way latency beyond which the way is slow."),
  }),
  // Held against the scenario before anything runs: a site that is not there is told with the nearest name.
  validate(plan, { from, to }) {
    plan.node(["from"], from);
    plan.node(["to"], to);
  },
  setup(sim, { from, to, limit: limitMs }) {
    const latency = sim.metrics.histogram("${name}.latency", { unit: "ms" });
    const slowTicks = sim.metrics.counter("${name}.slow-ticks", { unit: "1" });
    sim.report.chart({ title: "Slow ticks so far", metrics: ["${name}.slow-ticks"] });
    let wasSlow = false;
    sim.on("tick", (world) => {
      const route = world.route(world.siteId(from), world.siteId(to));
      if (route.reachable) latency.record(route.latencyMs);
      const isSlow = !route.reachable || route.latencyMs > limitMs;
      if (isSlow) slowTicks.add();
      if (isSlow && !wasSlow) sim.emit("${name}.slow", from, { to });
      wasSlow = isSlow;
    });
  },
});
`;
}
