import { z } from "zod";
import { isMapping, schemaMessage } from "../../../orbits/schema-problems.js";
import { inputJson } from "./input-json.js";

/** A union of something written as text and something written as keys and values; messages are those of what was meant. */
export function textOrMapping<Text extends z.ZodType, Mapping extends z.ZodType>(
  text: Text,
  mapping: Mapping,
): z.ZodType<z.output<Text> | z.output<Mapping>, unknown> {
  return z
    .unknown()
    .transform((value, context): z.output<Text> | z.output<Mapping> => {
      const schema: z.ZodType = isMapping(value) ? mapping : text;
      const result = schema.safeParse(value, { error: schemaMessage });
      if (result.success) return result.data as z.output<Text> | z.output<Mapping>;
      for (const issue of result.error.issues) {
        context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      }
      return z.NEVER;
    })
    .meta({
      // A getter, so that the branches are described only when a JSON Schema is asked for.
      get anyOf() {
        return [text, mapping].map(inputJson);
      },
    });
}
