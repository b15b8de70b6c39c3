import type { Router } from "../../routing/router.js";
import { builtInRouters } from "../../routing/routers/index.js";
import { trySetup } from "./link-entry.js";
import { loadExtension, noteUnknownName } from "./load-extension.js";
import type { Loading } from "./loading.js";
import { PLANNED_ROUTERS } from "./planned-names.js";
import type { RoutingPlan } from "./run-plan.js";
import { ROUTING_KEYS, type RoutingConfig } from "./schema/routing.js";
import type { View } from "./view.js";

const ROUTERS = { what: "router", planned: PLANNED_ROUTERS };

/** Notes an unknown router in a `routing` that has other mistakes. */
export function noteUnknownRouter(loading: Loading, routing: unknown): void {
  noteUnknownName(loading, { path: ["routing"], config: routing }, "router", ROUTERS, [
    ...builtInRouters.keys(),
  ]);
}

/** Resolves `routing` to a router and its configuration. */
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
  if (loaded === undefined) return undefined;
  const { use, definition, sha256 } = loaded;
  trySetup(loading, request.namePath, () => {
    definition.setup({ config: use.config });
  });
  const common = { cost: entry.cost, groundRelay: entry.groundRelay };
  const config = sha256 === undefined ? (use.config as object | undefined) : { with: use.config };
  return {
    plan: { router: use, ...common },
    view: {
      shown: { router: entry.router, ...common, ...config },
      content: { router: sha256 ?? entry.router, ...common, ...config },
    },
  };
}
