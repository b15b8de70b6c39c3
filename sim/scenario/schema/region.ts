import { z } from "zod";
import type { GeoRegion } from "../../../orbits/geo-region.js";
import { quantity } from "../../../orbits/quantity-schema.js";
import { ANGLE_DEG, LENGTH_KM } from "../../../orbits/units.js";

export const LatitudeSchema = quantity(ANGLE_DEG, { atLeast: "-90 deg", atMost: "90 deg" });

const POINT = {
  latitude: LatitudeSchema.describe("Latitude, north positive."),
  longitude: quantity(ANGLE_DEG, { atLeast: "-180 deg", atMost: "360 deg" }).describe(
    "Longitude, east positive.",
  ),
};

/** The shapes that a part of the ground can have; exactly one of them is to be given. */
export const GROUND_SHAPES = {
  circle: z
    .strictObject({
      ...POINT,
      radius: quantity(LENGTH_KM, { above: "0 km" }).describe("Along the ground, inclusive."),
    })
    .describe("Within a distance of a point.")
    .optional(),
  polygon: z.array(z.strictObject(POINT)).min(3).describe("Within a ring of points.").optional(),
};

type Shapes = z.output<z.ZodObject<typeof GROUND_SHAPES>>;

export const GroundRegionSchema = z
  .strictObject(GROUND_SHAPES)
  .superRefine(({ circle, polygon }, context) => {
    if ((circle === undefined) === (polygon === undefined)) {
      context.addIssue({ code: "custom", message: "expected either circle or polygon" });
    }
  })
  .describe("A part of the ground: a circle or a polygon.");

/** The region that a sound configuration means. */
export function groundRegion({ circle, polygon = [] }: Shapes): GeoRegion {
  const point = ({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }) => ({
    latitudeDeg: latitude,
    longitudeDeg: longitude,
  });
  if (circle !== undefined) return { kind: "circle", centre: point(circle), radiusKm: circle.radius };
  return { kind: "polygon", ring: polygon.map(point) };
}
