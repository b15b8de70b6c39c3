import { resolve } from "node:path";
import { isMapping } from "../../orbits/schema-problems.js";
import type { LinkClass } from "../../routing/link-table.js";
import type { ServicePlans } from "../services/service-plans.js";
import { type Draft, readDraft } from "./draft.js";
import { loadConstellation } from "./load-constellation.js";
import { loadContactPlan } from "./load-contact-plan.js";
import { loadGround } from "./load-ground.js";
import { loadLinks } from "./load-links.js";
import { loadPlugins, type PluginChecks } from "./load-plugins.js";
import { loadProbes } from "./load-probes.js";
import { loadRouting, noteUnknownRouter } from "./load-routing.js";
import { loadServices } from "./load-services.js";
import type { Loading } from "./loading.js";
import { type NamedNodes, NodeNames } from "./node-names.js";
import { numberNodes } from "./number-nodes.js";
import { planTime } from "./plan-time.js";
import { planView } from "./plan-view.js";
import { isAboutOutput } from "./record-scenario.js";
import { resolveScenario } from "./resolve-scenario.js";
import type { RunPlan } from "./run-plan.js";
import { ScenarioSchema } from "./schema.js";
import { unreadShellNames, unreadSiteNames } from "./unread-names.js";

/** `LinkTable.linkClass` has 16 bits. */
const MOST_CLASSES = 65_535;

export interface BuildOptions {
  /** No program hands over plugins beside those of the scenario: what these need has to be among them. */
  readonly pluginsComplete?: boolean | undefined;
}

/**
 * Takes a scenario step by step to a plan. Each step notes what is wrong and goes on with what is sound, so that
 * all mistakes are told at once; where there are any, the plan is undefined or not to be used.
 */
export async function buildPlan(
  loading: Loading,
  { pluginsComplete = false }: BuildOptions = {},
): Promise<RunPlan | undefined> {
  loading.problems.push(...loading.source.setProblems);
  const root = loading.source.value;
  const draft = readDraft(loading);
  const constellation = await loadConstellation(loading, draft.constellation, draft.time?.start);
  const { sited, complete } = constellation;
  const ground = await loadGround(loading, draft.ground, { time: draft.time, sited, complete });
  const numbered = numberNodes(loading, constellation, ground);
  const noted = loading.problems.length;
  const links = await loadLinks(loading, draft, numbered.linkable);
  const areLinksKnown = numbered.linkable.complete && loading.problems.length === noted;
  const routing = draft.routing && (await loadRouting(loading, draft.routing));
  if (draft.routing === undefined && isMapping(root)) noteUnknownRouter(loading, root.routing);
  const unreadNames = unreadSiteNames(draft, constellation, ground);
  const targets = { ...numbered.targets, unreadNames };
  const probes = loadProbes(loading, draft.probes, targets);
  const unreadShells = unreadShellNames(draft, constellation);
  const nodes: NamedNodes = { ...numbered, nodes: numbered.linkable.nodes, targets, unreadShells };
  const named = new NodeNames(loading, nodes);
  const notedBefore = loading.problems.length;
  const services = await loadServices(loading, draft, named);
  const areServicesSound = loading.problems.length === notedBefore;
  const knownGround = areLinksKnown ? links.plan.ground : undefined;
  const contactPlan = loadContactPlan(loading, draft.output, named, knownGround);
  const plugins = await loadPlugins(loading, draft.plugins, {
    view: areServicesSound ? viewFor(draft, root, nodes, services?.plans) : undefined,
    complete: pluginsComplete,
  });
  const classes: LinkClass[] = [...links.plan.classes];
  const staticClass = classes.length;
  for (const { bandwidthBps } of numbered.staticLinks)
    classes.push({ kind: "fixed", bandwidthBps, hopDelayMs: 0 });
  if (classes.length > MOST_CLASSES) {
    loading.fail(
      ["constellation"],
      `expected at most ${MOST_CLASSES - staticClass} links in static networks`,
    );
  }
  const { name, seed, time: timeConfig, output } = draft;
  if (name === undefined || seed === undefined || timeConfig === undefined || output === undefined)
    return undefined;
  if (routing === undefined || services === undefined || loading.problems.length > 0) return undefined;
  const time = planTime(timeConfig);
  return {
    name,
    seed,
    time,
    sky: {
      seed,
      time,
      nodes: { ...numbered.linkable.nodes, shells: links.shells },
      satellites: constellation.satellites,
      groundPositionsKm: numbered.groundPositionsKm,
      ...(numbered.movingNodes.length > 0 && { movingNodes: numbered.movingNodes }),
      links: { ...links.plan, classes },
      staticLinks: numbered.staticLinks,
      staticClass,
    },
    nodeNames: numbered.names,
    nodeTiers: numbered.tiers,
    siteIds: numbered.siteIds,
    routing: routing.plan,
    services: services.plans,
    probes,
    plugins: plugins.plans,
    output: {
      dir: resolve(loading.cwd, loading.folderOf(["output", "dir"]), output.dir),
      frames: output.frames !== false,
      ...(typeof output.frames === "object" && { framePrecisionKm: output.frames.precisionKm }),
      ...(contactPlan && { contactPlan }),
    },
    ...resolveScenario({
      name,
      seed,
      time,
      constellation: constellation.views,
      ground: ground.views,
      links: links.views,
      routing: routing.view,
      services: services.views,
      probes: draft.probes.items.map(({ config }) => config),
      plugins: plugins.views,
      output,
    }),
    source: loading.record(),
    outputSet: (loading.source.written.set ?? []).filter(isAboutOutput),
    folder: resolve(loading.cwd, loading.folder),
    inputs: loading.files.inputs,
    warnings: loading.warnings,
  };
}

/** The scenario as plugins see it; undefined where what they ask about is wrong or missing. */
function viewFor(
  draft: Draft,
  root: unknown,
  nodes: NamedNodes,
  services: ServicePlans | undefined,
): PluginChecks["view"] {
  const { time: timeConfig } = draft;
  // A draft makes do without keys that nobody knows; they may be what a plugin asks about.
  const isSound = (["compute", "energy"] as const).every(
    (key) =>
      !isMapping(root) || !Object.hasOwn(root, key) || ScenarioSchema.shape[key].safeParse(root[key]).success,
  );
  if (timeConfig === undefined || services === undefined || !nodes.targets.complete || !isSound)
    return undefined;
  const time = planTime(timeConfig);
  return (fail, surroundings) => planView({ nodes, time, services }, fail, surroundings);
}
