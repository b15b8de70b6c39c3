import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSweep } from "../../index.js";
import { refusalOf } from "../support/scenario-folder.js";
import { tinyFolder } from "../support/tiny-sweeps.js";

const HEAD = "name: s\nscenario: ./tiny.yaml\n";

function refusal(text: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  return refusalOf(loadSweep("sweep.yaml", { cwd: tinyFolder(text, files) }));
}

describe("points", () => {
  test("are all combinations: the grid slowest, then the list, then draws", async () => {
    const text = `${HEAD}axes:
  grid: { routing.cost: [latency, hops], time.step: [1 s, 500 ms] }
  list:
    - { time.duration: 3 s }
    - { time.duration: 4 s, routing.router: forwarding }
  random: { count: 2, seed: 1, of: { probes.0.to: { choices: [b] } } }
`;
    const { points, axes } = await loadSweep("sweep.yaml", { cwd: tinyFolder(text) });
    expect(points).toHaveLength(16);
    expect(points.map(({ values }) => values["routing.cost"])).toEqual([
      ...Array.from({ length: 8 }, () => "latency"),
      ...Array.from({ length: 8 }, () => "hops"),
    ]);
    expect(points[0]?.values).toEqual({
      "routing.cost": "latency",
      "time.step": "1 s",
      "time.duration": "3 s",
      "probes.0.to": "b",
    });
    expect(points[2]?.values).toMatchObject({ "time.duration": "4 s", "routing.router": "forwarding" });
    expect(points[4]?.values).toMatchObject({ "routing.cost": "latency", "time.step": "500 ms" });
    // Units only where all values have the same.
    expect(axes.map(({ column, type }) => [column, type])).toEqual([
      ["axis.routing.cost", "string"],
      ["axis.time.step", "string"],
      ["axis.time.duration (s)", "double"],
      ["axis.routing.router", "string"],
      ["axis.probes.0.to", "string"],
    ]);
  });

  test("without axes are one, with the scenario's seed", async () => {
    const plan = await loadSweep("sweep.yaml", { cwd: tinyFolder(HEAD) });
    expect(plan.points).toHaveLength(1);
    expect(plan.seeds).toEqual({ kind: "fixed", seeds: [3] });
  });

  test("read paths in values and of the scenario from the folder of the sweep file", async () => {
    const text =
      "name: s\nscenario: ./sub/a.yaml\naxes: { grid: { constellation.0.network: [./net.yaml] } }\n";
    const scenario =
      "name: a\nseed: 1\ntime: { start: 2025-01-01T00:00:00Z, duration: 3 s, step: 1 s }\nconstellation: [{ network: ./none.yaml }]\n";
    const folder = tinyFolder(text, { "sub/a.yaml": scenario });
    const from = relative(process.cwd(), join(folder, "sweep.yaml"));
    expect((await loadSweep(from)).points).toHaveLength(1);
  });
});

describe("what is wrong is told at its place, all at once", () => {
  test("in the file, its axes and their values", async () => {
    const lines = await refusal(`${HEAD}axes:
  grid:
    routing.cots: [latency, hops]
    constellation.3.network: [./net.yaml]
    seed: [1, 2]
    time.step: [1 s, 1 s]
  list:
    - { time.duration: 3 s }
    - { time.duration: 3 parsecs }
  random:
    count: 5
    seed: 1
    of:
      time.start: { from: 0.1 s, to: 1 km }
      probes.0.from: { choices: [a, q] }
seeds: [1, 1]
confidence: 95
foo: 1
`);
    expect(lines).toEqual([
      'sweep.yaml:5:5: unknown key "cots"; did you mean "cost"?',
      'sweep.yaml:6:5: "constellation" is a list: its items are 0 to 0; got "3"',
      'sweep.yaml:7:5: seeds are no axis: they stand under "seeds"',
      'sweep.yaml:8:22: "1 s" stands twice',
      expect.stringMatching(/^sweep\.yaml:11:24: expected a duration with a unit.*"parsecs"/),
      'sweep.yaml:16:38: expected the unit "s", as "from" has; got the unit "km"',
      expect.stringMatching(/^sweep\.yaml:17:7: no site is named "q"/),
      "sweep.yaml:18:12: seed 1 stands twice",
      'sweep.yaml:19:13: expected a percentage between 0 % and 100 %, such as "5 %"; got 95',
      expect.stringMatching(/^sweep\.yaml:20:1: unknown key "foo"/),
    ]);
  });

  test("in the scenario, once for all points", async () => {
    const lines = await refusal(`${HEAD}axes: { grid: { routing.cost: [latency, hops] } }\n`, {
      "tiny.yaml":
        "name: tiny\nseed: 1\ntime: { start: 2025-01-01T00:00:00Z, duration: 3 s, stop: 1 s }\nconstellation: [{ network: ./net.yaml }]\n",
    });
    expect(lines).toEqual([
      expect.stringMatching(/^tiny\.yaml:3:7: "step" is missing/),
      expect.stringMatching(/^tiny\.yaml:3:53: unknown key "stop"/),
    ]);
  });

  test("in the scenario at some points only: with the first of them", async () => {
    const text = `${HEAD}axes: { grid: { constellation.0.network: [./net.yaml, ./other.yaml] } }\n`;
    const other =
      "nodes: [{ name: a, tier: edge }, { name: r1, tier: space }]\nlinks: [{ between: [a, r1], latency: 1 ms, bandwidth: 1 Gbps }]\n";
    expect(await refusal(text, { "other.yaml": other })).toEqual([
      'tiny.yaml:5:25: no site is named "b" (with constellation.0.network=./other.yaml)',
    ]);
  });

  test("values drawn: a few of them, and how many more", async () => {
    const lines = await refusal(
      `${HEAD}axes: { latin-hypercube: { count: 9, seed: 1, of: { time.step: { from: 0.1 s, to: 1 s } } } }\n`,
    );
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3))
      expect(line).toMatch(/^sweep\.yaml:3:53: .*whole nanoseconds; got "0\.\d+ s"$/);
    expect(lines[3]).toBe("sweep.yaml:3:53: 6 more of the values drawn are refused");
  });

  test.each([
    [
      "no scenario there",
      "name: s\nscenario: ./none.yaml\n",
      'sweep.yaml:2:11: cannot read "./none.yaml": no such file',
    ],
    ["no scenario named", "name: s\n", 'sweep.yaml:1:1: "scenario" is missing: expected text'],
    ["not YAML", "name: [", /^sweep\.yaml:1:8: /],
    ["a list", "- 1\n", /^sweep\.yaml:1:1: expected keys and values; got a list/],
    [
      "seeds and repeat",
      `${HEAD}seeds: [1]\nrepeat: { until: { metric: ticks, relativeHalfWidth: 5 % }, min: 2, max: 3 }\n`,
      /^sweep\.yaml:3:8: "seeds" and "repeat" exclude each other/,
    ],
    [
      "max below min",
      `${HEAD}repeat: { until: { metric: ticks, relativeHalfWidth: 5 % }, min: 5, max: 3 }\n`,
      'sweep.yaml:3:74: expected at least "min" (5); got 3',
    ],
    [
      "too many points",
      `${HEAD}axes: { random: { count: 2000000, seed: 1, of: { a: { from: 0, to: 1 } } } }\n`,
      /^sweep\.yaml:3:7: expected at most 1000000 points; the axes make 2000000/,
    ],
    [
      "a value that is no number",
      `${HEAD}axes: { grid: { time.step: [.inf] } }\n`,
      "sweep.yaml:3:29: expected a finite number; got Infinity",
    ],
    [
      "a place for results",
      `${HEAD}axes: { grid: { output.dir: [x] } }\n`,
      /^sweep\.yaml:3:17: where results go is no axis/,
    ],
    [
      "an axis twice",
      `${HEAD}axes: { grid: { time.step: [1 s] }, list: [{ time.step: 1 s }] }\n`,
      'sweep.yaml:3:46: "time.step" is an axis of another part too',
    ],
  ])("%s", async (_what, text, says) => {
    expect(await refusal(text)).toEqual([typeof says === "string" ? says : expect.stringMatching(says)]);
  });

  test("a scenario without a seed, where one is needed", async () => {
    const scenario =
      "name: tiny\ntime: { start: 2025-01-01T00:00:00Z, duration: 3 s, step: 1 s }\nconstellation: [{ network: ./net.yaml }]\n";
    expect(await refusal(HEAD, { "tiny.yaml": scenario })).toEqual([
      expect.stringMatching(/^tiny\.yaml:1:1: "seed" is missing/),
    ]);
    const plan = await loadSweep("sweep.yaml", {
      cwd: tinyFolder(`${HEAD}seeds: [4]\n`, { "tiny.yaml": scenario }),
    });
    expect(plan.seeds).toEqual({ kind: "fixed", seeds: [4] });
  });
});
