import type { Path } from "../../orbits/yaml-source.js";
import { builtInPluginNames, builtInPluginRef } from "../host/builtin-plugins.js";
import { type DefinedPlugin, pluginProblems } from "../host/load-plugins.js";
import type { ConfigPath, PlanView } from "../host/plan-view.js";
import type { SimPlugin } from "../host/plugin.js";
import type { DraftList } from "./draft.js";
import {
  type Configurable,
  type ExtensionRequest,
  importAndConfigure,
  locate,
  messageOf,
  noteUnknownName,
} from "./load-extension.js";
import type { Loading } from "./loading.js";
import type { PluginSurroundings } from "./plan-view.js";
import { type PluginFile, readPluginFiles, withHashes } from "./read-plugin-files.js";
import type { PluginPlan } from "./run-plan.js";
import type { PluginConfig } from "./schema/run.js";
import type { View } from "./view.js";

const KINDS = ["sim-plugin", "state-plugin"] as const;

/** What plugins' configurations are held against. */
export interface PluginChecks {
  /** Gives the scenario as plugins see it; absent where mistakes elsewhere leave it unclear. */
  readonly view?:
    | ((fail: (path: ConfigPath, message: string) => void, surroundings: PluginSurroundings) => PlanView)
    | undefined;
  /** No program hands over others: what plugins need has to be among these. */
  readonly complete: boolean;
}

/** A plugin of the scenario that was found, with what its configuration names. */
interface Found extends DefinedPlugin {
  readonly definition: Configurable;
  readonly path: Path;
  readonly files: readonly PluginFile[];
}

/** Finds and imports the plugins of the scenario and checks their configurations. */
export async function loadPlugins(
  loading: Loading,
  plugins: DraftList<PluginConfig>,
  { view, complete }: PluginChecks,
): Promise<{ plans: PluginPlan[]; views: View[] }> {
  const builtIn = builtInPluginNames();
  const plans: PluginPlan[] = [];
  const views: View[] = [];
  const found: Found[] = [];
  const firstUse = new Map<string, string>();
  for (const item of plugins.unsound)
    noteUnknownName(loading, item, "use", { what: "plugin", planned: [] }, builtIn);
  for (const { path, config } of plugins.items) {
    const namePath = [...path, "use"];
    const request: ExtensionRequest = {
      what: "plugin",
      kinds: KINDS,
      name: config.use,
      namePath,
      entryPath: path,
      commonKeys: ["use", "with"],
      options: {},
      with: config.with,
      planned: [],
    };
    const ours = builtIn.includes(config.use);
    const ref = ours ? builtInPluginRef(config.use) : locate(loading, request, builtIn);
    const loaded = ref && (await importAndConfigure<Configurable>(loading, request, ref));
    if (ref === undefined || loaded === undefined) continue;
    const { definition, use } = loaded;
    const first = firstUse.get(definition.name);
    if (first !== undefined) {
      loading.fail(namePath, `a plugin named "${definition.name}" is used at ${first} already`);
      continue;
    }
    firstUse.set(definition.name, loading.lineOf(path));
    const withPath = [...path, "with"];
    const files = await readPluginFiles(loading, definition, use.config, { namePath, withPath });
    const place = loading.source.problem(namePath, "");
    plans.push({
      use,
      place,
      problemAt: (at, message) => loading.source.problem([...withPath, ...at], message),
      files: files.map(({ path: at, name, text }) => ({ path: at, name, text })),
    });
    found.push({ definition, use, place, path, files });
    const sha256 = ours ? undefined : (await loading.files.readModule(config.use, ref.url)).sha256;
    views.push({
      shown: { use: config.use, with: use.config },
      content: {
        use: sha256 === undefined ? config.use : { sha256 },
        with: withHashes(use.config, files),
      },
    });
  }
  const areAllThere = complete && plugins.complete && found.length === plugins.items.length;
  if (view !== undefined)
    for (const one of found) validate(loading, one, view, registeredBy(found, one, areAllThere));
  // Of a plugin that could not be loaded nobody knows what it provides.
  if (areAllThere) loading.problems.push(...pluginProblems(found));
  return { plans, views };
}

/** Lets a plugin look at its configuration, and at the files that it names, beside the scenario. */
function validate(
  loading: Loading,
  { definition, use, path, files }: Found,
  view: NonNullable<PluginChecks["view"]>,
  registered: PlanView["registered"],
): void {
  const fail = (at: ConfigPath, message: string) => loading.fail([...path, "with", ...at], message);
  try {
    const warn = (at: ConfigPath, message: string) => loading.warn([...path, "with", ...at], message);
    (definition as Partial<SimPlugin>).validate?.(view(fail, { files, registered, warn }), use.config);
  } catch (error) {
    loading.fail(
      [...path, "use"],
      `plugin "${definition.name}" failed to validate its configuration: ${messageOf(error)}`,
    );
  }
  for (const { problems } of files) loading.collect(() => problems.throwIfAny());
}

/** What the other plugins say they register with the services of one. */
function registeredBy(found: readonly Found[], one: Found, areAllThere: boolean): PlanView["registered"] {
  const { name, provides = [] } = one.definition as Partial<SimPlugin>;
  const services = new Set([name, ...provides]);
  const others = found.map(({ definition }) => definition as Partial<SimPlugin>);
  return (sort) => ({
    names: others.flatMap(({ registers }) => registers?.[sort] ?? []),
    complete:
      areAllThere &&
      others.every(
        ({ needs = [], registers }) => registers !== undefined || !needs.some((need) => services.has(need)),
      ),
  });
}
