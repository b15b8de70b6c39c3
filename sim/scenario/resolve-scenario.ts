import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.js";
import type { ServiceViews } from "./load-services.js";
import type { RunPlan, TimePlan } from "./run-plan.js";
import type { OutputConfig, ProbeConfig } from "./schema/run.js";
import type { View } from "./view.js";

/** The parts of a scenario with every default filled in. */
export interface ResolvedParts {
  readonly name: string;
  readonly seed: number;
  readonly time: TimePlan;
  readonly constellation: readonly View[];
  readonly ground: readonly View[];
  readonly links: { readonly isl?: readonly View[]; readonly ground?: readonly View[] };
  readonly routing: View;
  readonly services: ServiceViews;
  readonly probes: readonly ProbeConfig[];
  readonly plugins: readonly View[];
  readonly output: OutputConfig;
}

/**
 * The resolved scenario: the keys of the scenario file, with numbers whose unit is in the key's name
 * (`altitudeKm`, `bandwidthBps`, `durationSeconds`), and link entries always as lists.
 *
 * Its hash is the SHA-256 of the canonical JSON of the same without `output`, and with files (also the modules
 * of a user's own extensions) by their hash in place of their path; a shell name that only comes from a file's
 * path is left out.
 */
export function resolveScenario(
  parts: ResolvedParts,
): Pick<RunPlan, "resolved" | "content" | "scenarioHash"> {
  const resolved = { ...assemble(parts, ({ shown }) => shown), output: parts.output };
  const content = assemble(parts, ({ content: covered }) => covered);
  const scenarioHash = createHash("sha256").update(canonicalJson(content)).digest("hex");
  return { resolved, content, scenarioHash };
}

function assemble(parts: ResolvedParts, pick: (view: View) => unknown): Record<string, unknown> {
  const { name, seed, time, links, services } = parts;
  return {
    name,
    seed,
    time: { start: time.startIso, durationSeconds: time.durationNs / 1e9, stepSeconds: time.stepNs / 1e9 },
    constellation: parts.constellation.map(pick),
    ground: parts.ground.map(pick),
    links: {
      ...(links.isl && { isl: links.isl.map(pick) }),
      ...(links.ground && { ground: links.ground.map(pick) }),
    },
    routing: pick(parts.routing),
    network: pick(services.network),
    traffic: services.traffic.map(pick),
    ...(services.compute && { compute: pick(services.compute) }),
    ...(services.energy && { energy: pick(services.energy) }),
    faults: services.faults.map(pick),
    probes: parts.probes,
    plugins: parts.plugins.map(pick),
  };
}
