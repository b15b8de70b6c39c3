import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { loadScenarioText, openResults, runScenario, writeReport } from "../index.js";
import type { BenchRow } from "./bench-row.js";

const RUNS = 5;

/** An hour of a shell, 40 cities towards one, traffic and a storm: some hundred thousand rows. */
const HOUR = `
name: hour
seed: 1
time: { start: 2026-01-01T00:00:00Z, duration: 1 h, step: 1 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 1200 km, inclination: 60 deg, planes: 8, satellitesPerPlane: 12, phasing: 1 }
ground:
  - cities: 40
links:
  isl: { protocol: plus-grid, bandwidth: 20 Gbps }
  ground: { protocol: nearest, bandwidth: 4 Gbps, minElevation: 15 deg }
faults:
  - storm: { nodes: shell, share: 0.2, at: 10 min, spread: 1 min, mttr: 10 min }
probes:
  - { from: "*", to: Tokyo }
`;

/** A report of an hour's run, beside reading its tables alone: what drawing costs. */
export async function benchReport(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "starbelt-bench-"));
  try {
    const began = performance.now();
    const { dir } = await runScenario(await loadScenarioText(HOUR), { out: join(folder, "results") });
    const ranMs = performance.now() - began;
    const rows = await readAll(dir);
    const [reports, reads]: [number[], number[]] = [[], []];
    for (let run = -1; run < RUNS; run++) {
      const reportMs = await timed(() => writeReport(dir));
      const readMs = await timed(() => readAll(dir));
      // The first loads what draws, and compiles it.
      if (run < 0) continue;
      reports.push(reportMs);
      reads.push(readMs);
    }
    const [report, read] = [reports, reads].map((times) => times.sort((a, b) => a - b)) as [
      number[],
      number[],
    ];
    const [medianMs, readMs] = [report, read].map((times) => times[RUNS >> 1] as number) as [number, number];
    return [
      {
        name: `report of 1 h at 1 s (${rows} rows; the run took ${(ranMs / 1000).toFixed(1)} s)`,
        medianMs,
        spreadMs: [report[0] as number, report[RUNS - 1] as number],
        yardstick: { name: "reading the same rows", medianMs: readMs, ratio: readMs / medianMs },
        aim: "a small part of the run",
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readAll(dir: string): Promise<number> {
  const reader = openResults(dir);
  let rows = 0;
  for (const table of ["topology", "routes", "events", "metrics"] as const) {
    for await (const _row of reader.rows(table)) rows++;
  }
  return rows;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
