import { z } from "zod";
import { ComputeSchema } from "./schema/compute.js";
import { SourceSchema } from "./schema/constellation.js";
import { EnergySchema } from "./schema/energy.js";
import { FaultItemSchema } from "./schema/faults.js";
import { GroundItemSchema } from "./schema/ground.js";
import { inputJson } from "./schema/input-json.js";
import { LinksSchema } from "./schema/links.js";
import { NameSchema } from "./schema/names.js";
import { NetworkSchema } from "./schema/network.js";
import { RoutingSchema } from "./schema/routing.js";
import { OutputSchema, PluginSchema, ProbeSchema } from "./schema/run.js";
import { TimeSchema } from "./schema/time.js";
import { TrafficItemSchema } from "./schema/traffic.js";

/** The scenario file as a whole: its keys, units and defaults. What names refer to is checked while loading. */
export const ScenarioSchema = z
  .strictObject({
    name: NameSchema.describe("Name of the scenario, shown in reports."),
    seed: z
      .int()
      .min(0)
      .describe(
        "Seed of all random streams: the same scenario and seed give the same results, byte for byte.",
      ),
    time: TimeSchema,
    constellation: z
      .array(SourceSchema)
      .min(1)
      .describe("Where satellites come from: a list of sources, any mixture. Node ids follow its order."),
    ground: z
      .array(GroundItemSchema)
      .describe("Ground sites: a list of sources, any mixture. Site names are unique over all of them.")
      .prefault([]),
    links: LinksSchema.optional(),
    routing: RoutingSchema.prefault({}),
    network: NetworkSchema.prefault({}),
    traffic: z
      .array(TrafficItemSchema)
      .describe("Who sends what to whom: a list of sources of traffic, any mixture.")
      .prefault([]),
    compute: ComputeSchema.optional(),
    energy: EnergySchema.optional(),
    faults: z
      .array(FaultItemSchema)
      .describe("What fails: a list, any mixture of random, scheduled, regional and recorded faults.")
      .prefault([]),
    probes: z
      .array(ProbeSchema)
      .describe("Pairs of sites whose route is recorded at every tick.")
      .prefault([]),
    plugins: z
      .array(PluginSchema)
      .describe("Plugins of the run, in the order in which they act.")
      .prefault([]),
    output: OutputSchema.prefault({}),
  })
  .describe("A Starbelt scenario.");

/** The scenario's JSON Schema (draft 7), for editors: accepted input, defaults and descriptions of every key. */
export function scenarioJsonSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Starbelt scenario",
    ...inputJson(ScenarioSchema),
  };
}
