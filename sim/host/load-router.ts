import type { ExtensionUse } from "../../routing/extension-ref.js";
import { importDefinition } from "../../routing/extensions.js";
import type { GraphOptions } from "../../routing/graph-builder.js";
import { builtInCosts, type LinkCost } from "../../routing/link-cost.js";
import type { Router } from "../../routing/router.js";
import { builtInRouters } from "../../routing/routers/index.js";
import type { RowTeam } from "../../routing/routers/row-team.js";
import type { RoutingPlan } from "../scenario/run-plan.js";

/** The code that finds a run's routes. */
export interface RoutingCode {
  readonly router: Router;
  readonly cost: GraphOptions["cost"];
  /** Threads that work on the run's forwarding states; absent where it has one alone. */
  readonly rowTeam?: RowTeam | undefined;
}

export async function loadRoutingCode({ router, cost }: RoutingPlan): Promise<RoutingCode> {
  return { router: await loadRouter(router), cost: await loadCost(cost) };
}

/** The router that a plan names: a built-in, or the default export of a user's module. */
export async function loadRouter({ ref }: ExtensionUse): Promise<Router> {
  if (ref.url !== undefined)
    return (await importDefinition({ ...ref, url: ref.url }, ["router"])) as unknown as Router;
  const router = builtInRouters.get(ref.name);
  if (router === undefined) throw new Error(`no built-in router is named "${ref.name}"`);
  return router;
}

async function loadCost(ref: RoutingPlan["cost"]): Promise<GraphOptions["cost"]> {
  if (ref === "latency") return ref;
  if (ref.url !== undefined)
    return (await importDefinition({ ...ref, url: ref.url }, ["link-cost"])) as LinkCost;
  const cost = builtInCosts.get(ref.name);
  if (cost === undefined) throw new Error(`no built-in cost is named "${ref.name}"`);
  return cost;
}
