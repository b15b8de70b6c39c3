import { CLEARANCE_RADIUS_KM, WGS72_MU_KM3_S2 as MU, NS_PER_SECOND, SECONDS_PER_DAY } from "../constants.js";
import type { Interval } from "./contact-condition.js";
import type { SatelliteProbe } from "./satellite-probe.js";

/** Distances from the Earth's centre that a satellite keeps between. */
export interface OrbitBounds {
  /** No more than the perigee's. */
  readonly minRadiusKm: number;
  /** No less than the apogee's. */
  readonly maxRadiusKm: number;
}

/** How fast a satellite within its bounds can move: what searches for contacts are built on. */
export interface MotionLimits {
  readonly speedKmS: number;
  readonly accelerationKmS2: number;
  /** Against the turning Earth. */
  readonly earthFixedSpeedKmS: number;
  readonly earthFixedAccelerationKmS2: number;
}

/** Angular rate of the Earth, rad/s. Source: NIMA TR8350.2, table 3.1 (WGS84). */
const EARTH_RATE_RAD_S = 7.292115e-5;

/**
 * SGP4's orbits are ellipses but for some kilometres: what the Earth's oblateness adds to gravity is 0.33 %
 * at most (3 J2), and what the theory's periodic terms leave out is less. Bounds carry twice that or more.
 */
const SPEED_MARGIN = 1.01;
const ACCELERATION_MARGIN = 1.02;
/** The ellipse that fits one instant breathes with the oblateness: by 0.3 % at perigee, 1.6 % at a high apogee. */
const PERIGEE_MARGIN = 0.99;
const APOGEE_MARGIN = 1.03;

/** Taken where an orbit cannot be measured: beyond it nothing is a satellite that SGP4 is made for. */
const ANY_ORBIT: OrbitBounds = { minRadiusKm: CLEARANCE_RADIUS_KM, maxRadiusKm: 100_000 };

/** Orbits change by drag, Sun and Moon from one day to the next by less than the margins. */
const MEASURE_EVERY_NS = SECONDS_PER_DAY * NS_PER_SECOND;
/** Orbits are measured by positions this long before and after an instant. */
export const HALF_SECOND_NS = 0.5 * NS_PER_SECOND;

/**
 * Limits of motion within bounds. At the distance r an orbit with its apogee at or below R has a speed of
 * 2 mu R / (r (r + R)) squared at most (vis-viva, with the perigee at r). Against the Earth, turning at w, the
 * square of the speed is v^2 - 2 w . h + (w r)^2, where the angular momentum h is at most sqrt(mu R). Both are
 * convex in r, so the ends of the range decide.
 */
export function motionLimits({ minRadiusKm, maxRadiusKm }: OrbitBounds): MotionLimits {
  const fastest = (2 * MU * maxRadiusKm) / (minRadiusKm * (minRadiusKm + maxRadiusKm));
  const atPerigee = fastest + (EARTH_RATE_RAD_S * minRadiusKm) ** 2;
  const atApogee = MU / maxRadiusKm + (EARTH_RATE_RAD_S * maxRadiusKm) ** 2;
  const byTurning = 2 * EARTH_RATE_RAD_S * Math.sqrt(MU * maxRadiusKm);
  const accelerationKmS2 = (ACCELERATION_MARGIN * MU) / minRadiusKm ** 2;
  const earthFixedSpeedKmS = SPEED_MARGIN * Math.sqrt(Math.max(atPerigee, atApogee) + byTurning);
  return {
    speedKmS: SPEED_MARGIN * Math.sqrt(fastest),
    accelerationKmS2,
    earthFixedSpeedKmS,
    // Coriolis and centrifugal.
    earthFixedAccelerationKmS2:
      accelerationKmS2 + 2 * EARTH_RATE_RAD_S * earthFixedSpeedKmS + EARTH_RATE_RAD_S ** 2 * maxRadiusKm,
  };
}

/**
 * Bounds of an orbit over a span, from positions alone: the ellipses that fit it at both ends of the span and
 * at least once a day in between, with a margin. Where the satellite has no position at such an instant, they
 * are those of any orbit.
 */
export function measureOrbit(
  probe: SatelliteProbe,
  satellite: number,
  { fromNs, toNs }: Interval,
): OrbitBounds {
  let minRadiusKm = Number.POSITIVE_INFINITY;
  let maxRadiusKm = 0;
  const intervals = Math.ceil((toNs - fromNs) / MEASURE_EVERY_NS);
  for (let i = 0; i <= intervals; i++) {
    const timeNs = intervals === 0 ? fromNs : Math.round(fromNs + ((toNs - fromNs) * i) / intervals);
    const bounds = boundsAt(probe, satellite, timeNs);
    minRadiusKm = Math.min(minRadiusKm, bounds.minRadiusKm);
    maxRadiusKm = Math.max(maxRadiusKm, bounds.maxRadiusKm);
  }
  return { minRadiusKm, maxRadiusKm };
}

/** Perigee and apogee of the ellipse through two positions one second apart, with margins. */
function boundsAt(probe: SatelliteProbe, satellite: number, timeNs: number): OrbitBounds {
  const { positionsKm } = probe;
  const at = 3 * satellite;
  if (!probe.locate(satellite, timeNs - HALF_SECOND_NS)) return ANY_ORBIT;
  const x0 = positionsKm[at];
  const y0 = positionsKm[at + 1];
  const z0 = positionsKm[at + 2];
  if (!probe.locate(satellite, timeNs + HALF_SECOND_NS)) return ANY_ORBIT;
  const x = (x0 + positionsKm[at]) / 2;
  const y = (y0 + positionsKm[at + 1]) / 2;
  const z = (z0 + positionsKm[at + 2]) / 2;
  const vx = positionsKm[at] - x0 - EARTH_RATE_RAD_S * y;
  const vy = positionsKm[at + 1] - y0 + EARTH_RATE_RAD_S * x;
  const vz = positionsKm[at + 2] - z0;
  const r = Math.hypot(x, y, z);
  const a = 1 / (2 / r - (vx * vx + vy * vy + vz * vz) / MU);
  if (!(a > 0 && a < Number.POSITIVE_INFINITY)) return ANY_ORBIT;
  const momentum = Math.hypot(y * vz - z * vy, z * vx - x * vz, x * vy - y * vx);
  const e = Math.sqrt(Math.max(0, 1 - momentum ** 2 / (MU * a)));
  return {
    minRadiusKm: Math.max(CLEARANCE_RADIUS_KM, PERIGEE_MARGIN * a * (1 - e)),
    maxRadiusKm: APOGEE_MARGIN * a * (1 + e),
  };
}
