import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { DATA_SIZE_BYTES } from "../../../orbits/units.js";
import { NameSchema } from "./names.js";

const DisciplineSchema = z.enum(["processor-sharing", "fifo"]);
const WhenFullSchema = z.enum(["queue", "reject", "evict"]);
const QueueLimitSchema = z.int().min(0);
const size = () => quantity(DATA_SIZE_BYTES, { atLeast: "0 B" });

/** What every entry may say; an entry of `nodes` says only what differs from the node's tier. */
const COMPUTER = {
  cores: z
    .number()
    .positive()
    .describe("Cores, such as 64; fractions of one are possible. Required, unless the tier tells."),
  speed: z
    .number()
    .positive()
    .describe("Work that a core does in a second, in seconds of a core of speed 1. Default: 1.")
    .optional(),
  memory: size().describe("Memory, such as 256 GB. Required, unless the tier tells."),
  storage: size().describe("Storage, such as 2 TB. Default: none.").optional(),
  accelerators: z
    .record(NameSchema, z.int().min(0))
    .describe("Units by kind, such as { gpu: 8 }. Default: none.")
    .optional(),
  discipline: DisciplineSchema.describe("Of these nodes, in place of compute.discipline.").optional(),
  whenFull: WhenFullSchema.describe("Of these nodes, in place of compute.whenFull.").optional(),
  queueLimit: QueueLimitSchema.describe("Of these nodes, in place of compute.queueLimit.").optional(),
};

const TierSchema = z.strictObject(COMPUTER);

const NodesSchema = z.strictObject({
  ...COMPUTER,
  for: z
    .union([NameSchema, z.array(NameSchema).min(1)], { error: "expected a name, or a list of names" })
    .describe(
      'The nodes: names of sites, satellites, shells, sources or tiers; "*" means those that no other entry names.',
    ),
  cores: COMPUTER.cores.optional(),
  memory: COMPUTER.memory.optional(),
});

export const ComputeSchema = z
  .strictObject({
    tiers: z
      .record(NameSchema, TierSchema)
      .describe(
        "Computers by the tier of their node: space for satellites, edge, cloud, or a tier of your own.",
      )
      .prefault({}),
    nodes: z
      .array(NodesSchema)
      .describe("Computers of single nodes or shells; what an entry leaves out is as in the node's tier.")
      .prefault([]),
    discipline: DisciplineSchema.describe(
      "How cores are given to tasks: in equal shares to all (processor-sharing), or to one after the other (fifo).",
    ).prefault("processor-sharing"),
    whenFull: WhenFullSchema.describe(
      "What becomes of a task that cannot start at once: it waits, it is rejected, or tasks of lower priority make room.",
    ).prefault("queue"),
    queueLimit: QueueLimitSchema.describe(
      "Most tasks that wait at a node; others are rejected. Default: no limit.",
    ).optional(),
    record: z
      .enum(["all", "failures", "nothing"])
      .describe(
        "Which events stand in the results: all of tasks and services; those of services and of tasks that fail; none.",
      )
      .prefault("all"),
  })
  .describe("Which nodes have computers. Absent: none has.");

export type ComputeConfig = z.output<typeof ComputeSchema>;
export type ComputerConfig = z.output<typeof NodesSchema>;
