import { z } from "zod";

/** Text that names something; what it names is looked up later. */
export const NameSchema = z.string().min(1);

/** A path as written: relative to the scenario file, or to the working folder when it comes from `--set`. */
export const PathSchema = z.string().min(1);

export const PrefixSchema = z
  .string()
  .min(1)
  .describe('Put before the name of each site of this source, such as "eu-".')
  .optional();
