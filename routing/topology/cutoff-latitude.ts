import { RAD_TO_DEG } from "../../orbits/constants.js";
import { ecefToGeodetic } from "../../orbits/geodesy.js";

/** Geodetic latitude is further from the equator than geocentric latitude, by 0.1924 degrees at most. */
const VERTICAL_DEFLECTION_DEG = 0.2;

/**
 * Whether a satellite stands beyond a latitude, north or south: its own, geodetic (WGS84), which is that of
 * the point below it. Exactly at the latitude it does not. False for a satellite without a position.
 *
 * @param node its place in `positionsKm`
 */
export function isBeyondLatitude(positionsKm: Float64Array, node: number, latitudeDeg: number): boolean {
  const x = positionsKm[3 * node];
  const y = positionsKm[3 * node + 1];
  const z = positionsKm[3 * node + 2];
  if (x === 0 && y === 0 && z === 0) return false;
  const geocentricDeg = Math.atan2(Math.abs(z), Math.sqrt(x * x + y * y)) * RAD_TO_DEG;
  if (geocentricDeg > latitudeDeg) return true;
  if (geocentricDeg < latitudeDeg - VERTICAL_DEFLECTION_DEG) return false;
  return Math.abs(ecefToGeodetic([x, y, z]).latitudeDeg) > latitudeDeg;
}
