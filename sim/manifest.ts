import { readFileSync } from "node:fs";
import type { RunPlan } from "./scenario/run-plan.js";

/** Name and version of the package. */
export function packageVersion(): string {
  return packageManifest().version;
}

/** What `manifest.json` says of a run, but for what is known only at its end. */
export function buildManifest(plan: RunPlan, workers: number): Record<string, unknown> {
  return {
    name: plan.name,
    seed: plan.seed,
    scenario: plan.resolved,
    scenarioHash: plan.scenarioHash,
    inputs: plan.inputs,
    versions: { starbelt: packageVersion(), node: process.version },
    propagator: "SGP4/SDP4: near-Earth kernel of starbelt, deep space by satellite.js 7.1, WGS72, mode i",
    platform: `${process.platform} ${process.arch}`,
    workers,
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
