/**
 * The door of `runs/`: whole runs as evidence. Sweeps do many runs of one scenario, `compare` holds two results
 * against each other, `check` holds a run against figures that were kept. It drives runs from outside, as any program
 * could, and knows nothing of what happens within one.
 */
export { type Baseline, readBaseline, writeBaseline } from "./check/baseline.js";
export { type CheckResult, checkBaseline, type MovedMetric } from "./check/check-baseline.js";
export { measureScenario } from "./check/measure-scenario.js";
export { checkTolerances, readTolerances, type Tolerance } from "./check/tolerance.js";
export { type CompareOptions, compareResults } from "./compare/compare-results.js";
export type { ComparedMetric, Comparison } from "./compare/comparison.js";
export type { Difference } from "./compare/differences.js";
export { flattenSummary } from "./flatten-summary.js";
export type { Job, JobDriver, JobInput, JobOutcome } from "./job.js";
export { LocalPool } from "./local-pool.js";
export { runJob } from "./run-job.js";
export { type MeanInterval, meanInterval } from "./statistics/mean-interval.js";
export { type WelchTest, welchTest } from "./statistics/welch.js";
export type { AxisColumn } from "./sweep/axis-columns.js";
export { openSweep, type SweepPointRow, type SweepReader, type SweepRunRow } from "./sweep/open-sweep.js";
export { type LoadSweepOptions, loadSweep, type SweepPlan, type SweepPoint } from "./sweep/plan-sweep.js";
export { describePoint } from "./sweep/point-problems.js";
export type { SweepFile } from "./sweep/read-sweep.js";
export { leastRuns, runSweep, type SweepOptions, type SweepResult } from "./sweep/run-sweep.js";
export type { SweepManifest } from "./sweep/sweep-manifest.js";
export { isSweepFolder } from "./sweep/sweep-manifest.js";
export type { EndedRun } from "./sweep/sweep-tables.js";
