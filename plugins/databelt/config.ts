import { DATA_SIZE_BYTES, DURATION_NS, quantity, TEMPERATURE_K, z } from "../../index.js";
import { PUBLISHED } from "./published.js";

const name = z.string().min(1);
const seconds = quantity(DURATION_NS, { above: "0 s" }).transform((ns) => ns / 1e9);
const milliseconds = quantity(DURATION_NS, { atLeast: "0 s" }).transform((ns) => ns / 1e6);

const SloEntrySchema = z
  .strictObject({
    size: quantity(DATA_SIZE_BYTES, { atLeast: "0 B" }).describe("Size of the state, such as 10 MB."),
    migration: milliseconds.describe("The longest that moving it may take, such as 200 ms."),
  })
  .transform(({ size, migration }) => ({ sizeBytes: size, migrationMs: migration }));

const SloSchema = z
  .strictObject({
    table: z
      .array(SloEntrySchema)
      .min(1)
      .superRefine((table, context) => {
        for (let i = 1; i < table.length; i++) {
          if (table[i].sizeBytes > table[i - 1].sizeBytes) continue;
          context.addIssue({ code: "custom", path: [i], message: "expected sizes in ascending order" });
        }
      })
      .describe("SLO by size of the state. Default: the published table, 1 to 50 MB.")
      .optional(),
    between: z
      .enum(["linear", "next-larger"])
      .describe("What holds between two entries: a straight line, or the entry of the next larger size.")
      .prefault("linear"),
  })
  .transform(({ table, between }) => ({ table: table ?? PUBLISHED.sloTable.value, between }));

const ConstraintsSchema = z.strictObject({
  capacity: z.boolean().describe("R-1: the node's store has room for the state.").prefault(true),
  temperature: z
    .boolean()
    .describe("R-2: the node is no hotter than maxTemperature, where the scenario gives it a temperature.")
    .prefault(true),
  maxTemperature: quantity(TEMPERATURE_K)
    .describe("Of R-2. Default: 75 degC.")
    .prefault(`${PUBLISHED.maxTemperatureK.value} K`),
  power: z
    .boolean()
    .describe("R-3 (assumed): the node's battery lasts for receiving the state, where it has one.")
    .prefault(false),
  contactTime: z
    .boolean()
    .describe("R-4 (assumed): the way to the node will still be there when the state has moved.")
    .prefault(false),
  slo: z.boolean().describe("R-5: moving the state keeps to its SLO.").prefault(true),
});

const RandomSchema = z.strictObject({
  over: z
    .enum(["hosts", "path"])
    .describe(
      "Draws among hosts, as in the published runs, or among the nodes on the way to the destination.",
    )
    .prefault("hosts"),
  hosts: z
    .array(name)
    .min(1)
    .describe("Names of nodes or tiers. Default: every node with a store.")
    .optional(),
});

export const DatabeltSchema = z.strictObject({
  slo: SloSchema.prefault({}).describe("The longest that moving a state may take, by its size."),
  bandwidthUnit: z
    .enum(["original", "physical"])
    .describe("How decisions take the bandwidth of 80: as 80 MB/s, as published, or as the 80 Mbit/s it is.")
    .prefault("original"),
  reversePath: z
    .boolean()
    .describe("Whether nodes near the destination are looked at first. False: near the source.")
    .prefault(true),
  lookAhead: z
    .boolean()
    .describe("Whether nodes and links that are about to leave are left out of the topology.")
    .prefault(true),
  horizon: seconds.describe("For how long they must stay. Default: the refresh interval.").optional(),
  refresh: seconds
    .describe("Time between two looks at the topology, counted in whole ticks. Default: 5 s.")
    .prefault(`${PUBLISHED.refreshSeconds.value} s`),
  wholeMs: z
    .boolean()
    .describe("Whether latencies are known in whole milliseconds only, as in the original.")
    .prefault(false),
  destination: z
    .enum(["workflow", "reader"])
    .describe(
      "Where states are headed: to the workflow's destination, as published, or the next function's node.",
    )
    .prefault("workflow"),
  includeExecTime: z
    .boolean()
    .describe("Whether the time of the function that made the state counts against the SLO.")
    .prefault(false),
  decisionDelay: z
    .boolean()
    .describe("Whether a decision of databelt takes the published time, by the size of the network.")
    .prefault(true),
  constraints: ConstraintsSchema.prefault({}).describe("What a node must fulfil to hold a state."),
  random: RandomSchema.prefault({}).describe("Settings of the policy random."),
  stateless: z
    .strictObject({
      node: name.describe("The node of the central store. Default: each workflow's destination.").optional(),
    })
    .prefault({})
    .describe("Settings of the policy stateless."),
});

export type DatabeltConfig = z.output<typeof DatabeltSchema>;
