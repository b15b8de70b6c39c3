import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatMetrics } from "../../cli/metrics-text.js";
import { type MetricSample, Metrics } from "../../index.js";
import { starbelt } from "../support/command.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { scenario } from "./bad-inputs.js";

function counted(names: readonly string[]): readonly MetricSample[] {
  const metrics = new Metrics();
  for (const [i, name] of names.entries()) metrics.counter(name, { unit: "1" }).add(i);
  return metrics.all();
}

describe("metrics in the terminal", () => {
  test("are one line each: counters and gauges by their value, histograms by their spread", () => {
    const metrics = new Metrics();
    metrics.counter("mine.placed", { unit: "1" }).add(17);
    metrics.gauge("mine.load", { unit: "GB" }).set(1 / 3);
    metrics.histogram("mine.never", { unit: "ms" });
    const latency = metrics.histogram("mine.latency", { unit: "ms" });
    for (const value of [1, 2, 3, 4]) latency.record(value);
    const lines = formatMetrics({ metrics: metrics.all() }).split("\n");
    expect(lines).toEqual([
      "metrics",
      expect.stringMatching(
        /^ {2}mine\.latency {2}mean 2\.5 ms, from 1 to 4 ms, 90 % up to [34][.\d]* ms; 4 values$/,
      ),
      "  mine.load     0.3333 GB",
      "  mine.never    no values",
      "  mine.placed   17",
      "",
    ]);
    expect(formatMetrics({ metrics: [] })).toBe("");
  });

  test("are at most a dozen, those of the run's own services last", () => {
    const own = Array.from({ length: 9 }, (_, i) => `zeta.${i}`);
    const services = [
      "compute.tasks.submitted",
      "energy.spent",
      "fault.held",
      "traffic.transfers",
      "transfer.count",
    ];
    const lines = formatMetrics({ metrics: counted([...own, ...services]) })
      .trimEnd()
      .split("\n");
    expect(lines.slice(1).map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      ...own,
      "compute.tasks.submitted",
      "energy.spent",
      "fault.held",
      "and 2 more in summary.json",
    ]);
    expect(formatMetrics({ metrics: counted([...own, "energy.spent", "a", "b"]) })).not.toContain("more in");
  });
});

describe("the summary in the terminal", () => {
  test("has what plugins measured, and links that geometry forbids", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "mine.mjs"),
      `export default { kind: "sim-plugin", name: "mine", setup(sim) {
        const ticks = sim.metrics.counter("mine.ticks", { unit: "ticks" });
        sim.on("tick", () => ticks.add());
      } };`,
    );
    // Planes 90 degrees apart: nothing across is in sight.
    writeFileSync(join(folder, "a.yaml"), scenario({}, "plugins:\n  - use: ./mine.mjs\n"));
    const { code, stdout, stderr } = await starbelt(["run", "a.yaml", "--out", "out"], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^metrics\n {2}mine\.ticks {2}6 ticks\n$/m);
    expect(stdout).toMatch(
      /^ {2}links left out +[\d.]+ behind the Earth, 0 out of range \(mean per tick\)$/m,
    );
  });

  test("--help says what threads do", async () => {
    for (const args of [["run"], ["export", "hypatia"]]) {
      const { code, stdout } = await starbelt([...args, "--help"]);
      expect(code).toBe(0);
      expect(stdout.replace(/\s+/g, " ")).toContain(
        "threads that make frames, and as many that share in forwarding states; 0: the main thread alone",
      );
    }
  });
});
