/** The door of `serverless`: a function platform that other plugins extend by policies and data paths. */
import { definePlugin, defineService } from "../../index.js";
import { startArrivals } from "./arrivals.js";
import { ServerlessSchema } from "./config.js";
import { FunctionPlatform } from "./function-platform.js";
import { traceFiles } from "./invocations-config.js";
import { checkRegistered } from "./named-parts.js";
import type { ServerlessPlatform } from "./platform.js";
import { reportOutcomes } from "./report.js";
import { validate } from "./validate.js";

export type * from "./platform.js";

/** The platform, for plugins that name `serverless` in their `needs`. */
export const Serverless = defineService<ServerlessPlatform>("serverless");

export default definePlugin({
  name: "serverless",
  description: "runs workflows of functions: sandboxes, placement, state in stores, all over the network",
  config: ServerlessSchema,
  provides: [Serverless.name],
  registers: {},
  files: traceFiles,
  validate,
  setup(sim, config) {
    const platform = new FunctionPlatform(sim, config);
    sim.provide(Serverless, platform);
    reportOutcomes(sim, platform.metrics);
    sim.whenReady((fail) => checkRegistered(config, (sort) => platform.registered(sort), fail));
    sim.schedule({ at: 0 }, () => platform.prewarm());
    for (const [i, entry] of config.invocations.entries()) startArrivals(sim, platform, entry, i);
  },
});
