import { type Geodetic, greatCircleKm } from "./geodesy.js";

/** A point by degrees, longitude east positive. */
export type GeoPoint = Pick<Geodetic, "latitudeDeg" | "longitudeDeg">;

/** A part of the Earth's surface, or of the sky above it. */
export type GeoRegion =
  /** Within a great-circle distance of a point, inclusive. */
  | { readonly kind: "circle"; readonly centre: GeoPoint; readonly radiusKm: number }
  /**
   * Within a ring of at least three points; the last joins the first. Its sides are straight in latitude and longitude,
   * as RFC 7946 (section 3.1.1) has it, each the shorter way round; it may cross the antimeridian but holds no pole.
   */
  | { readonly kind: "polygon"; readonly ring: readonly GeoPoint[] }
  /** Between two latitudes, inclusive. */
  | { readonly kind: "band"; readonly fromDeg: number; readonly toDeg: number };

/** Whether the region holds the point. */
export function regionHolds(region: GeoRegion, point: GeoPoint): boolean {
  switch (region.kind) {
    case "circle":
      return greatCircleKm(region.centre, point) <= region.radiusKm;
    case "band":
      return point.latitudeDeg >= region.fromDeg && point.latitudeDeg <= region.toDeg;
    case "polygon":
      return ringHolds(region.ring, point);
  }
}

/**
 * By the number of sides that a line from the point to the south crosses (Shimrat 1962, "Algorithm 112: Position of
 * point relative to polygon"), longitudes counted from the point's own.
 */
function ringHolds(ring: readonly GeoPoint[], point: GeoPoint): boolean {
  let inside = false;
  let from = ring.at(-1) as GeoPoint;
  let x1 = turn(from.longitudeDeg - point.longitudeDeg);
  for (const to of ring) {
    const x2 = x1 + turn(to.longitudeDeg - from.longitudeDeg);
    // A side may lie a whole turn away from where its first end was counted.
    for (const shift of [-360, 0, 360]) {
      const [a, b] = [x1 + shift, x2 + shift];
      if (a > 0 === b > 0) continue;
      const crossingDeg = from.latitudeDeg - (a / (b - a)) * (to.latitudeDeg - from.latitudeDeg);
      if (crossingDeg < point.latitudeDeg) inside = !inside;
    }
    from = to;
    x1 = turn(x2);
  }
  return inside;
}

/** To -180 (inclusive) .. 180. */
function turn(degrees: number): number {
  const turned = (degrees + 180) % 360;
  return (turned < 0 ? turned + 360 : turned) - 180;
}
