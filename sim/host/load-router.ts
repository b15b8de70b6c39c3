import type { ExtensionUse } from "../../routing/extension-ref.js";
import { importDefinition } from "../../routing/extensions.js";
import type { Router } from "../../routing/router.js";
import { builtInRouters } from "../../routing/routers/index.js";

/** The router that a plan names: a built-in, or the default export of a user's module. */
export async function loadRouter({ ref }: ExtensionUse): Promise<Router> {
  if (ref.url !== undefined)
    return (await importDefinition({ ...ref, url: ref.url }, ["router"])) as unknown as Router;
  const router = builtInRouters.get(ref.name);
  if (router === undefined) throw new Error(`no built-in router is named "${ref.name}"`);
  return router;
}
