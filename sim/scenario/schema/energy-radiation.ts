import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { RADIATION_REGIONS } from "../../../orbits/radiation-regions.js";
import { ANGLE_DEG, DOSE_RATE_GY_S, DURATION_NS, LENGTH_KM, RATE_PER_S } from "../../../orbits/units.js";
import { ShareSchema } from "./energy-parts.js";
import { NameSchema } from "./names.js";

const latitude = () => quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" });
const longitude = () => quantity(ANGLE_DEG, { atLeast: "-180 deg", atMost: "180 deg" });
const altitude = () => quantity(LENGTH_KM, { atLeast: "0 km" });

const RATES = {
  upsets: quantity(RATE_PER_S, { atLeast: "0 /d" })
    .describe("Upsets of one satellite there, such as 40 /d. Default: 0.")
    .prefault("0 /d"),
  dose: quantity(DOSE_RATE_GY_S, { atLeast: "0 Gy/d" })
    .describe("Ionising dose there, such as 10 mGy/d. Default: 0.")
    .prefault("0 Gy/d"),
};

const BoxSchema = z
  .strictObject({
    south: latitude().describe("Geodetic latitude, inclusive."),
    north: latitude().describe("Geodetic latitude, inclusive."),
    west: longitude().describe("Longitude, inclusive; above east where the box crosses the antimeridian."),
    east: longitude().describe("Longitude, inclusive."),
    from: altitude().describe("Lowest altitude, inclusive. Default: 0.").prefault("0 km"),
    to: altitude().describe("Highest altitude, inclusive. Default: 100000 km.").prefault("100000 km"),
  })
  .superRefine(({ south, north, from, to }, context) => {
    const fail = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
    if (south >= north) fail("north", `expected a latitude above south, ${south} deg; got ${north} deg`);
    if (from >= to) fail("to", `expected an altitude above from, ${from} km; got ${to} km`);
  })
  .describe("A region of your own.");

const BUILT_IN = RADIATION_REGIONS.map(({ name }) => name);

const RegionSchema = z
  .strictObject({
    region: NameSchema.describe(`One of ${BUILT_IN.join(", ")}; or a name of your own, with a box.`),
    box: BoxSchema.optional(),
    ...RATES,
  })
  .describe("A region, and what radiation does there.");

export const RadiationSchema = z
  .strictObject({
    regions: z
      .array(RegionSchema)
      .describe("Regions; the first that a satellite is in counts. Default: none.")
      .prefault([]),
    elsewhere: z.strictObject(RATES).describe("Outside of all regions.").prefault({}),
    restartShare: ShareSchema.describe("Share of upsets that restart the computer. Default: 0.").prefault(0),
    restartTime: quantity(DURATION_NS, { atLeast: "0 s" })
      .describe("How long a restart takes. Default: 60 s.")
      .prefault("60 s"),
    failureShare: ShareSchema.describe(
      "Share of upsets that end the satellite for good. Default: 0.",
    ).prefault(0),
  })
  .superRefine(({ regions, restartShare, failureShare }, context) => {
    const fail = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    if (restartShare + failureShare > 1) {
      fail(
        ["failureShare"],
        `expected restartShare and failureShare of at most 1 together; got ${restartShare} and ${failureShare}`,
      );
    }
    const seen = new Set<string>();
    for (const [i, { region }] of regions.entries()) {
      if (seen.has(region)) fail(["regions", i, "region"], `the region "${region}" is listed twice`);
      seen.add(region);
    }
  })
  .describe("Upsets and dose, seeded. Absent: radiation does nothing.");

/** Names that regions without a box can have. */
export const BUILT_IN_REGIONS: readonly string[] = BUILT_IN;
