import { z } from "zod";
import type { Instant } from "../../../orbits/instant.js";
import { quantity } from "../../../orbits/quantity-schema.js";
import { TRACK_FORMATS } from "../../../orbits/readers/index.js";
import { ANGLE_DEG, DURATION_NS, LENGTH_KM, SPEED_KM_S } from "../../../orbits/units.js";
import { instant } from "./instant-schema.js";
import { NameSchema, PathSchema, PrefixSchema } from "./names.js";

export const SiteNameSchema = z
  .string()
  .trim()
  .min(1)
  .refine((name) => name !== "*", '"*" cannot be the name of a site: it means all of them')
  .describe("Name of the site, unique over all sources.");

export const TierSchema = z
  .string()
  .trim()
  .min(1)
  .describe("edge, cloud, or a name of your own. Default: edge.")
  .prefault("edge");

export const MinElevationSchema = quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" })
  .describe("The site's own elevation mask, such as 30 deg; wins over that of the link entry.")
  .optional();

/** Geodetic coordinates, as for files of sites. */
export const PLACE_SHAPE = {
  latitude: quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" }).describe(
    "Geodetic latitude (WGS84), north positive, such as 48.21 deg.",
  ),
  longitude: quantity(ANGLE_DEG, { atLeast: "-180 deg", atMost: "360 deg" }).describe(
    "Longitude, east positive, such as 16.37 deg.",
  ),
  altitude: quantity(LENGTH_KM, { atLeast: "-0.5 km", atMost: "100 km" })
    .describe("Height above the ellipsoid, such as 0.2 km. Default: 0.")
    .prefault("0 km"),
};

const MOVING_SHAPE = {
  name: SiteNameSchema,
  tier: TierSchema,
  minElevation: MinElevationSchema,
  prefix: PrefixSchema,
};

/** A node that moves along waypoints of a file. */
export const TrackSchema = z
  .strictObject({
    ...MOVING_SHAPE,
    track: z
      .union(
        [
          PathSchema,
          z.strictObject({
            path: PathSchema.describe("Path of the file."),
            format: z.enum(TRACK_FORMATS).describe("How to read it. Default: by the extension.").optional(),
          }),
        ],
        { error: "expected a path, or { path: ..., format: ... }" },
      )
      .describe(
        "A file of waypoints: .csv (time,latitude,longitude, and altitude_km where wanted) or .geojson (a LineString with times).",
      ),
  })
  .transform(({ track, ...item }) => ({
    kind: "track" as const,
    ...item,
    ...(typeof track === "string"
      ? { path: track, format: undefined, nested: false }
      : { ...track, nested: true }),
  }));

/** Nanoseconds since the start of the run, or an instant. */
export type Moment = number | Instant;

/** `10 min` (since the start of the run), or an instant. */
function moment(): z.ZodType<Moment, unknown> {
  return z.union([quantity(DURATION_NS, { whole: "nanoseconds" }), instant()], {
    error: ({ input }) => {
      const got =
        typeof input === "string" || typeof input === "number" ? `; got ${JSON.stringify(input)}` : "";
      return `expected a time since the start of the run, such as "10 min", or an instant, such as "2024-12-15T13:00:00Z"${got}`;
    },
  });
}

const LegPlaceSchema = z.union(
  [
    NameSchema,
    z.strictObject(PLACE_SHAPE).transform(({ latitude, longitude, altitude }) => ({
      latitudeDeg: latitude,
      longitudeDeg: longitude,
      altitudeKm: altitude,
    })),
  ],
  { error: "expected the name of a site, or { latitude: ..., longitude: ... }" },
);

const LegSchema = z
  .strictObject({
    from: LegPlaceSchema.describe(
      "Where the leg begins: a site that stands still, or a place. Default: where the leg before ended.",
    ).optional(),
    to: LegPlaceSchema.describe("Where the leg ends: a site that stands still, or a place."),
    depart: moment()
      .describe(
        "When it begins: a time since the start of the run (it may be negative), or an instant. Default: when the leg before ended.",
      )
      .optional(),
    arrive: moment().describe("When it ends, in place of a speed.").optional(),
    speed: quantity(SPEED_KM_S, { above: "0 km/h" })
      .describe("Speed over the ground, such as 900 km/h, 12 m/s or 20 kn.")
      .optional(),
    altitude: quantity(LENGTH_KM, { atLeast: "-0.5 km", atMost: "100 km" })
      .describe("Height above the ellipsoid that is kept on the way, such as 11 km. Default: 0.")
      .prefault("0 km"),
    climb: quantity(DURATION_NS, { atLeast: "0 s", whole: "nanoseconds" })
      .describe(
        "How long, from the departure, the altitude changes evenly from that of `from`. Default: 0, at once at the leg's.",
      )
      .prefault("0 s"),
    descent: quantity(DURATION_NS, { atLeast: "0 s", whole: "nanoseconds" })
      .describe("How long, until the arrival, it changes evenly to that of `to`. Default: 0, it does not.")
      .prefault("0 s"),
  })
  .superRefine(({ arrive, speed }, context) => {
    if ((arrive === undefined) !== (speed === undefined)) return;
    const message =
      arrive === undefined
        ? 'expected "speed" or "arrive"; found neither'
        : 'expected "speed" or "arrive"; found both';
    context.addIssue({ code: "custom", path: arrive === undefined ? [] : ["speed"], message });
  })
  .describe("A stretch along the great circle at an even speed over the ground.");

/** A node that moves along great circles. */
export const LegsSchema = z
  .strictObject({
    ...MOVING_SHAPE,
    legs: z.array(LegSchema).min(1).describe("Where the node goes, leg by leg, in order of time."),
  })
  .transform((item) => ({ kind: "legs" as const, ...item }));

export type TrackConfig = z.output<typeof TrackSchema>;
export type LegsConfig = z.output<typeof LegsSchema>;
export type LegConfig = z.output<typeof LegSchema>;
export type LegPlace = z.output<typeof LegPlaceSchema>;
