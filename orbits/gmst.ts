import { SECONDS_PER_DAY } from "./constants.js";
import type { Instant } from "./instant.js";
import type { Vector3 } from "./vector.js";

/** Days from 1970-01-01T00:00Z to J2000 (2000-01-01T12:00). */
const J2000_DAY = 10957.5;
const DAYS_PER_JULIAN_CENTURY = 36525;
const RAD_PER_SECOND_OF_TIME = (2 * Math.PI) / SECONDS_PER_DAY;

/**
 * Greenwich mean sidereal time, rad in [0, 2 pi): the angle from TEME to the Earth-fixed frame. IAU 1982
 * (Aoki et al., A&A 105, 359; Vallado, "Fundamentals of Astrodynamics and Applications", eq. 3-47), with
 * UT1 taken as UTC, as is usual with SGP4.
 *
 * The day's own turn of the Earth is taken from the seconds of the day alone, so the angle is good to
 * 1e-13 rad; from a Julian date in one double it would be good to 1e-9 rad, a centimetre of orbit.
 */
export function gmstRad(instant: Instant): number {
  const { day, secondOfDay } = instant;
  const centuries = (day - J2000_DAY + secondOfDay / SECONDS_PER_DAY) / DAYS_PER_JULIAN_CENTURY;
  // 67310.54841 s holds at J2000, that is at noon: from midnight, half a day less.
  const seconds =
    67310.54841 -
    SECONDS_PER_DAY / 2 +
    secondOfDay +
    ((-6.2e-6 * centuries + 0.093104) * centuries + 8640184.812866) * centuries;
  const turn = seconds - Math.floor(seconds / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  return turn * RAD_PER_SECOND_OF_TIME;
}

/** Turns a TEME vector into the Earth-fixed frame (any unit). Polar motion is left out, as is usual with SGP4. */
export function temeToEcef([x, y, z]: Vector3, gmst: number): Vector3 {
  const cos = Math.cos(gmst);
  const sin = Math.sin(gmst);
  return [cos * x + sin * y, cos * y - sin * x, z];
}

/** Turns an Earth-fixed vector into TEME (any unit): the inverse of `temeToEcef`. */
export function ecefToTeme([x, y, z]: Vector3, gmst: number): Vector3 {
  const cos = Math.cos(gmst);
  const sin = Math.sin(gmst);
  return [cos * x - sin * y, cos * y + sin * x, z];
}
