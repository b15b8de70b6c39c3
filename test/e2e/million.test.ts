import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadScenario } from "../../index.js";
import { expectedMemoryBytes } from "../../sim/scenario/expected-memory.js";
import { ROOT, starbelt } from "../support/command.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

const TICKS = process.env.STARBELT_FULL_CHECKS === "1" ? 10 : 2;
const SET = [`time.duration=${10 * TICKS} s`, "output.frames=true"];
const FILE = join(ROOT, "scenarios/million.yaml");
const TABLES = ["routes", "topology", "events", "metrics"].map((table) => `${table}.parquet`);
const DETERMINISTIC = [...TABLES, "summary.json", "report.json"];

let folder: string;

beforeAll(async () => {
  folder = makeTemporaryFolder();
  const flags = ["--quiet", "--no-report", ...SET.flatMap((set) => ["--set", set])];
  // One after the other: each takes over a gigabyte.
  for (const workers of ["0", "2"]) {
    const run = await starbelt(["run", FILE, "--workers", workers, "--out", join(folder, workers), ...flags]);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: "" });
  }
  const replay = await starbelt([
    ...["run", "--replay", join(folder, "0"), "--out", join(folder, "replayed")],
    ...["--quiet", "--no-report"],
  ]);
  expect({ code: replay.code, stderr: replay.stderr }).toEqual({ code: 0, stderr: "" });
}, 240_000);

const bytesOf = (run: string, file: string) => readFileSync(join(folder, run, file));

function peakBytes(run: string): number {
  const { wall } = JSON.parse(bytesOf(run, "manifest.json").toString("utf8"));
  return wall.peakMemoryBytes;
}

describe("a million satellites, recorded", () => {
  test.each([...DETERMINISTIC, "frames.sbf"])("give the same %s with 0 and 2 workers", (file) => {
    expect(bytesOf("2", file).equals(bytesOf("0", file))).toBe(true);
  });

  test.each(TABLES)("are replayed to the same %s", (file) => {
    expect(bytesOf("replayed", file).equals(bytesOf("0", file))).toBe(true);
  });

  test("are all there, linked as the patterns say, and reached from the ground", () => {
    const summary = JSON.parse(bytesOf("0", "summary.json").toString("utf8"));
    expect(summary.satellites).toBe(1_000_000);
    expect(summary.ticks).toBe(TICKS);
    // Each of 20,000 has two links of its own in +grid; the rings have one along the ring, and up to one across.
    expect(summary.topology.islsMean).toBeGreaterThan(1_000_000 + 500_000);
    expect(summary.routes.reached).toBeGreaterThan(0.1 * summary.routes.asked);
  });

  test.each([0, 2])("take less than 2 GB, and what was expected, with %i workers", async (workers) => {
    const plan = await loadScenario(FILE, { set: SET });
    const peak = peakBytes(String(workers));
    expect(peak).toBeLessThan(2e9);
    expect(Math.abs(peak / expectedMemoryBytes(plan, workers) - 1)).toBeLessThan(0.2);
  });
});
