import type { ExtensionUse } from "../routing/extension-ref.js";
import { importDefinition } from "../routing/extensions.js";
import type { GroundLinkProtocol } from "../routing/ground-link-protocol.js";
import type { LinkPlan } from "../routing/link-plan.js";
import type { LinkProtocol } from "../routing/link-protocol.js";
import type { StatePlugin } from "../routing/state-plugin.js";
import { builtInGroundLinkProtocols, builtInLinkProtocols } from "../routing/topology/index.js";
import type { StatePluginUse } from "./state-stage.js";

/** The code that a sky runs: one definition for each entry of the link plan, and the state plugins. */
export interface SkyExtensions {
  readonly isl: readonly LinkProtocol[];
  readonly ground: readonly GroundLinkProtocol[];
  readonly statePlugins: readonly StatePluginUse[];
}

/**
 * Resolves names to code in this thread: built-ins by name, users' modules by URL.
 * @throws ExtensionError where a module does not load
 */
export async function loadSkyExtensions(
  links: LinkPlan,
  statePlugins: readonly ExtensionUse[],
): Promise<SkyExtensions> {
  const isl = links.isl.map(({ protocol }) =>
    load<LinkProtocol>(protocol, builtInLinkProtocols, "link-protocol"),
  );
  const ground = links.ground.map(({ protocol }) =>
    load<GroundLinkProtocol>(protocol, builtInGroundLinkProtocols, "ground-link-protocol"),
  );
  const states = statePlugins.map(async (use) => ({
    plugin: await load<StatePlugin>(use, new Map(), "state-plugin"),
    config: use.config,
  }));
  return {
    isl: await Promise.all(isl),
    ground: await Promise.all(ground),
    statePlugins: await Promise.all(states),
  };
}

async function load<T>({ ref }: ExtensionUse, builtIn: ReadonlyMap<string, T>, kind: string): Promise<T> {
  if (ref.url !== undefined) return (await importDefinition({ ...ref, url: ref.url }, [kind])) as T;
  const found = builtIn.get(ref.name);
  if (found === undefined) throw new Error(`no built-in ${kind} is named "${ref.name}"`);
  return found;
}
