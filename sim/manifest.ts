import { readFileSync } from "node:fs";
import type { Checkpoints } from "./recorder.js";
import type { RunPlan } from "./scenario/run-plan.js";

/** Name and version of the package. */
export function packageVersion(): string {
  return packageManifest().version;
}

export interface ManifestOptions {
  readonly workers: number;
  readonly checkpoints: Checkpoints;
  /** Names of the plugins that a program handed over. */
  readonly handedPlugins: readonly string[];
}

/**
 * What `manifest.json` says of a run, but for what is known only at its end: also all that `resume` needs to make it
 * again.
 */
export function buildManifest(
  plan: RunPlan,
  { workers, checkpoints, handedPlugins }: ManifestOptions,
): Record<string, unknown> {
  // Input files are not repeated: their hashes tell whether they still are what they were.
  const { files: _files, ...recorded } = plan.source;
  const source = { ...recorded, set: [...recorded.set, ...plan.outputSet] };
  return {
    name: plan.name,
    seed: plan.seed,
    scenario: plan.resolved,
    scenarioHash: plan.scenarioHash,
    /** Where paths of the scenario and a user's own modules start from. */
    scenarioFolder: plan.folder,
    source,
    inputs: plan.inputs,
    versions: { starbelt: packageVersion(), node: process.version },
    propagator: "SGP4/SDP4: near-Earth kernel of starbelt, deep space by satellite.js 7.1, WGS72, mode i",
    platform: `${process.platform} ${process.arch}`,
    workers,
    checkpoints,
    ...(handedPlugins.length > 0 && { handedPlugins }),
    started: new Date().toISOString(),
  };
}

function packageManifest(): { readonly version: string } {
  // From the sources and from dist/ alike, the package's root is the first folder upwards that has a manifest.
  for (const up of ["../", "../../"]) {
    try {
      return JSON.parse(readFileSync(new URL(`${up}package.json`, import.meta.url), "utf8")) as {
        version: string;
      };
    } catch {}
  }
  return { version: "unknown" };
}
