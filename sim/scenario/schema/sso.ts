import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { HIGHEST_RING_KM } from "../../../orbits/rings.js";
import { LENGTH_KM } from "../../../orbits/units.js";
import { instant } from "./instant-schema.js";
import { NameSchema } from "./names.js";

const altitude = () => quantity(LENGTH_KM, { above: "80 km", atMost: `${HIGHEST_RING_KM} km` });

const RingListSchema = z
  .array(altitude().describe("Height above a sphere of 6378.135 km, such as 550 km."))
  .min(1)
  .superRefine((altitudesKm, context) => {
    altitudesKm.forEach((altitudeKm, i) => {
      const below = altitudesKm[i - 1];
      if (below === undefined || altitudeKm > below) return;
      const message = `expected a ring above the one before it, at ${below} km; got ${altitudeKm} km`;
      context.addIssue({ code: "custom", path: [i], message });
    });
  })
  .describe("Altitudes of the rings, the lowest first.");

const RingRangeSchema = z
  .strictObject({
    from: altitude().describe("Altitude of the lowest ring, such as 500 km."),
    to: altitude().describe("Altitude of the highest ring, such as 1800 km."),
    count: z.int().min(1).describe("Number of rings, evenly spaced in altitude, both ends included."),
  })
  .superRefine(({ from, to, count }, context) => {
    const isOne = count === 1;
    if (isOne ? to === from : to > from) return;
    const expected = isOne
      ? `one ring to be from and to the same altitude, ${from} km`
      : `more than ${from} km`;
    context.addIssue({ code: "custom", path: ["to"], message: `expected ${expected}; got ${to} km` });
  })
  .transform(({ from, to, count }) => ({ fromKm: from, toKm: to, count }))
  .describe("Rings evenly spaced in altitude.");

const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** Local time of day, `"06:00"` or `"06:00:30"`, as seconds since midnight. */
export const TimeOfDaySchema = z
  .unknown()
  .transform((written, context): number => {
    const parts = typeof written === "string" ? TIME_OF_DAY.exec(written) : null;
    if (parts !== null) return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0);
    const got = written === undefined ? "" : `; got ${JSON.stringify(written)}`;
    const message = `expected a time of day from "00:00" to "23:59:59", such as "06:00"${got}`;
    context.issues.push({ code: "custom", message, input: written });
    return z.NEVER;
  })
  .meta({ type: "string", pattern: TIME_OF_DAY.source });

const SsoSchema = z
  .strictObject({
    name: NameSchema.describe("Name of the shell that all rings make."),
    rings: z
      .union([RingListSchema, RingRangeSchema], {
        error: "expected a list of altitudes, or { from, to, count }",
      })
      .describe("Altitudes of the rings: a list, the lowest first, or { from, to, count }."),
    satellitesPerRing: z.int().min(1).describe("Number of satellites in each ring."),
    localTimeOfNode: TimeOfDaySchema.describe(
      'Local mean time at the ascending nodes, such as "06:00" for dawn and dusk.',
    ),
    epoch: instant().describe("When the elements hold. Default: the start of the run.").optional(),
  })
  .transform(({ localTimeOfNode, ...rest }) => ({ ...rest, localTimeOfNodeSeconds: localTimeOfNode }));

/** `sso`: inclinations follow from the altitudes, right ascensions from the local time and the epoch. */
export const SsoSourceSchema = z
  .strictObject({ sso: SsoSchema.describe("Rings of circular sun-synchronous orbits, one above the other.") })
  .transform((item) => ({ kind: "sso" as const, ...item }));
