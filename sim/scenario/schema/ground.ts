import { z } from "zod";
import type { GroundSite } from "../../../orbits/ground-site.js";
import { quantity } from "../../../orbits/quantity-schema.js";
import { CITY_COUNT, SITE_FORMATS } from "../../../orbits/readers/index.js";
import { ANGLE_DEG } from "../../../orbits/units.js";
import {
  LegsSchema,
  MinElevationSchema,
  PLACE_SHAPE,
  SiteNameSchema,
  TierSchema,
  TrackSchema,
} from "./moving-ground.js";
import { PathSchema, PrefixSchema } from "./names.js";
import { unionByKey } from "./union-by-key.js";

const CitiesSchema = z
  .strictObject({
    cities: z
      .int()
      .min(1)
      .max(CITY_COUNT)
      .describe(`The N most populous cities of the built-in list, 1 to ${CITY_COUNT}.`),
    prefix: PrefixSchema,
  })
  .transform((item) => ({ kind: "cities" as const, ...item }));

const SiteFileSchema = z
  .strictObject({
    file: z
      .union(
        [
          PathSchema,
          z.strictObject({
            path: PathSchema.describe("Path of the file."),
            format: z.enum(SITE_FORMATS).describe("How to read it. Default: by the extension.").optional(),
          }),
        ],
        { error: "expected a path, or { path: ..., format: ... }" },
      )
      .describe("A file of sites: .yaml (ours or Stardust's), .csv, .geojson, or { path, format: hypatia }."),
    prefix: PrefixSchema,
  })
  .transform(({ file, prefix }) => ({
    kind: "file" as const,
    ...(typeof file === "string"
      ? { path: file, format: undefined, nested: false }
      : { ...file, nested: true }),
    prefix,
  }));

const MaskSchema = z
  .array(
    z.strictObject({
      azimuth: quantity(ANGLE_DEG, { atLeast: "0 deg", atMost: "360 deg" }).describe(
        "From north over east, such as 90 deg.",
      ),
      elevation: quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" }).describe(
        "The mask in that direction, inclusive, such as 12 deg.",
      ),
    }),
  )
  .min(1)
  .superRefine((points, context) => {
    for (const [i, { azimuth, elevation }] of points.entries()) {
      const other = points.slice(0, i).find((before) => before.azimuth % 360 === azimuth % 360);
      if (other === undefined || other.elevation === elevation) continue;
      context.addIssue({
        code: "custom",
        path: [i, "elevation"],
        message: `expected ${other.elevation} deg, as at the other point of azimuth ${azimuth % 360} deg; got ${elevation} deg`,
      });
    }
  })
  .describe(
    "Elevation masks around the horizon, with straight lines between them; in place of minElevation.",
  );

/** The same limits and defaults as in files of sites. */
const InlineSiteSchema = z
  .strictObject({
    name: SiteNameSchema,
    ...PLACE_SHAPE,
    tier: TierSchema,
    minElevation: MinElevationSchema,
    mask: MaskSchema.optional(),
    prefix: PrefixSchema,
  })
  .transform(({ name, latitude, longitude, altitude, tier, minElevation, mask, prefix }) => {
    const site: GroundSite = {
      name,
      latitudeDeg: latitude,
      longitudeDeg: longitude > 180 ? longitude - 360 : longitude,
      altitudeKm: altitude,
      tier,
      ...(minElevation !== undefined && { minElevationDeg: minElevation }),
      ...(mask && {
        horizonMask: mask.map(({ azimuth, elevation }) => ({
          azimuthDeg: azimuth,
          elevationDeg: elevation,
        })),
      }),
    };
    return { kind: "site" as const, site, prefix };
  });

export const GroundItemSchema = unionByKey({
  cities: CitiesSchema,
  file: SiteFileSchema,
  name: unionByKey({ track: TrackSchema, legs: LegsSchema }, InlineSiteSchema),
}).describe("Ground nodes: a number of cities, a file, one site, or one node that moves.");

export type GroundConfigItem = z.output<typeof GroundItemSchema>;
