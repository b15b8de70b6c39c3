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
import type { PluginPlan } from "./run-plan.js";
import type { PluginConfig } from "./schema/run.js";
import type { View } from "./view.js";

const KINDS = ["sim-plugin", "state-plugin"] as const;

/** What plugins' configurations are held against. */
export interface PluginChecks {
  /** Gives the scenario as plugins see it; absent where mistakes elsewhere leave it unclear. */
  readonly view?: ((fail: (path: ConfigPath, message: string) => void) => PlanView) | undefined;
  /** No program hands over others: what plugins need has to be among these. */
  readonly complete: boolean;
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
  const defined: DefinedPlugin[] = [];
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
    const place = loading.source.problem(namePath, "");
    plans.push({ use, place });
    defined.push({ definition, use, place });
    const validated = view?.((at, message) => loading.fail([...path, "with", ...at], message));
    if (validated !== undefined) validate(loading, namePath, definition, validated, use.config);
    const sha256 = ours ? undefined : (await loading.files.readModule(config.use, ref.url)).sha256;
    views.push({
      shown: { use: config.use, with: use.config },
      content: { use: sha256 === undefined ? config.use : { sha256 }, with: use.config },
    });
  }
  // Of a plugin that could not be loaded nobody knows what it provides.
  if (complete && plugins.complete && plans.length === plugins.items.length) {
    loading.problems.push(...pluginProblems(defined));
  }
  return { plans, views };
}

/** Lets a plugin look at its configuration beside the scenario. */
function validate(
  loading: Loading,
  namePath: Path,
  definition: Configurable,
  view: PlanView,
  config: unknown,
): void {
  try {
    (definition as Partial<SimPlugin>).validate?.(view, config);
  } catch (error) {
    loading.fail(
      namePath,
      `plugin "${definition.name}" failed to validate its configuration: ${messageOf(error)}`,
    );
  }
}
