import { InputError, type InputProblem } from "../../orbits/input-error.js";
import type { ExtensionUse } from "../../routing/extension-ref.js";
import { importDefinition } from "../../routing/extensions.js";
import type { StatePlugin } from "../../routing/state-plugin.js";
import { orderByNeeds } from "../../workers/state-stage.js";
import type { PluginPlan } from "../scenario/run-plan.js";
import type { SimPlugin } from "./plugin.js";

/** A plugin ready to be set up. */
export interface PluginUse {
  readonly plugin: SimPlugin;
  readonly config: unknown;
  /** Where the scenario names it; absent for plugins handed over by a program. */
  readonly place?: InputProblem;
}

/** A plugin that a program hands over. */
export interface HandedPlugin {
  readonly plugin: SimPlugin<never>;
  readonly with?: unknown;
}

/** Validates what a program hands over. @throws Error naming the plugin and what its schema expected */
export function checkHandedPlugin({ plugin, with: raw }: HandedPlugin): PluginUse {
  const untyped = plugin as unknown as SimPlugin;
  if (untyped.config === undefined) {
    if (raw !== undefined) throw new Error(`plugin "${plugin.name}" takes no configuration`);
    return { plugin: untyped, config: undefined };
  }
  const parsed = untyped.config.safeParse(raw ?? {});
  if (parsed.success) return { plugin: untyped, config: parsed.data };
  const issues = parsed.error.issues.map(({ path, message }) => `${["with", ...path].join(".")}: ${message}`);
  throw new Error(`plugin "${plugin.name}": ${issues.join("; ")}`);
}

export interface LoadedPlugins {
  /** In the order in which they are set up: those that others need first. */
  readonly plugins: readonly PluginUse[];
  readonly statePlugins: readonly ExtensionUse[];
}

/**
 * Imports the plugins of a plan and puts them, with those that a program hands over, into order.
 * @throws InputError where one needs what no other provides, or plugins need each other in a circle
 */
export async function loadPlugins(
  plans: readonly PluginPlan[],
  handed: readonly PluginUse[],
): Promise<LoadedPlugins> {
  const plugins: PluginUse[] = [];
  const states: { readonly plugin: StatePlugin; readonly config: unknown; readonly use: ExtensionUse }[] = [];
  const places = new Map<string, InputProblem>();
  for (const { use, place } of plans) {
    const { url } = use.ref;
    if (url === undefined) throw new Error(`plugin "${use.ref.name}" has no module`);
    const definition = await importDefinition({ ...use.ref, url }, ["sim-plugin", "state-plugin"]);
    const taken = places.get(definition.name);
    if (taken !== undefined) {
      throw new InputError([{ ...place, message: `plugin "${definition.name}" is used twice` }]);
    }
    places.set(definition.name, place);
    if (definition.kind === "state-plugin") {
      states.push({ plugin: definition as unknown as StatePlugin, config: use.config, use });
    } else {
      plugins.push({ plugin: definition as unknown as SimPlugin, config: use.config, place });
    }
  }
  try {
    orderByNeeds(states);
  } catch (error) {
    const place = plans[0]?.place as InputProblem;
    throw new InputError([{ ...place, message: (error as Error).message }]);
  }
  const stateNames = new Set(states.map(({ plugin }) => plugin.name));
  return {
    plugins: orderPlugins([...plugins, ...handed], stateNames),
    statePlugins: states.map(({ use }) => use),
  };
}

function orderPlugins(uses: readonly PluginUse[], stateNames: ReadonlySet<string>): PluginUse[] {
  const providers = new Map<string, PluginUse>();
  for (const use of uses) {
    for (const name of [use.plugin.name, ...(use.plugin.provides ?? [])]) providers.set(name, use);
  }
  const ordered = new Set<PluginUse>();
  const visit = (use: PluginUse, trail: readonly string[]): void => {
    const { name, needs = [] } = use.plugin;
    if (ordered.has(use)) return;
    if (trail.includes(name)) fail(use, `plugins need each other: ${[...trail, name].join(" -> ")}`);
    for (const need of needs) {
      if (stateNames.has(need)) continue;
      const provider = providers.get(need);
      if (provider === undefined) {
        fail(use, `plugin "${name}" needs "${need}", which no plugin of the scenario provides`);
      } else if (provider !== use) {
        visit(provider, [...trail, name]);
      }
    }
    ordered.add(use);
  };
  for (const use of uses) visit(use, []);
  return [...ordered];
}

function fail(use: PluginUse, message: string): never {
  if (use.place === undefined) throw new Error(message);
  throw new InputError([{ ...use.place, message }]);
}
