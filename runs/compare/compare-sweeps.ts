import { canonicalJson } from "../../results/index.js";
import { figureOf } from "../flatten-summary.js";
import { meanInterval } from "../statistics/mean-interval.js";
import { welchTest } from "../statistics/welch.js";
import type { SweepReader, SweepRunRow } from "../sweep/open-sweep.js";
import { describePoint } from "../sweep/point-problems.js";
import { type ComparedMetric, type Comparison, compareFigures } from "./comparison.js";
import { contentOf, differences } from "./differences.js";

/** The complete runs of one combination of values. */
interface Point {
  readonly label: string;
  readonly runs: SweepRunRow[];
}

/** Points with the same values on all axes are held against each other, whatever their place in the two sweeps. */
export async function compareSweeps(a: SweepReader, b: SweepReader): Promise<Comparison> {
  const confidence = Math.max(a.manifest.confidence, b.manifest.confidence);
  const [first, second] = [await pointsOf(a), await pointsOf(b)];
  const names = [...new Set([...a.manifest.metrics, ...b.manifest.metrics])].sort();
  const metrics: ComparedMetric[] = [];
  for (const [key, ofA] of first) {
    const ofB = second.get(key);
    if (ofB === undefined) continue;
    for (const name of names) {
      const samples = [valuesOf(ofA, name), valuesOf(ofB, name)] as const;
      if (samples[0].length + samples[1].length === 0) continue;
      const figures = [meanInterval(samples[0], confidence), meanInterval(samples[1], confidence)] as const;
      metrics.push(compareFigures(ofA.label, name, figures, welchTest(...samples)));
    }
  }
  return {
    kind: "sweeps",
    manifest: differences(identityOf(a), identityOf(b)),
    metrics,
    onlyA: labelsWithout(first, second),
    onlyB: labelsWithout(second, first),
    confidence,
  };
}

function identityOf({ manifest }: SweepReader): Record<string, unknown> {
  const { status, seeds, versions, scenario, inputs, runs, axes } = manifest;
  return {
    status,
    runs,
    seeds,
    axes: Object.fromEntries(axes.map(({ key, unit }) => [key, unit ?? "no unit"])),
    scenario: contentOf(scenario),
    inputs,
    versions,
  };
}

async function pointsOf({ axes, runs }: SweepReader): Promise<Map<string, Point>> {
  const points = new Map<string, Point>();
  for (const row of await runs()) {
    // With its unit, so that 1 km is not taken for 1 m.
    const values = axes.flatMap(({ key, unit }) => {
      const value = row.axes[key] ?? null;
      return value === null ? [] : [[key, unit === null ? value : `${value} ${unit}`] as const];
    });
    const set = Object.fromEntries(values);
    const key = canonicalJson(set);
    const point = points.get(key) ?? { label: describePoint(set), runs: [] };
    if (row.status === "complete") point.runs.push(row);
    points.set(key, point);
  }
  return points;
}

function valuesOf({ runs }: Point, metric: string): number[] {
  // A sweep in which something never happened has no column for it.
  return runs.flatMap(({ metrics }) => {
    const values = Object.fromEntries(
      Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== null),
    );
    return figureOf(values, metric) ?? [];
  });
}

function labelsWithout(points: ReadonlyMap<string, Point>, others: ReadonlyMap<string, Point>): string[] {
  return [...points].flatMap(([key, { label }]) => (others.has(key) ? [] : [label]));
}
