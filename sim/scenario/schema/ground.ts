import { z } from "zod";
import type { GroundSite } from "../../../orbits/ground-site.js";
import { quantity } from "../../../orbits/quantity-schema.js";
import { CITY_COUNT, SITE_FORMATS } from "../../../orbits/readers/index.js";
import { ANGLE_DEG, LENGTH_KM } from "../../../orbits/units.js";
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
    name: z
      .string()
      .trim()
      .min(1)
      .refine((name) => name !== "*", '"*" cannot be the name of a site: it means all of them')
      .describe("Name of the site, unique over all sources."),
    latitude: quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" }).describe(
      "Geodetic latitude (WGS84), north positive, such as 48.21 deg.",
    ),
    longitude: quantity(ANGLE_DEG, { atLeast: "-180 deg", atMost: "360 deg" }).describe(
      "Longitude, east positive, such as 16.37 deg.",
    ),
    altitude: quantity(LENGTH_KM, { atLeast: "-0.5 km", atMost: "100 km" })
      .describe("Height above the ellipsoid, such as 0.2 km. Default: 0.")
      .prefault("0 km"),
    tier: z
      .string()
      .trim()
      .min(1)
      .describe("edge, cloud, or a name of your own. Default: edge.")
      .prefault("edge"),
    minElevation: quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" })
      .describe("The site's own elevation mask, such as 30 deg; wins over that of the link entry.")
      .optional(),
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
  name: InlineSiteSchema,
}).describe("Ground sites: a number of cities, a file, or one site.");

export type GroundConfigItem = z.output<typeof GroundItemSchema>;
