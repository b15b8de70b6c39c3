import type { RandomStream } from "../../index.js";
import type { PresetConfig, TaskConfig, WorkflowConfig } from "./config.js";

const MB_PER_GB = 1000;

/** A task of the paper's workflow: cores, memory in GB, longest latency in ms to the one before it. */
interface PaperTask {
  readonly name: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly maxLatencyMs: number;
}

/**
 * The workflow of Stardust's evaluation, each task bound to the one before it and the first to a node.
 * Source: [CODE] PaperWorkflowTestService of the C# version; that the order of the list is that of the chain is [INF].
 */
export const PAPER_WORKFLOW: readonly PaperTask[] = [
  { name: "object-det", cores: 4, memoryGb: 2, maxLatencyMs: 175 },
  { name: "extract-frames", cores: 4, memoryGb: 2, maxLatencyMs: 150 },
  { name: "ingest", cores: 1, memoryGb: 2, maxLatencyMs: 100 },
  { name: "prepare-ds", cores: 4, memoryGb: 4, maxLatencyMs: 100 },
];

/** Source: [CODE] PaperWorkflowTestService: 100 workflows a step, 100 steps of 60 s. */
export const PAPER_WORKFLOWS = { count: 100, times: 100, everySeconds: 60 } as const;

/**
 * Source: [CODE] PaperTaskTestService: 2,500 tasks, cpu U[1, 16), memory U[2, 32) GB, latency U[30, 100) ms. That these
 * are whole numbers, as the C# call gives them, is [INF].
 */
export const PAPER_TASKS = {
  count: 2500,
  cores: [1, 16],
  memoryGb: [2, 32],
  maxLatencyMs: [30, 100],
} as const;

/** The workflows of `paper-workflows` as an entry of `workflows`. */
export function paperWorkflows({ from, at, lasts, times, count }: PresetConfig): WorkflowConfig {
  return {
    name: "paper-workflow",
    from,
    at,
    lasts,
    every: PAPER_WORKFLOWS.everySeconds,
    times: times ?? PAPER_WORKFLOWS.times,
    count: count ?? PAPER_WORKFLOWS.count,
    tasks: PAPER_WORKFLOW.map(({ name, cores, memoryGb, maxLatencyMs }, i) => ({
      name,
      after: PAPER_WORKFLOW[i - 1]?.name,
      cores,
      memory: memoryGb * MB_PER_GB,
      storage: 0,
      accelerators: {},
      maxLatency: maxLatencyMs,
    })),
  };
}

/** The largest task that `paper-tasks` can draw, as an entry of `tasks`: what it asks of a node is drawn for each. */
export function paperTasks({ from, at, lasts, times, count }: PresetConfig): TaskConfig {
  return {
    name: "paper-task",
    from,
    at,
    lasts,
    every: times === undefined ? undefined : PAPER_WORKFLOWS.everySeconds,
    times: times ?? 1,
    count: count ?? PAPER_TASKS.count,
    cores: PAPER_TASKS.cores[1] - 1,
    memory: (PAPER_TASKS.memoryGb[1] - 1) * MB_PER_GB,
    storage: 0,
    accelerators: {},
    maxLatency: PAPER_TASKS.maxLatencyMs[1] - 1,
  };
}

/** Draws what one task of `paper-tasks` asks. */
export function drawPaperTask(task: TaskConfig, random: RandomStream): TaskConfig {
  const draw = ([low, high]: readonly [number, number]) => low + random.int(high - low);
  return {
    ...task,
    cores: draw(PAPER_TASKS.cores),
    memory: draw(PAPER_TASKS.memoryGb) * MB_PER_GB,
    maxLatency: draw(PAPER_TASKS.maxLatencyMs),
  };
}
