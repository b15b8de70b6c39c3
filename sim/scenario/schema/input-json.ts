import { z } from "zod";

/** JSON Schema (draft 7, which yaml-language-server speaks) of what a schema accepts, without `$schema`. */
export function inputJson(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return json;
}
