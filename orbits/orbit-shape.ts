import { CLEARANCE_RADIUS_KM, NS_PER_SECOND, SECONDS_PER_DAY, WGS72_MU_KM3_S2 } from "./constants.js";
import type { Ephemeris } from "./ephemeris.js";
import { gmstRad } from "./gmst.js";
import { addNs, type Instant } from "./instant.js";
import type { Vector3 } from "./vector.js";

/** How large an orbit is, as its mean motion, and how far from a circle. */
export interface OrbitShape {
  readonly meanMotionRevPerDay: number;
  readonly eccentricity: number;
}

/** Positions so far apart give the velocity, by the mean over them: to 1e-7 at 500 km. */
const APART_NS = NS_PER_SECOND;

/**
 * The two-body orbit that each satellite is on at the start, from where it is then and a second later: for sources that
 * have no elements. One without a place is given the lowest circle, whose satellites are the fastest.
 *
 * Source: vis-viva, and the eccentricity vector's length by energy and angular momentum (Vallado, "Fundamentals of
 * Astrodynamics and Applications", section 2.4).
 *
 * @param start the UTC instant of time 0 of the ephemeris
 */
export function osculatingShapes(ephemeris: Ephemeris, start: Instant): (satellite: number) => OrbitShape {
  const now = positionsAt(ephemeris, start, 0);
  const then = positionsAt(ephemeris, start, APART_NS);
  return (satellite) => shapeBetween(now(satellite), then(satellite));
}

function shapeBetween([x0, y0, z0]: Vector3, [x1, y1, z1]: Vector3): OrbitShape {
  const [x, y, z] = [(x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2];
  const perS = NS_PER_SECOND / APART_NS;
  const [vx, vy, vz] = [(x1 - x0) * perS, (y1 - y0) * perS, (z1 - z0) * perS];
  const r = Math.sqrt(x * x + y * y + z * z);
  const a = 1 / (2 / r - (vx * vx + vy * vy + vz * vz) / WGS72_MU_KM3_S2);
  const hasPlace = (x0 !== 0 || y0 !== 0 || z0 !== 0) && (x1 !== 0 || y1 !== 0 || z1 !== 0);
  if (!hasPlace || !(a > 0)) return { meanMotionRevPerDay: revPerDay(CLEARANCE_RADIUS_KM), eccentricity: 0 };
  const h2 = (y * vz - z * vy) ** 2 + (z * vx - x * vz) ** 2 + (x * vy - y * vx) ** 2;
  const eccentricity = Math.sqrt(Math.max(0, 1 - h2 / (WGS72_MU_KM3_S2 * a)));
  return { meanMotionRevPerDay: revPerDay(a), eccentricity };
}

function revPerDay(semiMajorKm: number): number {
  return (Math.sqrt(WGS72_MU_KM3_S2 / semiMajorKm ** 3) * SECONDS_PER_DAY) / (2 * Math.PI);
}

/** Of any satellite in the frame that does not turn, km; zeros for one without a place. */
function positionsAt(ephemeris: Ephemeris, start: Instant, timeNs: number): (satellite: number) => Vector3 {
  const positionsKm = new Float64Array(3 * ephemeris.count);
  ephemeris.positionsAt(timeNs, positionsKm, new Uint8Array(ephemeris.count));
  const turn = gmstRad(addNs(start, timeNs));
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return (satellite) => {
    const [x, y, z] = positionsKm.subarray(3 * satellite, 3 * satellite + 3);
    return [cos * x - sin * y, sin * x + cos * y, z];
  };
}
