import { resolve } from "node:path";
import { isMapping } from "../../orbits/schema-problems.js";
import type { LinkClass } from "../../routing/link-table.js";
import { readDraft } from "./draft.js";
import { loadConstellation } from "./load-constellation.js";
import { loadGround } from "./load-ground.js";
import { loadLinks } from "./load-links.js";
import { loadPlugins } from "./load-plugins.js";
import { loadProbes } from "./load-probes.js";
import { loadRouting, noteUnknownRouter } from "./load-routing.js";
import type { Loading } from "./loading.js";
import { numberNodes } from "./number-nodes.js";
import { planTime } from "./plan-time.js";
import { resolveScenario } from "./resolve-scenario.js";
import type { RunPlan } from "./run-plan.js";
import { unreadSiteNames } from "./unread-names.js";

/** `LinkTable.linkClass` has 16 bits. */
const MOST_CLASSES = 65_535;

/**
 * Takes a scenario step by step to a plan. Each step notes what is wrong and goes on with what is sound, so that
 * all mistakes are told at once; where there are any, the plan is undefined or not to be used.
 */
export async function buildPlan(loading: Loading): Promise<RunPlan | undefined> {
  loading.problems.push(...loading.source.setProblems);
  const root = loading.source.value;
  const draft = readDraft(loading);
  const constellation = await loadConstellation(loading, draft.constellation, draft.time?.start);
  const ground = await loadGround(loading, draft.ground);
  const numbered = numberNodes(loading, constellation, ground);
  const links = await loadLinks(loading, draft, numbered.linkable);
  const routing = draft.routing && (await loadRouting(loading, draft.routing));
  if (draft.routing === undefined && isMapping(root)) noteUnknownRouter(loading, root.routing);
  const unreadNames = unreadSiteNames(draft, constellation, ground);
  const probes = loadProbes(loading, draft.probes, { ...numbered.targets, unreadNames });
  const plugins = await loadPlugins(loading, draft.plugins);
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
  if (routing === undefined || loading.problems.length > 0) return undefined;
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
      links: { ...links.plan, classes },
      staticLinks: numbered.staticLinks,
      staticClass,
    },
    nodeNames: numbered.names,
    nodeTiers: numbered.tiers,
    siteIds: numbered.siteIds,
    routing: routing.plan,
    probes,
    plugins: plugins.plans,
    output: {
      dir: resolve(loading.cwd, loading.folderOf(["output", "dir"]), output.dir),
      frames: output.frames,
    },
    ...resolveScenario({
      name,
      seed,
      time,
      constellation: constellation.views,
      ground: ground.views,
      links: links.views,
      routing: routing.view,
      probes: draft.probes.items.map(({ config }) => config),
      plugins: plugins.views,
      output,
    }),
    inputs: loading.files.inputs,
    warnings: loading.warnings,
  };
}
