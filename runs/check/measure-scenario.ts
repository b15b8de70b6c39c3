import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onDisk } from "../../results/disk.js";
import { packageVersion } from "../../sim/manifest.js";
import { type RunOptions, runScenario } from "../../sim/run-scenario.js";
import type { RunPlan } from "../../sim/scenario/run-plan.js";
import { flattenSummary } from "../flatten-summary.js";
import type { Baseline } from "./baseline.js";

/**
 * Runs a scenario in a folder that goes again, and keeps its figures.
 *
 * @returns undefined where the run was interrupted
 * @throws what `runScenario` throws
 */
export async function measureScenario(
  plan: RunPlan,
  options: Pick<RunOptions, "workers" | "signal" | "onTick" | "onNotice"> = {},
): Promise<Baseline | undefined> {
  const base = join(tmpdir(), "starbelt-check-");
  const folder = onDisk("make the folder", base, () => mkdtempSync(base));
  try {
    const { status, summary } = await runScenario(plan, { ...options, out: join(folder, "results") });
    if (status !== "complete") return undefined;
    return {
      baselineFormat: 1,
      scenario: plan.name,
      scenarioHash: plan.scenarioHash,
      seed: plan.seed,
      versions: { starbelt: packageVersion(), node: process.version },
      summary: flattenSummary(summary).values,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
