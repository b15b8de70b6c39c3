import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadScenario } from "../index.js";
import { expectedMemoryBytes } from "../sim/scenario/expected-memory.js";
import type { BenchRow } from "./bench-row.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const SHELL =
  "constellation=[{ walker: { name: s, type: delta, altitude: 550 km, inclination: 53 deg, planes: 500, satellitesPerPlane: 400, phasing: 1 } }]";
const FEW_TICKS = ["time.duration=20 s", "time.step=5 s"];

interface Case {
  readonly scenario: string;
  readonly what: string;
  readonly workers: number;
  readonly set?: readonly string[];
}

const CASES: readonly Case[] = [
  { scenario: "quickstart", what: "1,584 satellites", workers: 0 },
  { scenario: "quickstart", what: "200,000 satellites, +grid", workers: 0, set: [SHELL, ...FEW_TICKS] },
  {
    scenario: "quickstart",
    what: "200,000 satellites, nearest",
    workers: 0,
    set: [SHELL, ...FEW_TICKS, "links.isl.protocol=nearest"],
  },
  { scenario: "million", what: "a million satellites", workers: 0 },
  { scenario: "million", what: "a million satellites", workers: 2 },
  { scenario: "million", what: "a million satellites, recorded", workers: 2, set: ["output.frames=true"] },
];

/** The largest resident set of whole runs, beside what `validate` says that they take. The times are those of the runs. */
export async function benchMemory(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const each of CASES) rows.push(await memoryRow(each));
  return rows;
}

async function memoryRow({ scenario, what, workers, set = [] }: Case): Promise<BenchRow> {
  const file = join(ROOT, "scenarios", `${scenario}.yaml`);
  const folder = mkdtempSync(join(tmpdir(), "starbelt-memory-"));
  try {
    const flags = ["--workers", String(workers), "--out", folder, "--force", "--quiet", "--no-report"];
    const args = [
      join(ROOT, "dist/cli/main.js"),
      "run",
      file,
      ...flags,
      ...set.flatMap((one) => ["--set", one]),
    ];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const { wall } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
    const expected = expectedMemoryBytes(await loadScenario(file, { set }), workers);
    const peak = wall.peakMemoryBytes;
    const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
    const ms = 1000 * wall.totalSeconds;
    return {
      name: `${what}, ${workers} workers: ${megabytes(peak)} at most, expected ${megabytes(expected)}, ${(peak / expected).toFixed(2)} of it`,
      medianMs: ms,
      spreadMs: [ms, ms],
      aim: "0.8 to 1.2 of what was expected",
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Manifest {
  readonly wall: { readonly peakMemoryBytes: number; readonly totalSeconds: number };
}
