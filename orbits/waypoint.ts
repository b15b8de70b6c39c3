import { DEG_TO_RAD, NS_PER_SECOND, SECONDS_PER_DAY } from "./constants.js";
import type { Geodetic } from "./geodesy.js";

/** Where a moving node is at one instant. */
export interface Waypoint extends Geodetic {
  /** Integer nanoseconds since the start of the run; may be negative or past its end. */
  readonly timeNs: number;
}

export type WaypointField = "time" | "latitude" | "longitude" | "altitude";

/** Times further from the start of the run are slips: the clock counts 104 days. */
const MOST_DAYS = 104;
const MOST_NS = MOST_DAYS * SECONDS_PER_DAY * NS_PER_SECOND;

/** As for sites: the shore of the Dead Sea, and where space begins. */
const LOWEST_KM = -0.5;
const HIGHEST_KM = 100;

/** Waypoints nearer than this to being opposite each other have no great circle of their own, rad (6 m). */
const OPPOSITE_RAD = 1e-6;

/**
 * Checks a waypoint by itself and against the one before it on the same track: latitude -90 to 90, longitude -180 to
 * 360, altitude -0.5 to 100 km, time within 104 days of the start of the run and after the one before, and not
 * opposite it on the Earth, where no way is the shortest.
 *
 * @param report called for each mistake
 * @returns whether there was none
 */
export function checkWaypoint(
  point: Waypoint,
  before: Waypoint | undefined,
  report: (field: WaypointField, message: string) => void,
): boolean {
  const { timeNs, latitudeDeg, longitudeDeg, altitudeKm } = point;
  let good = true;
  const check = (field: WaypointField, holds: boolean, message: () => string): void => {
    if (holds) return;
    good = false;
    report(field, message());
  };
  const range = (field: WaypointField, value: number, min: number, max: number, unit: string): void => {
    const holds = value >= min && value <= max;
    check(field, holds, () => `${field}: expected ${min} to ${max} ${unit}, found ${value}`);
  };
  const isTime = Math.abs(timeNs) <= MOST_NS;
  check("time", isTime, () => {
    const found = `found ${seconds(timeNs)} from it`;
    return `time: expected at most ${MOST_DAYS} days before or after the start of the run, ${found}`;
  });
  range("latitude", latitudeDeg, -90, 90, "degrees");
  range("longitude", longitudeDeg, -180, 360, "degrees");
  range("altitude", altitudeKm, LOWEST_KM, HIGHEST_KM, "km");
  if (before === undefined) return good;
  check("time", !isTime || timeNs > before.timeNs, () => {
    const expected = `expected later than the waypoint before, which is at ${seconds(before.timeNs)}`;
    return `time: ${expected}; found ${seconds(timeNs)}: a track does not go back in time`;
  });
  if (good && apartRad(before, point) > Math.PI - OPPOSITE_RAD) {
    check("latitude", false, () => {
      return "opposite the waypoint before on the Earth, so that no way between them is the shortest; put one in between";
    });
  }
  return good;
}

/** Angle between the verticals of two places, rad; good for any pair, opposite ones too. */
export function apartRad(a: Geodetic, b: Geodetic): number {
  const sinA = Math.sin(a.latitudeDeg * DEG_TO_RAD);
  const cosA = Math.cos(a.latitudeDeg * DEG_TO_RAD);
  const sinB = Math.sin(b.latitudeDeg * DEG_TO_RAD);
  const cosB = Math.cos(b.latitudeDeg * DEG_TO_RAD);
  const sinL = Math.sin((b.longitudeDeg - a.longitudeDeg) * DEG_TO_RAD);
  const cosL = Math.cos((b.longitudeDeg - a.longitudeDeg) * DEG_TO_RAD);
  const across = Math.hypot(cosB * sinL, cosA * sinB - sinA * cosB * cosL);
  return Math.atan2(across, sinA * sinB + cosA * cosB * cosL);
}

function seconds(timeNs: number): string {
  return `${timeNs / NS_PER_SECOND} s`;
}
