import { z } from "zod";
import { builtInCosts } from "../../../routing/link-cost.js";
import { builtInRouters } from "../../../routing/routers/index.js";
import { extensionEntry, extensionName, WithSchema } from "./extension-entry.js";

/** Costs have no configuration. */
const COSTS = new Map([...builtInCosts.keys()].map((name) => [name, {}]));

const ROUTING = {
  router: extensionName("Router", () => builtInRouters).prefault("dijkstra"),
  cost: extensionName("What routes minimise", () => COSTS).prefault("latency"),
  groundRelay: z
    .boolean()
    .describe("Whether paths may pass through ground nodes other than their two ends.")
    .prefault(false),
  with: WithSchema.optional(),
};

/** Keys of `routing` whatever the router. */
export const ROUTING_KEYS = Object.keys(ROUTING);

export const RoutingSchema = extensionEntry("router", ROUTING, () => builtInRouters).describe(
  "How routes are found.",
);

export type RoutingConfig = z.output<typeof RoutingSchema>;
