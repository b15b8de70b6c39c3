import { builtInCosts, type LinkCost, mistakeInReads } from "../../routing/link-cost.js";
import type { Router } from "../../routing/router.js";
import { builtInRouters } from "../../routing/routers/index.js";
import { trySetup } from "./link-entry.js";
import { loadExtension, noteUnknownName } from "./load-extension.js";
import type { Loading } from "./loading.js";
import { PLANNED_COSTS, PLANNED_ROUTERS } from "./planned-names.js";
import type { RoutingPlan } from "./run-plan.js";
import { ROUTING_KEYS, type RoutingConfig } from "./schema/routing.js";
import type { View } from "./view.js";

const ROUTERS = { what: "router", planned: PLANNED_ROUTERS };
const COSTS = { what: "cost", planned: PLANNED_COSTS };

/** Notes an unknown router or cost in a `routing` that has other mistakes. */
export function noteUnknownRouter(loading: Loading, routing: unknown): void {
  const entry = { path: ["routing"], config: routing };
  noteUnknownName(loading, entry, "router", ROUTERS, [...builtInRouters.keys()]);
  noteUnknownName(loading, entry, "cost", COSTS, [...builtInCosts.keys()]);
}

/** Resolves `routing` to a router and its configuration, and to a cost. */
export async function loadRouting(
  loading: Loading,
  { entry, builtIn, options }: RoutingConfig,
): Promise<{ plan: RoutingPlan; view: View } | undefined> {
  const path = ["routing"];
  const request = {
    ...ROUTERS,
    kinds: ["router"],
    name: entry.router,
    namePath: [...path, "router"],
    entryPath: path,
    commonKeys: ROUTING_KEYS,
    builtIn,
    options,
    with: entry.with,
  };
  const loaded = await loadExtension<Router>(loading, request, builtInRouters);
  const costRequest = {
    ...COSTS,
    kinds: ["link-cost"],
    name: entry.cost,
    namePath: [...path, "cost"],
    entryPath: path,
    commonKeys: ROUTING_KEYS,
    options: {},
    with: undefined,
  };
  const cost = await loadExtension<LinkCost>(loading, costRequest, builtInCosts);
  if (loaded === undefined || cost === undefined) return undefined;
  const mistake = mistakeInReads(cost.definition);
  if (mistake !== undefined) loading.fail(costRequest.namePath, `"${entry.cost}": ${mistake}`);
  const { use, definition, sha256 } = loaded;
  trySetup(loading, request.namePath, { ...ROUTERS, loaded }, () => {
    definition.setup({ config: use.config });
  });
  const { groundRelay } = entry;
  const config = sha256 === undefined ? (use.config as object | undefined) : { with: use.config };
  return {
    plan: { router: use, cost: entry.cost === "latency" ? "latency" : cost.use.ref, groundRelay },
    view: {
      shown: { router: entry.router, cost: entry.cost, groundRelay, ...config },
      content: { router: sha256 ?? entry.router, cost: cost.sha256 ?? entry.cost, groundRelay, ...config },
    },
  };
}
