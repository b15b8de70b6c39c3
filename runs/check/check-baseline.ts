import { figureOf } from "../flatten-summary.js";
import type { Baseline } from "./baseline.js";
import { allowedDifference, checkTolerances, type Tolerance } from "./tolerance.js";

/** A figure that is not where it was. */
export interface MovedMetric {
  readonly metric: string;
  readonly baseline: number;
  readonly now: number;
  /** The most that |now - baseline| may be. */
  readonly allowed: number;
}

/** What a check found. */
export interface CheckResult {
  /** All figures are as they were, within their tolerances. */
  readonly holds: boolean;
  /** What was run differently, which may be why: scenario, seed, versions. */
  readonly notes: readonly string[];
  readonly moved: readonly MovedMetric[];
  /** Figures of the baseline that the run does not have, and the other way round. */
  readonly missing: readonly string[];
  readonly added: readonly string[];
  /** Figures that both have. */
  readonly checked: number;
}

/**
 * Holds figures against a baseline, exactly but for the tolerances.
 *
 * @throws InputError for a tolerance that is for no metric
 */
export function checkBaseline(
  baseline: Baseline,
  now: Baseline,
  tolerances: readonly Tolerance[] = [],
): CheckResult {
  const metrics = [...new Set([...Object.keys(baseline.summary), ...Object.keys(now.summary)])].sort();
  checkTolerances(tolerances, metrics);
  const missing: string[] = [];
  const added: string[] = [];
  const moved: MovedMetric[] = [];
  for (const metric of metrics) {
    const was = figureOf(baseline.summary, metric);
    const is = figureOf(now.summary, metric);
    if (is === undefined) missing.push(metric);
    else if (was === undefined) added.push(metric);
    else {
      const allowed = allowedDifference(tolerances, metric, was);
      if (Math.abs(is - was) > allowed) moved.push({ metric, baseline: was, now: is, allowed });
    }
  }
  return {
    holds: moved.length + missing.length + added.length === 0,
    notes: notesOn(baseline, now),
    moved,
    missing,
    added,
    checked: metrics.length - missing.length - added.length,
  };
}

function notesOn(baseline: Baseline, now: Baseline): string[] {
  const notes: string[] = [];
  const changed = (what: string, a: unknown, b: unknown) => {
    if (a !== b) notes.push(`${what} was ${a} in the baseline and is ${b} now`);
  };
  if (baseline.scenarioHash !== now.scenarioHash) {
    notes.push(
      baseline.seed === now.seed
        ? "the scenario, or a file that it names, is not that of the baseline: its hash has changed"
        : "the scenario's hash has changed, as it does with the seed",
    );
  }
  changed("the scenario's name", baseline.scenario, now.scenario);
  changed("the seed", baseline.seed, now.seed);
  changed("starbelt", baseline.versions.starbelt, now.versions.starbelt);
  changed("Node", baseline.versions.node, now.versions.node);
  return notes;
}
