import { DATA_SIZE_BYTES, DURATION_NS, quantity, z } from "../../index.js";

const BYTES_PER_MB = 1e6;
const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;

const name = z.string().min(1);
const megabytes = (limits = {}) =>
  quantity(DATA_SIZE_BYTES, { atLeast: "0 B", ...limits }).transform((bytes) => bytes / BYTES_PER_MB);
const seconds = (limits: { readonly above?: string; readonly atLeast?: string }) =>
  quantity(DURATION_NS, limits).transform((ns) => ns / NS_PER_SECOND);

/** Who chooses among the nodes that have room and lie within the bound. */
const policy = z.enum(["random", "nearest"]);

/** What a deployed service takes of its node. */
const DEMAND = {
  cores: z.number().min(0).describe("Cores set aside."),
  memory: megabytes().describe("Memory, such as 2 GB."),
  storage: megabytes().describe("Storage.").prefault("0 B"),
  accelerators: z.record(name, z.int().min(0)).describe("Units by kind, such as { gpu: 1 }.").prefault({}),
  tiers: z
    .array(name)
    .min(1)
    .describe("Tiers of the nodes that may have it. Default: every node with a computer.")
    .optional(),
};

const maxLatency = quantity(DURATION_NS, { above: "0 s" })
  .transform((ns) => ns / NS_PER_MS)
  .describe("Longest one-way latency from where it is bound to, inclusive, such as 100 ms.");

const from = z
  .union([name, z.array(name).min(1)], { error: "expected the name of a node, or a list of names" })
  .describe("The node that it is bound to; of a list, one is drawn for each submission.");

/** When a deployment is submitted, and how many at once. */
const SUBMISSION = {
  at: seconds({ atLeast: "0 s" })
    .describe("When it is submitted for the first time, from the start.")
    .prefault("0 s"),
  every: seconds({ above: "0 s" })
    .describe("Time from one submission to the next. Default: once only.")
    .optional(),
  times: z.int().min(1).describe("How often it is submitted.").prefault(1),
  count: z.int().min(1).describe("How many are submitted each time.").prefault(1),
  lasts: seconds({ above: "0 s" })
    .describe("How long it stays once it is placed. Default: to the end.")
    .optional(),
};

const ServiceSchema = z.strictObject({
  name: name.describe("Name that tasks find it by."),
  replicas: z.int().min(1).describe("On how many nodes it is placed.").prefault(1),
  near: name.describe("The node that it is to be near to, where the policy is nearest.").optional(),
  ...DEMAND,
  at: SUBMISSION.at,
  lasts: SUBMISSION.lasts,
});

const TaskSchema = z.strictObject({
  name: name.describe("Name of its service; of several, -1, -2, ... are added."),
  from: from.optional(),
  upstream: name.describe("The service that it is bound to: the nearest of its hosts counts.").optional(),
  maxLatency,
  ...DEMAND,
  ...SUBMISSION,
});

const WorkflowTaskSchema = z.strictObject({
  name: name.describe("Name of its service within the workflow."),
  after: name.describe("The task that it is bound to. Default: the workflow's `from`.").optional(),
  maxLatency,
  ...DEMAND,
});

const WorkflowSchema = z.strictObject({
  name: name.describe("Name of the workflow; of several, -1, -2, ... are added."),
  from,
  tasks: z
    .array(WorkflowTaskSchema)
    .min(1)
    .describe("Its tasks, each bound to the node `from` or to another task."),
  ...SUBMISSION,
});

const PresetSchema = z.strictObject({
  preset: z.enum(["paper-workflows", "paper-tasks"]).describe("A workload of the paper: see README.md."),
  from,
  at: SUBMISSION.at,
  lasts: SUBMISSION.lasts,
  times: z.int().min(1).describe("How often, in place of the paper's.").optional(),
  count: z.int().min(1).describe("How many each time, in place of the paper's.").optional(),
});

export const OrchestratorSchema = z.strictObject({
  policy: policy
    .describe("Among the nodes that will do: one at random, as Stardust does, or the nearest.")
    .prefault("random"),
  reschedule: z
    .boolean()
    .describe("Whether what is out of its bound, or was lost with its node, is placed anew at each tick.")
    .prefault(true),
  services: z.array(ServiceSchema).describe("Services with replicas, bound to nothing.").prefault([]),
  tasks: z
    .array(TaskSchema)
    .describe("Single tasks, each within a latency of a node or service.")
    .prefault([]),
  workflows: z.array(WorkflowSchema).describe("Tasks that are placed together or not at all.").prefault([]),
  presets: z.array(PresetSchema).describe("Workloads of the paper.").prefault([]),
});

export type OrchestratorConfig = z.output<typeof OrchestratorSchema>;
export type ServiceConfig = z.output<typeof ServiceSchema>;
export type TaskConfig = z.output<typeof TaskSchema>;
export type WorkflowConfig = z.output<typeof WorkflowSchema>;
export type PresetConfig = z.output<typeof PresetSchema>;
export type PlacementPolicy = z.output<typeof policy>;
/** What an entry of any sort takes of its node. */
export type DemandConfig = Pick<TaskConfig, "cores" | "memory" | "storage" | "accelerators" | "tiers">;
