import { InputError } from "../../orbits/input-error.js";
import { didYouMean } from "../../orbits/nearest-name.js";
import { isMapping } from "../../orbits/schema-problems.js";
import { type Manifest, openResults, type ResultsReader } from "../../results/index.js";
import { figureOf, flattenSummary } from "../flatten-summary.js";
import { fittingNames } from "../metric-pattern.js";
import { meanInterval } from "../statistics/mean-interval.js";
import { openSweep } from "../sweep/open-sweep.js";
import { isSweepFolder } from "../sweep/sweep-manifest.js";
import { compareSweeps } from "./compare-sweeps.js";
import { type Comparison, compareFigures } from "./comparison.js";
import { contentOf, differences } from "./differences.js";

export interface CompareOptions {
  /** Patterns, with `*` for any text; all metrics by default. */
  readonly metrics?: readonly string[];
}

/**
 * Holds two results folders, or the folders of two sweeps, against each other.
 *
 * @throws NotResultsFolderError where one is neither
 * @throws InputError where they are not of one kind, and for a pattern that no metric fits
 */
export async function compareResults(
  a: string,
  b: string,
  options: CompareOptions = {},
): Promise<Comparison> {
  const patterns = options.metrics ?? ["*"];
  const [first, second] = [isSweepFolder(a), isSweepFolder(b)];
  if (first !== second) {
    const [sweep, other] = first ? [a, b] : [b, a];
    if (!first) openResults(a);
    else openResults(b);
    throw new InputError([
      { file: other, message: `holds one run, and ${sweep} a sweep: they cannot be compared` },
    ]);
  }
  const comparison = first
    ? await compareSweeps(openSweep(a), openSweep(b))
    : compareRuns(openResults(a), openResults(b));
  const names = [...new Set(comparison.metrics.map(({ metric }) => metric))];
  const problems = patterns
    .filter((pattern) => options.metrics !== undefined && fittingNames(names, [pattern]).length === 0)
    .map((pattern) => ({
      file: "--metrics",
      message: `no metric is named "${pattern}"${didYouMean(pattern, names)}`,
    }));
  if (problems.length > 0) throw new InputError(problems);
  const wanted = new Set(fittingNames(names, patterns));
  return { ...comparison, metrics: comparison.metrics.filter(({ metric }) => wanted.has(metric)) };
}

function compareRuns(a: ResultsReader, b: ResultsReader): Comparison {
  const first = flattenSummary(a.summary).values;
  const second = flattenSummary(b.summary).values;
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
  return {
    kind: "runs",
    manifest: differences(identityOf(a.manifest), identityOf(b.manifest)),
    metrics: names.map((name) => {
      const figures = [figureOf(first, name), figureOf(second, name)].map((value) =>
        value === undefined ? undefined : meanInterval([value], 0.95),
      );
      return compareFigures(null, name, [figures[0], figures[1]], undefined);
    }),
    onlyA: [],
    onlyB: [],
    confidence: null,
  };
}

/** What a manifest says of the run itself: nothing of where, when and with how many workers. */
function identityOf(manifest: Manifest): Record<string, unknown> {
  const { status, scenario, scenarioHash, seed, inputs, versions, propagator } = manifest;
  return {
    status,
    seed,
    scenarioHash,
    scenario: contentOf(scenario),
    inputs: hashesOf(inputs),
    versions,
    propagator,
  };
}

function hashesOf(inputs: unknown): Record<string, unknown> {
  const files = Array.isArray(inputs) ? inputs.filter(isMapping) : [];
  return Object.fromEntries(files.map(({ path, sha256 }) => [String(path), sha256]));
}
