import { formatProblem, InputError, type InputProblem } from "../../orbits/input-error.js";
import { didYouMean } from "../../orbits/nearest-name.js";
import { schemaMessage } from "../../orbits/schema-problems.js";
import type { ExtensionUse } from "../../routing/extension-ref.js";
import { importDefinition, mistakeIn } from "../../routing/extensions.js";
import type { StatePlugin } from "../../routing/state-plugin.js";
import { orderByNeeds } from "../../workers/order-by-needs.js";
import { viewOfPlan } from "../scenario/plan-view.js";
import type { PluginPlan, RunPlan } from "../scenario/run-plan.js";
import { type CheckedFile, type NamedFile, valueAt } from "./config-file.js";
import type { ConfigPath } from "./plan-view.js";
import type { SimPlugin } from "./plugin.js";

/** A plugin ready to be set up. */
export interface PluginUse {
  readonly plugin: SimPlugin;
  readonly config: unknown;
  /** Files that its configuration names. */
  readonly files: readonly NamedFile[];
  /** Where the scenario names it; absent for plugins handed over by a program. */
  readonly place?: InputProblem;
  /** A mistake at a place of its configuration; absent for those. */
  readonly problemAt?: PluginPlan["problemAt"];
}

/** A plugin that a program hands over. */
export interface HandedPlugin {
  readonly plugin: SimPlugin;
  readonly with?: unknown;
  /** Texts of the files that `with` names, by the name there. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Validates what a program hands over. @throws Error naming the plugin and what it expected */
export function checkHandedPlugin(
  { plugin, with: raw, files: texts = {} }: HandedPlugin,
  plan: RunPlan,
): PluginUse {
  const mistake = mistakeIn(plugin);
  if (mistake !== undefined) throw new Error(mistake);
  const config = checkHandedConfig(plugin, raw);
  const mistakes: string[] = [];
  const fail = (path: ConfigPath, message: string) =>
    mistakes.push(`${["with", ...path].join(".")}: ${message}`);
  const files: (NamedFile & CheckedFile)[] = [];
  for (const path of plugin.files?.(config) ?? []) {
    const name = String(valueAt(config, path));
    const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (text === undefined) fail(path, `the program hands over no text of file "${name}" (files)`);
    else {
      const failIn: CheckedFile["fail"] = (line, column, message) =>
        mistakes.push(formatProblem({ file: name, line, column, message }));
      files.push({ path, name, text, fail: failIn });
    }
  }
  plugin.validate?.(viewOfPlan(plan, fail, files), config);
  if (mistakes.length > 0) throw new Error(`plugin "${plugin.name}": ${mistakes.join("; ")}`);
  return { plugin, config, files };
}

function checkHandedConfig(plugin: SimPlugin, raw: unknown): unknown {
  if (plugin.config === undefined) {
    if (raw !== undefined) throw new Error(`plugin "${plugin.name}" takes no configuration`);
    return undefined;
  }
  const parsed = plugin.config.safeParse(raw ?? {}, { error: schemaMessage });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${["with", ...path].join(".")}: ${message}`);
  throw new Error(`plugin "${plugin.name}": ${issues.join("; ")}`);
}

export interface LoadedPlugins {
  /** In the order in which they are set up: those that others need first. */
  readonly plugins: readonly PluginUse[];
  readonly statePlugins: readonly ExtensionUse[];
}

interface StateUse {
  readonly plugin: StatePlugin;
  readonly use: ExtensionUse;
  readonly place: InputProblem;
}

/** A plugin of the scenario, imported. */
export interface DefinedPlugin {
  /** A SimPlugin or a state plugin. */
  readonly definition: { readonly kind: string; readonly name: string };
  readonly use: ExtensionUse;
  readonly place: InputProblem;
  readonly problemAt?: PluginPlan["problemAt"];
  readonly files: readonly NamedFile[];
}

/**
 * Imports the plugins of a plan and puts them, with those that a program hands over, into order.
 * @throws InputError with all that is wrong: needs that nothing provides, plugins that need each other in a
 *   circle, names that are used twice; Error where it concerns a plugin that a program handed over
 */
export async function loadPlugins(
  plans: readonly PluginPlan[],
  handed: readonly PluginUse[] = [],
): Promise<LoadedPlugins> {
  const defined: DefinedPlugin[] = [];
  for (const { use, place, ...rest } of plans) {
    const { url } = use.ref;
    if (url === undefined) throw new Error(`plugin "${use.ref.name}" has no module`);
    const definition = await importDefinition({ ...use.ref, url }, ["sim-plugin", "state-plugin"]);
    defined.push({ definition, use, place, ...rest });
  }
  const mistakes = new Mistakes();
  const loaded = putInOrder(defined, handed, mistakes);
  mistakes.throwIfAny();
  return loaded;
}

/** What keeps the plugins of a scenario from working together, without setting them up; with their places. */
export function pluginProblems(defined: readonly DefinedPlugin[]): readonly InputProblem[] {
  const mistakes = new Mistakes();
  putInOrder(defined, [], mistakes);
  return mistakes.problems;
}

function putInOrder(
  defined: readonly DefinedPlugin[],
  handed: readonly PluginUse[],
  mistakes: Mistakes,
): LoadedPlugins {
  const simPlugins: PluginUse[] = [];
  const states: StateUse[] = [];
  for (const { definition, use, place, files, problemAt } of defined) {
    if (definition.kind === "state-plugin") {
      states.push({ plugin: definition as unknown as StatePlugin, use, place });
    } else {
      simPlugins.push({
        plugin: definition as unknown as SimPlugin,
        config: use.config,
        files,
        place,
        ...(problemAt && { problemAt }),
      });
    }
  }
  const plugins = [...simPlugins, ...handed];
  noteRepeatedNames([...states, ...plugins], mistakes);
  orderStates(states, mistakes);
  const stateNames = new Set(states.map(({ plugin }) => plugin.name));
  const ordered = orderPlugins(plugins, stateNames, mistakes);
  return { plugins: ordered, statePlugins: states.map(({ use }) => use) };
}

type Placed = Pick<PluginUse, "place"> & { readonly plugin: { readonly name: string } };

/** Mistakes of the scenario have a place in it; those of a program have not. */
class Mistakes {
  readonly problems: InputProblem[] = [];
  readonly #others: string[] = [];

  note({ place }: Pick<PluginUse, "place">, message: string): void {
    if (place === undefined) this.#others.push(message);
    else this.problems.push({ ...place, message });
  }

  throwIfAny(): void {
    if (this.problems.length > 0) throw new InputError(this.problems);
    if (this.#others.length > 0) throw new Error(this.#others.join("; "));
  }
}

function noteRepeatedNames(uses: readonly Placed[], mistakes: Mistakes): void {
  const seen = new Set<string>();
  for (const use of uses) {
    const { name } = use.plugin;
    if (seen.has(name)) mistakes.note(use, `a plugin named "${name}" is in the run already`);
    seen.add(name);
  }
}

/** The state stage puts them into order by itself; here it is found out whether it can. */
function orderStates(states: readonly StateUse[], mistakes: Mistakes): void {
  const byName = new Map(states.map((use) => [use.plugin.name, use]));
  orderByNeeds(states, {
    nameOf: ({ plugin }) => plugin.name,
    needsOf: ({ plugin }) => plugin.needs ?? [],
    find: (name) => byName.get(name),
    onMissing: (use, need) => {
      const known = didYouMean(need, byName.keys());
      mistakes.note(
        use,
        `state plugin "${use.plugin.name}" needs "${need}", which is not in the run${known}`,
      );
    },
    onCircle: (use, circle) => mistakes.note(use, `state plugins need each other: ${circle.join(" -> ")}`),
  });
}

function orderPlugins(
  uses: readonly PluginUse[],
  stateNames: ReadonlySet<string>,
  mistakes: Mistakes,
): PluginUse[] {
  const providers = new Map<string, PluginUse>();
  for (const use of uses) {
    for (const name of [use.plugin.name, ...(use.plugin.provides ?? [])]) {
      const other = providers.get(name);
      if (other !== undefined && other !== use && other.plugin.name !== use.plugin.name) {
        const who = `"${other.plugin.name}" and "${use.plugin.name}"`;
        mistakes.note(use, `plugins ${who} both provide "${name}"`);
      }
      providers.set(name, use);
    }
  }
  return orderByNeeds(uses, {
    nameOf: ({ plugin }) => plugin.name,
    needsOf: ({ plugin }) => (plugin.needs ?? []).filter((need) => !stateNames.has(need)),
    find: (name) => providers.get(name),
    onMissing: (use, need) => {
      const known = didYouMean(need, [...providers.keys(), ...stateNames]);
      const message = `plugin "${use.plugin.name}" needs "${need}", which no plugin of the run provides${known}`;
      mistakes.note(use, message);
    },
    onCircle: (use, circle) => mistakes.note(use, `plugins need each other: ${circle.join(" -> ")}`),
  });
}
