import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { DURATION_NS, LENGTH_KM } from "../../../orbits/units.js";
import { WithSchema } from "./extension-entry.js";
import { NameSchema, PathSchema } from "./names.js";

export const ProbeSchema = z
  .strictObject({
    from: NameSchema.describe(
      'Name of the site where the route starts; "*" means every other site, in id order.',
    ),
    to: NameSchema.describe(
      'Name of the site where the route ends; "*" means every other site, in id order.',
    ),
  })
  .describe("A pair whose route is recorded at every tick.");

export const PluginSchema = z
  .strictObject({
    use: NameSchema.describe("Name of a built-in plugin, or a path or package of your own."),
    with: WithSchema.optional(),
  })
  .describe("A plugin of the run, with its configuration.");

const ContactPlanSchema = z
  .strictObject({
    sites: z
      .union([NameSchema, z.array(NameSchema).min(1)], { error: "expected a name, or a list of names" })
      .describe(
        'Whose windows are found: sites, tiers or sources. Default: "*", all sites with ground links.',
      )
      .prefault("*"),
    minDuration: quantity(DURATION_NS, { atLeast: "0 s", whole: "nanoseconds" })
      .describe("Windows shorter than this are left out, such as 30 s. Default: 0.")
      .prefault("0 s"),
    paths: z
      .boolean()
      .describe("Whether the table also tells when the route of each probe existed. Default: true.")
      .prefault(true),
  })
  .transform(({ sites, minDuration, paths }) => ({ sites, minDurationSeconds: minDuration / 1e9, paths }));

const FramesSchema = z
  .strictObject({
    precision: quantity(LENGTH_KM, { atLeast: "0.001 m", atMost: "1 km" }).describe(
      "Positions are rounded to multiples of this, such as 0.1 m: smaller files to share, whose replay is no longer equal to the run. Default: positions to the last bit.",
    ),
  })
  .transform(({ precision }) => ({ precisionKm: precision }));

export const OutputSchema = z
  .strictObject({
    dir: PathSchema.describe("Results folder.").prefault("./results"),
    frames: z
      .union([z.boolean(), FramesSchema], {
        error: "expected true, or settings such as { precision: 0.1 m }",
      })
      .describe("Whether positions and links of every tick are recorded in frames.sbf, for replays.")
      .prefault(false),
    contactPlan: z
      .union([z.boolean(), ContactPlanSchema], {
        error: "expected true, or settings such as { minDuration: 30 s }",
      })
      .describe(
        "Whether the windows of all ground links and routes are found and recorded in contacts.parquet.",
      )
      .prefault(false)
      .transform((wanted) => (wanted === true ? ContactPlanSchema.parse({}) : wanted)),
  })
  .describe("Where results go.");

export type ProbeConfig = z.output<typeof ProbeSchema>;
export type PluginConfig = z.output<typeof PluginSchema>;
export type OutputConfig = z.output<typeof OutputSchema>;
