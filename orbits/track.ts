import { NS_PER_SECOND, RAD_TO_DEG, WGS84_FLATTENING, WGS84_RADIUS_KM } from "./constants.js";
import { type Geodetic, localUp } from "./geodesy.js";
import { checkWaypoint, type Waypoint } from "./waypoint.js";

/**
 * The way of a moving node, as columns; plain data, which threads can share. From waypoint to waypoint the vertical
 * turns evenly along the great circle (of the sphere of verticals: the n-vectors of Gade, "A Non-singular
 * Horizontal Position Representation", Journal of Navigation 63, 2010), and the altitude changes evenly. Poles and the
 * antimeridian are places like any other. Before the first waypoint the node stands there, after the last as well.
 */
export interface Track {
  /** Integer nanoseconds since the start of the run, ascending. */
  readonly timesNs: Float64Array;
  /** `[x, y, z]` of the vertical at each waypoint: the normal of the ellipsoid, Earth-fixed. */
  readonly verticals: Float64Array;
  /** `[x, y, z]` of the direction towards the next waypoint, at right angles to the vertical; zeros where it is the same place. */
  readonly headings: Float64Array;
  /** Angle between the verticals of each waypoint and the next, rad; 0 for the last. */
  readonly turnsRad: Float64Array;
  readonly altitudesKm: Float64Array;
}

/** How fast a node moves at most anywhere on its track, against the Earth. */
export interface TrackLimits {
  readonly speedKmS: number;
  /** Rate at which its vertical turns. */
  readonly turnRadS: number;
  /** Distance from the Earth's centre. */
  readonly maxRadiusKm: number;
}

/** Numbers in a place on a track: position and vertical. */
export const PLACE_SIZE = 6;

/** First eccentricity squared of WGS84, and its largest radius of curvature, at the poles: a / (1 - f). */
const E2 = WGS84_FLATTENING * (2 - WGS84_FLATTENING);
const LARGEST_CURVATURE_RADIUS_KM = WGS84_RADIUS_KM / (1 - WGS84_FLATTENING);

/**
 * @param points two or more, in order of time
 * @throws RangeError for too few of them, and for the first that `checkWaypoint` finds wrong
 */
export function makeTrack(points: readonly Waypoint[]): Track {
  if (points.length < 2) throw new RangeError(`a track needs two waypoints at least, got ${points.length}`);
  for (const [i, point] of points.entries()) {
    checkWaypoint(point, points[i - 1], (_, message) => {
      throw new RangeError(`waypoint ${i}: ${message}`);
    });
  }
  const count = points.length;
  const verticals = Float64Array.from(points.flatMap((point) => [...localUp(point)]));
  const headings = new Float64Array(3 * count);
  const turnsRad = new Float64Array(count);
  for (let i = 0; i + 1 < count; i++) turnsRad[i] = headTo(verticals, i, headings);
  return {
    timesNs: Float64Array.from(points, ({ timeNs }) => timeNs),
    verticals,
    headings,
    turnsRad,
    altitudesKm: Float64Array.from(points, ({ altitudeKm }) => altitudeKm),
  };
}

/** Writes the heading from vertical `i` to the next. @returns the angle between them */
function headTo(verticals: Float64Array, i: number, headings: Float64Array): number {
  const [ax, ay, az, bx, by, bz] = verticals.subarray(3 * i, 3 * i + 6);
  const nx = ay * bz - az * by;
  const ny = az * bx - ax * bz;
  const nz = ax * by - ay * bx;
  const sine = Math.hypot(nx, ny, nz);
  if (sine === 0) return 0;
  headings[3 * i] = (ny * az - nz * ay) / sine;
  headings[3 * i + 1] = (nz * ax - nx * az) / sine;
  headings[3 * i + 2] = (nx * ay - ny * ax) / sine;
  return Math.atan2(sine, ax * bx + ay * by + az * bz);
}

/** Writes `[x, y, z]`, Earth-fixed km, and the unit vertical `[ux, uy, uz]` of the node at a time to `place`. */
export function placeOnTrack(track: Track, timeNs: number, place: Float64Array): void {
  const { timesNs, verticals, headings, turnsRad, altitudesKm } = track;
  const i = waypointBefore(timesNs, timeNs);
  const last = timesNs.length - 1;
  const share =
    i === last || timeNs <= timesNs[0] ? 0 : (timeNs - timesNs[i]) / (timesNs[i + 1] - timesNs[i]);
  const cosine = Math.cos(share * turnsRad[i]);
  const sine = Math.sin(share * turnsRad[i]);
  const ux = cosine * verticals[3 * i] + sine * headings[3 * i];
  const uy = cosine * verticals[3 * i + 1] + sine * headings[3 * i + 1];
  const uz = cosine * verticals[3 * i + 2] + sine * headings[3 * i + 2];
  const altitudeKm =
    share === 0 ? altitudesKm[i] : altitudesKm[i] + share * (altitudesKm[i + 1] - altitudesKm[i]);
  // As in geodeticToEcefKm, the vertical in place of the angles.
  const primeVerticalKm = WGS84_RADIUS_KM / Math.sqrt(1 - E2 * uz * uz);
  place[0] = (primeVerticalKm + altitudeKm) * ux;
  place[1] = (primeVerticalKm + altitudeKm) * uy;
  place[2] = (primeVerticalKm * (1 - E2) + altitudeKm) * uz;
  place[3] = ux;
  place[4] = uy;
  place[5] = uz;
}

/** Where the node is at a time. */
export function trackPosition(track: Track, timeNs: number): Geodetic {
  const place = new Float64Array(PLACE_SIZE);
  placeOnTrack(track, timeNs, place);
  const [x, y, z, ux, uy, uz] = place;
  const primeVerticalKm = WGS84_RADIUS_KM / Math.sqrt(1 - E2 * uz * uz);
  const level = Math.hypot(ux, uy);
  // Near the poles the axis says more of the altitude, elsewhere the distance from it.
  const altitudeKm =
    level > 0.1 ? Math.hypot(x, y) / level - primeVerticalKm : z / uz - primeVerticalKm * (1 - E2);
  return {
    latitudeDeg: Math.atan2(uz, level) * RAD_TO_DEG,
    longitudeDeg: Math.atan2(uy, ux) * RAD_TO_DEG,
    altitudeKm,
  };
}

/** What the whole track keeps to. */
export function trackLimits({ timesNs, turnsRad, altitudesKm }: Track): TrackLimits {
  const highestKm = altitudesKm.reduce((highest, altitude) => Math.max(highest, altitude));
  let speedKmS = 0;
  let turnRadS = 0;
  for (let i = 0; i + 1 < timesNs.length; i++) {
    const s = (timesNs[i + 1] - timesNs[i]) / NS_PER_SECOND;
    const turn = turnsRad[i] / s;
    const level = (LARGEST_CURVATURE_RADIUS_KM + highestKm) * turn;
    speedKmS = Math.max(speedKmS, Math.hypot(level, (altitudesKm[i + 1] - altitudesKm[i]) / s));
    turnRadS = Math.max(turnRadS, turn);
  }
  return { speedKmS, turnRadS, maxRadiusKm: WGS84_RADIUS_KM + highestKm };
}

/** Index of the last waypoint at or before a time; 0 where none is. */
function waypointBefore(timesNs: Float64Array, timeNs: number): number {
  let low = 1;
  let high = timesNs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesNs[middle] <= timeNs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
