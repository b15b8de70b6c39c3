import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadScenarioText, runScenario, type TableRow } from "../../index.js";
import { rowsOf } from "../support/rows.js";
import { sharedPath } from "../support/shared.js";
import { makeTemporaryFolder } from "../support/temporary-folder.js";

const FOLDER = sharedPath("data/hypatia-kuiper-k1");
const STEPS = 2000;
const STEP_NS = 100_000_000;

/** The published run of Hypatia: 200 s at 100 ms, satellites and links and stations from its own files. */
function scenario(folder: string): string {
  return `
name: kuiper-k1
seed: 1
time: { start: 2000-01-01T00:00:00Z, duration: 200 s, step: 100 ms }
constellation:
  - tle: ${folder}/tles.txt
ground:
  - file: { path: ${folder}/ground_stations.txt, format: hypatia }
links:
  isl: { protocol: list, file: ${folder}/isls.txt, bandwidth: 10 Gbps }
  ground: { protocol: all-visible, maxSlantRange: 1260 km, bandwidth: 10 Gbps }
probes:
  - { from: Manila, to: Dalian }
`;
}

/** The lines of an expected series as `[time in ns, rest]`. */
function series(file: string): [number, string][] {
  const text = readFileSync(join(FOLDER as string, "expected", file), "utf8").trim();
  return text.split(/\r?\n/).map((line) => {
    const [time, rest] = line.split(",");
    return [Number(time), rest as string];
  });
}

describe.skipIf(!FOLDER)("Kuiper K1, Manila to Dalian (needs ../shared: Hypatia's published series)", () => {
  let routes: readonly TableRow<"routes">[];

  beforeAll(async () => {
    const plan = await loadScenarioText(scenario(FOLDER as string));
    const { dir } = await runScenario(plan, { out: join(makeTemporaryFolder(), "out"), workers: 0 });
    routes = await rowsOf(dir, "routes");
  });

  test("asks for one route at each of 2,000 steps", () => {
    expect(routes.map(({ time_ns }) => time_ns)).toEqual(
      Array.from({ length: STEPS }, (_, i) => i * STEP_NS),
    );
    for (const { source, target, reachable } of routes) {
      expect([source, target, reachable]).toEqual(["Manila", "Dalian", true]);
    }
  });

  test("has the round-trip time of every step within a microsecond", () => {
    const expected = series("networkx_rtt_1173_to_1241.txt");
    expect(expected).toHaveLength(STEPS);
    for (const [i, [time, rtt]] of expected.entries()) {
      const { time_ns, rtt_ms } = routes[i] as TableRow<"routes">;
      expect(time_ns).toBe(time);
      expect(Math.abs((rtt_ms as number) * 1e6 - Number(rtt)), `at ${time} ns`).toBeLessThan(1000);
    }
  });

  test("has every path, and every change of path at its step", () => {
    const changes: [number, string | null][] = [];
    for (const { time_ns, path, hops } of routes) {
      if (changes.at(-1)?.[1] !== path) changes.push([time_ns, path]);
      expect(hops).toBe((path as string).split("-").length - 1);
    }
    expect(changes).toEqual(series("networkx_path_1173_to_1241.txt"));
  });
});
