import { z } from "zod";
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

export const OutputSchema = z
  .strictObject({
    dir: PathSchema.describe("Results folder.").prefault("./results"),
    frames: z.boolean().describe("Whether positions and links of every tick are recorded.").prefault(false),
  })
  .describe("Where results go.");

export type ProbeConfig = z.output<typeof ProbeSchema>;
export type PluginConfig = z.output<typeof PluginSchema>;
export type OutputConfig = z.output<typeof OutputSchema>;
