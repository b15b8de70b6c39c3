import { z } from "../../index.js";
import {
  bandwidth,
  bytes,
  megabytes,
  milliseconds,
  name,
  names,
  seconds,
  secondsOrNever,
  shortOr,
} from "./config-parts.js";
import { InvocationsSchema } from "./invocations-config.js";
import { HyperDriveSchema } from "./placement/hyperdrive-config.js";

const WorkSchema = shortOr(
  seconds().transform((base) => ({ base, perMB: 0 })),
  z.strictObject({
    base: seconds().describe("Of every invocation.").prefault("0 s"),
    perMB: seconds().describe("For each MB (10^6 bytes) of input.").prefault("0 s"),
  }),
  'a duration such as "20 ms", or { base, perMB }',
).describe("Work in seconds of one core of speed 1, natively.");

const SizeSchema = shortOr(
  bytes().transform((base) => ({ base, perInputByte: 0 })),
  z.strictObject({
    base: bytes().describe("Of every invocation.").prefault("0 B"),
    perInputByte: z.number().min(0).describe("Bytes for each byte of input.").prefault(0),
  }),
  'a data size such as "1 MB", or { base, perInputByte }',
);

const FunctionSchema = z.strictObject({
  name,
  runtime: name.describe("A runtime of this list, or one that is built in: see README.md."),
  image: z
    .strictObject({
      name: name.describe("Functions with the same image share it. Default: the function's name.").optional(),
      size: bytes(),
    })
    .describe("Pulled from the registry by the first sandbox of a node.")
    .prefault({ size: "0 B" }),
  memory: megabytes().describe("What a sandbox holds of its node."),
  cores: z.number().positive().describe("Most cores that an invocation uses at once.").prefault(1),
  accelerators: z.record(name, z.int().min(0)).describe("Units held while it works.").prefault({}),
  work: WorkSchema.prefault("0 s"),
  outputs: z.record(name, SizeSchema).describe("Bytes of each state that it writes, by key.").prefault({}),
  concurrency: z.int().min(1).describe("Invocations that one sandbox takes at once.").prefault(1),
  prewarmed: z
    .strictObject({ at: names, count: z.int().min(1).prefault(1) })
    .describe("Sandboxes that are there from the start and never given up.")
    .optional(),
  labels: z.record(name, z.string()).describe("For other plugins.").prefault({}),
});

const RuntimeSchema = z.strictObject({
  name,
  schedule: seconds().describe("From the decision until the node begins.").prefault("0 s"),
  create: seconds().prefault("0 s"),
  load: seconds().prefault("0 s"),
  idle: secondsOrNever().describe("A sandbox that nobody uses is given up after so long."),
  workFactor: z.number().positive().describe("Work takes this many times as long as natively.").prefault(1),
  pulledShare: z.number().min(0).describe("What is pulled of an image, as a share of its size.").prefault(1),
});

const EdgeSchema = z.union(
  [
    name.transform((step) => ({ step, probability: 1, choice: undefined })),
    z.strictObject({
      step: name,
      probability: z.number().min(0).max(1).describe("With which the edge is taken.").prefault(1),
      choice: name
        .describe("Of edges that leave a step with the same choice, at most one is taken.")
        .optional(),
    }),
  ],
  { error: "expected the name of a step, or { step, probability, choice }" },
);

const StepSchema = z.strictObject({
  name,
  function: name,
  after: z
    .union([EdgeSchema.transform((edge) => [edge]), z.array(EdgeSchema)])
    .describe("Steps that must be over before. Default: none, it begins the workflow.")
    .prefault([]),
  reads: z
    .union([name.transform((key) => [key]), z.array(name)])
    .describe(
      "Keys of the states that it reads. Default: all that the steps before it write, or the workflow's input.",
    )
    .optional(),
  writes: z
    .record(name, name)
    .describe("Key of each of its function's outputs, where it is not the output's own name.")
    .prefault({}),
  node: name.describe("Where it must run. Default: the placement policy decides.").optional(),
  tiers: z.array(name).min(1).describe("Tiers of the nodes that may run it. Default: all.").optional(),
  statePolicy: name.describe("In place of the workflow's.").optional(),
  maxLatency: milliseconds().describe("Longest one-way latency from each step before it.").optional(),
  maxInputLatency: milliseconds()
    .describe("Longest from the inputs of the workflow that it reads.")
    .optional(),
  group: name.describe("Steps of a group share a sandbox where they run on the same node.").optional(),
});

const WorkflowSchema = z.strictObject({
  name,
  input: z
    .record(
      name,
      z.strictObject({
        at: names.describe("Node that has it; of several (names, shells, tiers), one is drawn each time."),
        size: bytes(),
      }),
    )
    .describe("States that are there when it begins, by key.")
    .prefault({}),
  destination: names.describe("Node that the last result is for; of several, one is drawn each time."),
  placement: name.describe("A placement policy.").prefault("nearest"),
  statePolicy: name.describe("Where states are written.").prefault("local"),
  dataPath: name.describe("How states come and go.").prefault("storage"),
  storage: z.enum(["key-value", "object"]).describe("Which stores its states go to.").prefault("key-value"),
  fuse: z.boolean().describe("Whether several states of one holder go in one request.").prefault(false),
  placeAhead: z.boolean().describe("Whether all steps are placed when it is submitted.").prefault(false),
  slo: z
    .strictObject({
      latency: milliseconds().describe("From submission to the end.").optional(),
      migration: milliseconds({ atLeast: "0 s" })
        .describe("Longest that moving one state may take, by the state policy's reckoning.")
        .optional(),
    })
    .prefault({}),
  steps: z.array(StepSchema).min(1),
});

const AccessSchema = z.strictObject({
  latency: seconds().describe("Of each request, at the holder.").prefault("0 s"),
  bandwidth: bandwidth().describe("Of the bytes, at the holder. Default: they take no time.").optional(),
});

const StorageSchema = z.strictObject({
  for: names.describe('Nodes that have it: names, shells, sources, tiers; "*" is every node.'),
  kind: z.enum(["key-value", "object"]).prefault("key-value"),
  capacity: bytes().describe("Default: no limit.").optional(),
  read: AccessSchema.prefault({}),
  write: AccessSchema.prefault({}),
  parallel: z.int().min(1).describe("Requests that it serves at once. Default: no limit.").optional(),
  durable: z.boolean().describe("Whether its states outlive a failure of their node.").prefault(false),
});

const RegistrySchema = z.strictObject({
  node: name.describe("Where images are pulled from."),
  cachedAt: names
    .describe("Nodes that have all images from the start. Default: the registry alone.")
    .optional(),
  requestBytes: bytes().prefault("0 B"),
  timeout: seconds({ above: "0 s" }).describe("A pull that takes longer fails.").prefault("10 min"),
});

export const ServerlessSchema = z.strictObject({
  functions: z.array(FunctionSchema).prefault([]),
  runtimes: z.array(RuntimeSchema).prefault([]),
  workflows: z.array(WorkflowSchema).prefault([]),
  invocations: InvocationsSchema.prefault([]),
  registry: RegistrySchema.describe("Absent: every node has every image.").optional(),
  storage: z.array(StorageSchema).prefault([]),
  requests: z
    .strictObject({
      bytes: bytes().describe("Of a request, and of the acknowledgement of a write.").prefault("0 B"),
      timeout: seconds({ above: "0 s" }).describe("An access that takes longer fails.").prefault("2 min"),
    })
    .prefault({}),
  placement: z
    .strictObject({
      patience: seconds()
        .describe("How long an invocation waits for room where no node has any.")
        .prefault("0 s"),
      cores: z
        .enum(["share", "reserve"])
        .describe(
          "Whether sandboxes share their node's cores, or a node has room only while nobody asks for them.",
        )
        .prefault("share"),
      hyperdrive: HyperDriveSchema.prefault({}),
    })
    .prefault({}),
  invocationBytes: bytes()
    .describe(
      "Of the message that invokes a step, sent from the step before it. Default: no message is sent.",
    )
    .optional(),
});

export type ServerlessConfig = z.output<typeof ServerlessSchema>;
export type FunctionConfig = z.output<typeof FunctionSchema>;
export type RuntimeConfig = z.output<typeof RuntimeSchema>;
export type WorkflowConfig = z.output<typeof WorkflowSchema>;
export type StepConfig = z.output<typeof StepSchema>;
export type StorageConfig = z.output<typeof StorageSchema>;
export type RegistryConfig = z.output<typeof RegistrySchema>;
