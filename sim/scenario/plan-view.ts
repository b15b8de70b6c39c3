import type { TimePlan } from "../../workers/sky-plan.js";
import { type CheckedFile, fileAt, type NamedFile } from "../host/config-file.js";
import type { ConfigPath, PlanView } from "../host/plan-view.js";
import { missingWhenEmpty } from "../services/compute/holdings.js";
import type { ServicePlans } from "../services/service-plans.js";
import { type NamedNodes, NodeNames } from "./node-names.js";
import type { RunPlan } from "./run-plan.js";

/** What of a scenario plugins can hold their configuration against. */
export interface ViewedPlan {
  readonly nodes: NamedNodes;
  readonly time: TimePlan;
  readonly services: Pick<ServicePlans, "compute" | "energy">;
}

/** What a plugin sees of the others of its run, and of the files that its configuration names. */
export interface PluginSurroundings extends Pick<PlanView, "registered" | "warn"> {
  readonly files: readonly (NamedFile & CheckedFile)[];
}

/** @param fail gets the mistakes */
export function planView(
  { nodes, time, services }: ViewedPlan,
  fail: (path: ConfigPath, message: string) => void,
  { files, registered, warn }: PluginSurroundings,
): PlanView {
  const noted = (path: readonly PropertyKey[], message: string) => fail(path as ConfigPath, message);
  // Names are looked up only where someone asks.
  let made: NodeNames | undefined;
  const names = () => {
    made ??= new NodeNames({ fail: noted }, nodes);
    return made;
  };
  const { compute, energy } = services;
  return {
    names: nodes.names,
    tiers: nodes.tiers,
    durationSeconds: time.durationNs / 1e9,
    stepSeconds: time.stepNs / 1e9,
    hasCompute: compute !== undefined,
    hasEnergy: energy !== undefined,
    registered,
    file: (path) => fileAt(files, path),
    fail,
    warn,
    node: (path, name) => names().one(path, name),
    nodes: (path, written) => [...names().many(path, written)],
    resources: (node) => compute?.resources[node],
    couldHold(node, demand) {
      const resources = compute?.resources[node];
      const detail = resources === undefined ? "no-computer" : missingWhenEmpty(resources, demand);
      return detail === undefined ? true : { placed: false, detail };
    },
  };
}

/** The same of a plan, for plugins that a program hands over. */
export function viewOfPlan(
  { sky, nodeNames, nodeTiers, siteIds, services, time }: RunPlan,
  fail: (path: ConfigPath, message: string) => void,
  files: PluginSurroundings["files"],
): PlanView {
  const { nodes, groundPositionsKm } = sky;
  const sites = Array.from({ length: nodes.groundCount }, (_, i) => nodes.satelliteCount + i);
  const targets = {
    ids: new Map(siteIds.map((id) => [nodeNames.at(id), id])),
    sites,
    nodeCount: nodes.count,
    complete: true,
  };
  const named = { nodes, names: nodeNames, tiers: nodeTiers, groundPositionsKm, targets };
  return planView({ nodes: named, time, services }, fail, {
    files,
    // Whoever else a program hands over may register names.
    registered: () => ({ names: [], complete: false }),
    warn: () => {},
  });
}
