import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { inTurns, starbelt } from "../support/command.js";
import { rowsOf } from "../support/rows.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

const SCENARIO = `
name: weather
seed: 11
time: { start: 2025-03-20T09:00:00Z, duration: 5 min, step: 5 s }
constellation:
  - walker: { name: shell, type: delta, altitude: 780 km, inclination: 60 deg, planes: 14, satellitesPerPlane: 15, phasing: 3 }
ground:
  - cities: 12
links:
  isl: { protocol: nearest, links: 4, bandwidth: 20 Gbps }
  ground: { protocol: nearest, links: 2, minElevation: 10 deg, bandwidth: 4 Gbps }
probes:
  - { from: "*", to: Tokyo }
  - { from: Delhi, to: Sao Paulo }
plugins:
  - use: sunlit
  - use: ./weather.js
`;

/** Runs by name: flags beside those that all have. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  "in the main thread": ["--workers", "0"],
  "in the main thread again": ["--workers", "0"],
  "1 worker": ["--workers", "1"],
  "2 workers": ["--workers", "2"],
  "7 workers": ["--workers", "7"],
  "another seed": ["--workers", "0", "--seed", "12"],
};

let folder: string;

beforeAll(async () => {
  folder = makeTemporaryFolder();
  writeFileSync(join(folder, "a.yaml"), SCENARIO);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  copyFileSync(fileURLToPath(new URL("fixtures/weather.js", import.meta.url)), join(folder, "weather.js"));
  const outcomes = await inTurns(Object.entries(RUNS), 2, ([name, flags]) =>
    starbelt(["run", "a.yaml", "--out", name, ...flags], folder),
  );
  for (const { code, stderr } of outcomes) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

/** The files of a run but its manifest, as base64. */
function bytesOf(run: string): Record<string, string> {
  const names = readdirSync(join(folder, run)).filter((name) => name !== "manifest.json");
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, run, name), "base64")]));
}

describe("same bytes of everything but the manifest", () => {
  const [first, ...others] = Object.keys(RUNS).slice(0, -1) as [string, ...string[]];

  test.each(others)("%s", (run) => {
    const expected = bytesOf(first);
    const got = bytesOf(run);
    expect(Object.keys(got).sort()).toEqual([
      "events.parquet",
      "metrics.parquet",
      "report.html",
      "report.json",
      "routes.parquet",
      "summary.json",
      "topology.parquet",
    ]);
    for (const name of Object.keys(expected)) expect(got[name] === expected[name], name).toBe(true);
  });

  test("of a run in which much happened", async () => {
    const dir = join(folder, first);
    const counts = new Map<string, number>();
    for (const { kind } of await rowsOf(dir, "events")) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const kind of ["node.down", "node.up", "link.down", "link.up"]) {
      expect(counts.get(kind), kind).toBeGreaterThan(10);
    }
    const usable = (await rowsOf(dir, "topology")).map((row) => row.usable_nodes);
    expect(new Set(usable).size).toBeGreaterThan(2);
    const metrics = new Set(
      (await rowsOf(dir, "metrics")).map(({ metric, statistic }) => `${metric} ${statistic}`),
    );
    expect(metrics).toContain("weather.light value");
    expect(metrics).toContain("weather.latency p99");
    const paths = new Set((await rowsOf(dir, "routes")).map(({ path }) => path));
    expect(paths.size).toBeGreaterThan(50);
  });

  test("but not with another seed", () => {
    const [a, b] = [bytesOf(first), bytesOf("another seed")];
    for (const name of Object.keys(a)) expect(a[name] === b[name], name).toBe(false);
  });
});
