import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  compareResults,
  InputError,
  loadScenario,
  loadSweep,
  NotResultsFolderError,
  runScenario,
  runSweep,
} from "../../index.js";
import { starbelt } from "../support/command.js";
import { InProcess, tinyFolder } from "../support/tiny-sweeps.js";

const SWEEP = (seeds: string, name = "s") => `name: ${name}
scenario: ./tiny.yaml
axes: { grid: { time.duration: [3 s, 5 s], routing.cost: [latency, hops] } }
seeds: ${seeds}
metrics: [routes.rttMs.*, routes.hops.*, ticks]
`;

async function run(folder: string, name: string, set: readonly string[], seed?: number): Promise<string> {
  const plan = await loadScenario("tiny.yaml", { cwd: folder, set, seed });
  return (await runScenario(plan, { out: join(folder, name) })).dir;
}

async function sweep(folder: string, text: string, out: string): Promise<string> {
  writeFileSync(join(folder, "sweep.yaml"), text);
  const plan = await loadSweep("sweep.yaml", { cwd: folder });
  return (await runSweep(plan, { driver: new InProcess(), out: join(folder, out) })).dir;
}

describe("two runs", () => {
  test("what was run differently comes first, then the figures with their differences", async () => {
    const folder = tinyFolder("");
    const a = await run(folder, "a", []);
    const b = await run(folder, "b", ["routing.cost=hops"], 9);
    const { manifest, metrics, kind, confidence } = await compareResults(a, b);
    expect({ kind, confidence }).toEqual({ kind: "runs", confidence: null });
    expect(manifest).toEqual([
      { key: "seed", a: "3", b: "9" },
      { key: "scenarioHash", a: expect.any(String), b: expect.any(String) },
      { key: "scenario.routing.cost", a: '"latency"', b: '"hops"' },
    ]);
    const hops = metrics.find(({ metric }) => metric === "routes.hops.mean");
    expect(hops).toMatchObject({
      point: null,
      a: { mean: 3 },
      b: { mean: 2 },
      difference: -1,
      relative: -1 / 3,
      test: null,
    });
    expect(metrics.find(({ metric }) => metric === "ticks")?.difference).toBe(0);

    const { code, stdout } = await starbelt(
      ["compare", "a", "b", "--metrics", "routes.hops.*", "ticks"],
      folder,
    );
    expect(code).toBe(0);
    expect(stdout.split("\n").map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ["run differently"],
      ["A", "B"],
      ["seed", "3", "9"],
      ["scenarioHash", expect.any(String), expect.any(String)],
      ["scenario.routing.cost", '"latency"', '"hops"'],
      ["1 metric equal, 5 not"],
      ["metric", "A", "B", "B - A", "of A"],
      ...["max", "mean", "min", "p50", "p95"].map((name) => [
        `routes.hops.${name}`,
        "3",
        "2",
        "-1",
        "-33.3 %",
      ]),
      [""],
    ]);
  });

  test("the same run twice: no difference, whatever the workers", async () => {
    const folder = tinyFolder("");
    const a = await run(folder, "a", []);
    const b = await run(folder, "b", []);
    const { manifest, metrics } = await compareResults(a, b);
    expect(manifest).toEqual([]);
    expect(metrics.every(({ difference }) => difference === 0)).toBe(true);
    expect((await starbelt(["compare", "a", "b"], folder)).stdout).toBe(
      `run alike: the manifests do not differ\n${metrics.length} metrics equal, 0 not\n`,
    );
  });
});

describe("two sweeps", () => {
  test("are compared point by point, whatever their order, with intervals and Welch's test", async () => {
    const folder = tinyFolder("");
    const a = await sweep(folder, SWEEP("[1, 2, 3]"), "a");
    const other = SWEEP("[11, 12, 13]", "t")
      .replace("[latency, hops]", "[hops]")
      .replace("[3 s, 5 s]", "[5 s, 3 s, 7 s]");
    const b = await sweep(folder, other, "b");
    const { metrics, onlyA, onlyB, manifest, confidence } = await compareResults(a, b, {
      metrics: ["routes.rttMs.mean", "ticks"],
    });
    expect(confidence).toBe(0.95);
    expect(onlyA).toEqual([
      "time.duration=3 s, routing.cost=latency",
      "time.duration=5 s, routing.cost=latency",
    ]);
    expect(onlyB).toEqual(["time.duration=7 s, routing.cost=hops"]);
    expect(metrics.map(({ point, metric }) => [point, metric])).toEqual([
      ["time.duration=3 s, routing.cost=hops", "routes.rttMs.mean"],
      ["time.duration=3 s, routing.cost=hops", "ticks"],
      ["time.duration=5 s, routing.cost=hops", "routes.rttMs.mean"],
      ["time.duration=5 s, routing.cost=hops", "ticks"],
    ]);
    for (const { metric, test: welch, a: left } of metrics) {
      expect(left?.runs).toBe(3);
      if (metric === "ticks") expect(welch).toEqual({ t: null, degreesOfFreedom: null, p: 1 });
      else expect(welch?.p).toBeGreaterThan(1e-4);
    }
    expect(manifest.map(({ key }) => key)).toContain("seeds.seeds.0");

    const { stdout } = await starbelt(["compare", "a", "b", "--metrics", "routes.rttMs.mean"], folder);
    expect(stdout).toContain("only in A: time.duration=3 s, routing.cost=latency\n");
    expect(stdout).toContain(
      "± half of the 95 % interval (Student's t); p of Welch's t-test (Welch 1947), * below 0.05",
    );
    expect(stdout).toMatch(/\n {2}routes\.rttMs\.mean {2}\d+\.\d+ ± \d+\.\d+ {2}/);
  });

  test("a real difference is significant", async () => {
    const folder = tinyFolder("");
    const a = await sweep(folder, SWEEP("[1, 2, 3]").replace("[3 s, 5 s]", "[3 s]"), "a");
    const net = "net.yaml";
    // 20 ms more on the last link.
    writeFileSync(
      join(folder, net),
      readFileSync(join(folder, net), "utf8").replace("latency: 4 ms", "latency: 14 ms"),
    );
    const b = await sweep(folder, SWEEP("[1, 2, 3]").replace("[3 s, 5 s]", "[3 s]"), "b");
    const { metrics, manifest } = await compareResults(a, b, { metrics: ["routes.rttMs.mean"] });
    expect(metrics).toHaveLength(2);
    for (const { test: welch, difference } of metrics) {
      expect(welch?.p).toBeLessThan(1e-3);
      expect(difference).toBeCloseTo(20, 0);
    }
    expect(manifest.map(({ key }) => key)).toEqual(["inputs../net.yaml"]);
  });
});

test("what cannot be compared, and names that no metric has", async () => {
  const folder = tinyFolder("");
  const a = await run(folder, "a", []);
  const swept = await sweep(folder, SWEEP("[1]"), "swept");
  await expect(compareResults(a, join(folder, "none"))).rejects.toThrow(NotResultsFolderError);
  await expect(compareResults(a, swept)).rejects.toThrow(
    `${a}: holds one run, and ${swept} a sweep: they cannot be compared`,
  );
  await expect(compareResults(a, a, { metrics: ["routes.rtMs.mean", "x*"] })).rejects.toThrow(
    new InputError([
      {
        file: "--metrics",
        message: 'no metric is named "routes.rtMs.mean"; did you mean "routes.rttMs.mean"?',
      },
      { file: "--metrics", message: 'no metric is named "x*"' },
    ]),
  );
  const { code, stderr } = await starbelt(["compare", "a", "none"], folder);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "none: not a results folder: no such folder\n" });
});
