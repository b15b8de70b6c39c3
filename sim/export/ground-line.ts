import { DEG_TO_RAD } from "../../orbits/constants.js";
import { ecefToGeodetic } from "../../orbits/geodesy.js";
import type { Vector3 } from "../../orbits/vector.js";

/** Longitude and latitude, degrees, in this order (RFC 7946, section 3.1.1). */
export type LonLat = readonly [longitudeDeg: number, latitudeDeg: number];

/** How far, in degrees of arc, a line of the map may be from the points below the segment: about 6 km. */
const TOLERANCE_DEG = 0.05;
/** Halvings of a part at most: at the poles longitude turns without end. */
const MOST_HALVINGS = 12;
/** Points of a segment that are nearer to the Earth's centre have no vertical of their own worth the name; they are lifted. */
const DEEPEST_KM = 6000;
/** Where the line of the map is held against the segment, as shares of it; not the middle alone, where both may cross. */
const CHECKS = [0.25, 0.5, 0.75];

/** A point of the segment, by its share of it, and where on the map it is. */
interface Mark {
  readonly t: number;
  readonly lonLat: LonLat;
}

/**
 * The points of the ellipsoid below a straight segment as lines of a map: one part, or two that end and begin at the
 * antimeridian where the segment crosses it (RFC 7946, section 3.1.9). Lines between positions are straight in
 * longitude and latitude; there are as many positions as keep them within 0.05 degrees of the segment.
 *
 * @param fromKm Earth-fixed km, as is `toKm`
 */
export function groundLine(fromKm: Vector3, toKm: Vector3): LonLat[][] {
  const cut = crossing(fromKm, toKm);
  const at = (t: number): Vector3 => [
    fromKm[0] + t * (toKm[0] - fromKm[0]),
    fromKm[1] + t * (toKm[1] - fromKm[1]),
    fromKm[2] + t * (toKm[2] - fromKm[2]),
  ];
  const parts: readonly (readonly [number, number])[] =
    cut === undefined
      ? [[0, 1]]
      : [
          [0, cut],
          [cut, 1],
        ];
  return parts.map(([begin, end]) => {
    // On which side of the antimeridian the part lies: what its ends upon it are called.
    const isEast = at((begin + end) / 2)[1] >= 0;
    const mark = (t: number): Mark => ({ t, lonLat: lonLatOf(at(t), isEast, t === cut) });
    const first = mark(begin);
    return [first.lonLat, ...refine(first, mark(end), mark, 0)];
  });
}

/** Share of the segment at which it passes below or above the antimeridian; undefined where it does not cross it. */
function crossing(a: Vector3, b: Vector3): number | undefined {
  if (a[1] * b[1] >= 0) return undefined;
  const t = a[1] / (a[1] - b[1]);
  return a[0] + t * (b[0] - a[0]) < 0 ? t : undefined;
}

function lonLatOf([x, y, z]: Vector3, isEast: boolean, isCut: boolean): LonLat {
  const radiusKm = Math.hypot(x, y, z);
  const lift = radiusKm > 0 && radiusKm < DEEPEST_KM ? DEEPEST_KM / radiusKm : 1;
  const { longitudeDeg, latitudeDeg } = ecefToGeodetic([lift * x, lift * y, lift * z]);
  if (isCut || (y === 0 && x < 0)) return [isEast ? 180 : -180, latitudeDeg];
  return [longitudeDeg, latitudeDeg];
}

/** The positions after `from`, up to and with `to`. */
function refine(from: Mark, to: Mark, mark: (t: number) => Mark, halvings: number): LonLat[] {
  if (halvings === MOST_HALVINGS || isStraight(from, to, mark)) return [to.lonLat];
  const middle = mark((from.t + to.t) / 2);
  return [...refine(from, middle, mark, halvings + 1), ...refine(middle, to, mark, halvings + 1)];
}

function isStraight(from: Mark, to: Mark, mark: (t: number) => Mark): boolean {
  return CHECKS.every((share) => {
    const [longitude, latitude] = mark(from.t + share * (to.t - from.t)).lonLat;
    return offLineDeg([longitude, latitude], from.lonLat, to.lonLat) <= TOLERANCE_DEG;
  });
}

/** How far a place is from the line between two others, in degrees of arc on a sphere that is flat nearby. */
function offLineDeg([longitude, latitude]: LonLat, from: LonLat, to: LonLat): number {
  const shrink = Math.cos(latitude * DEG_TO_RAD);
  const [dx, dy] = [(to[0] - from[0]) * shrink, to[1] - from[1]];
  const [px, py] = [(longitude - from[0]) * shrink, latitude - from[1]];
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
  return Math.hypot(px - share * dx, py - share * dy);
}
