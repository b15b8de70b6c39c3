import { builtInPluginNames, builtInPluginRef } from "../host/builtin-plugins.js";
import type { DraftList } from "./draft.js";
import {
  type Configurable,
  type ExtensionRequest,
  importAndConfigure,
  locate,
  noteUnknownName,
} from "./load-extension.js";
import type { Loading } from "./loading.js";
import type { PluginPlan } from "./run-plan.js";
import type { PluginConfig } from "./schema/run.js";
import type { View } from "./view.js";

const KINDS = ["sim-plugin", "state-plugin"] as const;

/** Finds and imports the plugins of the scenario and checks their configurations. */
export async function loadPlugins(
  loading: Loading,
  plugins: DraftList<PluginConfig>,
): Promise<{ plans: PluginPlan[]; views: View[] }> {
  const builtIn = builtInPluginNames();
  const plans: PluginPlan[] = [];
  const views: View[] = [];
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
    plans.push({ use, place: loading.source.problem(namePath, "") });
    const sha256 = ours ? undefined : (await loading.files.readModule(config.use, ref.url)).sha256;
    views.push({
      shown: { use: config.use, with: use.config },
      content: { use: sha256 === undefined ? config.use : { sha256 }, with: use.config },
    });
  }
  return { plans, views };
}
