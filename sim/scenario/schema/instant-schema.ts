import { z } from "zod";
import type { Instant } from "../../../orbits/instant.js";
import { parseIsoInstant } from "../../../orbits/iso-instant.js";

/** An ISO 8601 instant with its zone, as an `Instant`. */
export function instant(): z.ZodType<Instant, unknown> {
  return z
    .unknown()
    .transform((written, context): Instant => {
      const parsed = parseIsoInstant(written);
      if (!("error" in parsed)) return parsed;
      context.issues.push({ code: "custom", message: parsed.error, input: written });
      return z.NEVER;
    })
    .meta({
      type: "string",
      pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:?\\d{2})$",
    });
}
