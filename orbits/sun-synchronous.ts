import { DEG_TO_RAD, RAD_TO_DEG, SECONDS_PER_DAY, WGS72_MU_KM3_S2, WGS72_RADIUS_KM } from "./constants.js";
import { gmstRad } from "./gmst.js";
import type { Instant } from "./instant.js";
import { meanMotionRevPerDay } from "./walker.js";

/** Zonal harmonics of WGS72. Source: Vallado et al., AIAA 2006-6753. */
const WGS72_J2 = 0.001082616;
const WGS72_J4 = -0.00000165597;

/**
 * How fast the mean Sun moves in right ascension, degrees a day: a turn in a tropical year of 365.2421897 days
 * (Explanatory Supplement to the Astronomical Almanac, 1992, glossary). Tropical, since TEME's x-axis goes with the equinox.
 */
const SUN_DEG_PER_DAY = 360 / 365.2421897;

/**
 * Secular rate of the ascending node of a circular orbit, degrees a day, to the terms that SGP4 has (J2, J2 squared,
 * J4), from the mean motion that would stand in the element set.
 *
 * Source: procedures initl and sgp4init of Vallado et al., AIAA 2006-6753, with no eccentricity.
 */
function nodeRateDegPerDay(revPerDay: number, inclinationDeg: number): number {
  const cos = Math.cos(inclinationDeg * DEG_TO_RAD);
  const cos2 = cos * cos;
  const kozai = (revPerDay * 2 * Math.PI) / SECONDS_PER_DAY;
  const bulge = 0.75 * WGS72_J2 * (3 * cos2 - 1);
  const first = radiiOf(kozai);
  const d1 = bulge / (first * first);
  const second = first * (1 - d1 * d1 - d1 * (1 / 3 + (134 * d1 * d1) / 81));
  const meanMotion = kozai / (1 + bulge / (second * second));
  const inverse2 = 1 / radiiOf(meanMotion) ** 2;
  const j2 = 1.5 * WGS72_J2 * inverse2 * meanMotion;
  const j2Squared = 0.5 * j2 * WGS72_J2 * inverse2;
  const j4 = -0.46875 * WGS72_J4 * inverse2 * inverse2 * meanMotion;
  const rate = -j2 * cos + (0.5 * j2Squared * (4 - 19 * cos2) + 2 * j4 * (3 - 7 * cos2)) * cos;
  return rate * SECONDS_PER_DAY * RAD_TO_DEG;
}

/** Semi-major axis in Earth radii of a mean motion in rad/s. */
function radiiOf(meanMotion: number): number {
  return Math.cbrt(WGS72_MU_KM3_S2 / (meanMotion * meanMotion)) / WGS72_RADIUS_KM;
}

/**
 * Inclination at which a circular orbit of this altitude is sun-synchronous: its node keeps pace with the mean Sun,
 * by SGP4's own rates. The idea: Vallado, "Fundamentals of Astrodynamics and Applications", chapter 11, on sun-synchronous
 * orbits, with J2 alone; here solved for the full rate, by halving, to a double's precision.
 *
 * @param altitudeKm semi-major axis less 6,378.135 km
 * @throws RangeError where no inclination is sun-synchronous: below the ground, or above some 5,970 km
 */
export function sunSynchronousInclinationDeg(altitudeKm: number): number {
  const revPerDay = meanMotionRevPerDay(altitudeKm);
  let low = 90;
  let high = 180;
  if (!(altitudeKm > 0 && nodeRateDegPerDay(revPerDay, high) >= SUN_DEG_PER_DAY)) {
    throw new RangeError(`no orbit is sun-synchronous at altitudeKm ${altitudeKm}`);
  }
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (nodeRateDegPerDay(revPerDay, middle) < SUN_DEG_PER_DAY) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Right ascension of a node over which it is this local mean time at this instant, degrees in [0, 360). The Sun is the
 * mean Sun, by which mean time is defined and which sidereal time contains: the meridian below the node is as many hours
 * east of Greenwich as its time is ahead of UTC. The true Sun is up to 16.5 minutes (4.1 degrees) off, by the season.
 *
 * @param localTimeSeconds since local midnight
 */
export function nodeAtLocalTimeDeg(localTimeSeconds: number, at: Instant): number {
  const eastDeg = ((localTimeSeconds - at.secondOfDay) / SECONDS_PER_DAY) * 360;
  const deg = (gmstRad(at) * RAD_TO_DEG + eastDeg) % 360;
  return deg < 0 ? deg + 360 : deg;
}
