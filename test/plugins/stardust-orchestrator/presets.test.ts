import { describe, expect, test } from "vitest";
import { drawPaperTask, PAPER_WORKFLOW, paperTasks } from "../../../plugins/stardust-orchestrator/presets.js";
import { RandomStreams } from "../../../sim/kernel/index.js";
import { data, deploy } from "./deploy.js";

describe("the paper's workloads", () => {
  test("are the published ones", async () => {
    expect(
      PAPER_WORKFLOW.map(({ name, cores, memoryGb, maxLatencyMs }) => [name, cores, memoryGb, maxLatencyMs]),
    ).toEqual([
      ["object-det", 4, 2, 175],
      ["extract-frames", 4, 2, 150],
      ["ingest", 1, 2, 100],
      ["prepare-ds", 4, 4, 100],
    ]);
    const preset = { preset: "paper-tasks", from: "Tokyo", at: 0 } as const;
    const random = new RandomStreams(1).stream("x");
    const drawn = Array.from({ length: 4000 }, () => drawPaperTask(paperTasks(preset), random));
    const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
    expect(range(drawn.map(({ cores }) => cores))).toEqual([1, 15]);
    expect(range(drawn.map(({ memory }) => memory))).toEqual([2000, 31_000]);
    expect(range(drawn.map(({ maxLatency }) => maxLatency))).toEqual([30, 99]);
    expect(paperTasks(preset).count).toBe(2500);
  });

  test("run, fill the nodes up, and end in outcomes that add up", async () => {
    const { metric, told } = await deploy(
      {
        presets: [
          { preset: "paper-workflows", from: "Tokyo", times: 2, count: 100 },
          { preset: "paper-tasks", from: ["Tokyo", "Delhi"], count: 100, at: "1 s" },
        ],
      },
      { changes: ["compute.tiers.edge={cores: 64, memory: 128 GB}"] },
    );
    expect(metric("stardust.workflows.placed") + metric("stardust.workflows.refused")).toBe(200);
    expect(metric("stardust.tasks.placed") + metric("stardust.tasks.refused")).toBe(100);
    expect(metric("stardust.workflows.refused")).toBeGreaterThan(0);
    const reasons = new Set(data(told, "placement.none").map(({ reason }) => reason));
    expect(
      [...reasons].every((reason) => ["no-room", "out-of-bound", "unreachable"].includes(reason as string)),
    ).toBe(true);
  });
});
