import { ALL_PRESETS, type ConstellationPreset, satellitesOf } from "../../orbits/presets.js";
import { importDefinition } from "../../routing/extensions.js";
import { builtInCosts } from "../../routing/link-cost.js";
import { builtInRouters } from "../../routing/routers/index.js";
import { builtInGroundLinkProtocols, builtInLinkProtocols } from "../../routing/topology/index.js";
import { builtInPluginNames, builtInPluginRef } from "./builtin-plugins.js";

/** Something built in that a scenario can name. */
export interface ListedExtension {
  readonly name: string;
  /** `sim-plugin`, `state-plugin`, `link-protocol`, `ground-link-protocol`, `router` or `link-cost`. */
  readonly kind: string;
  readonly description: string;
}

/** The built-in plugins, protocols, routers and costs. */
export async function describePlugins(): Promise<ListedExtension[]> {
  const plugins = builtInPluginNames().map(async (name) => {
    const definition = await importDefinition(builtInPluginRef(name), ["sim-plugin", "state-plugin"]);
    return definition as ListedExtension;
  });
  const all = [
    ...(await Promise.all(plugins)),
    ...builtInLinkProtocols.values(),
    ...builtInGroundLinkProtocols.values(),
    ...builtInRouters.values(),
    ...builtInCosts.values(),
  ];
  return all.map(({ name, kind, description = "" }) => ({ name, kind, description }));
}

/** A built-in shell, and how many satellites it has. */
export type ListedPreset = ConstellationPreset & { readonly satellites: number };

/** The built-in constellations: what was filed, what is illustrative, and what of it is our choice. */
export function describePresets(): readonly ListedPreset[] {
  return ALL_PRESETS.map((preset) => ({ ...preset, satellites: satellitesOf(preset) }));
}
