import type { GroundPlanEntry } from "../../routing/link-plan.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import type { ContactPlanOutput } from "./run-plan.js";
import type { OutputConfig } from "./schema/run.js";

const PATH = ["output", "contactPlan", "sites"];

/**
 * Resolves what `output.contactPlan` asks for; undefined where it asks for nothing.
 *
 * @param ground entries of `links.ground`; undefined where not all of them could be read
 */
export function loadContactPlan(
  loading: Loading,
  output: OutputConfig | undefined,
  names: NodeNames,
  ground: readonly GroundPlanEntry[] | undefined,
): ContactPlanOutput | undefined {
  const config = output?.contactPlan;
  if (config === undefined || config === false) return undefined;
  const linked = new Set((ground ?? []).flatMap(({ entry }) => [...entry.members]));
  const { sites: written } = config;
  const found = new Set<number>();
  for (const [i, name] of [written].flat().entries()) {
    const path = typeof written === "string" ? PATH : [...PATH, i];
    const before = loading.problems.length;
    const nodes = names.many(path, name).filter((node) => linked.has(node));
    for (const node of nodes) found.add(node);
    const isUnknown = loading.problems.length > before || ground === undefined;
    if (nodes.length > 0 || name === "*" || isUnknown) continue;
    loading.fail(path, `expected sites that an entry of links.ground speaks for; "${name}" has none`);
  }
  return {
    sites: Uint32Array.from(found).sort(),
    minDurationNs: Math.round(config.minDurationSeconds * 1e9),
    paths: config.paths,
  };
}
