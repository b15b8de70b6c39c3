import { DEG_TO_RAD, SECONDS_PER_DAY, WGS72_MU_KM3_S2, WGS72_RADIUS_KM } from "./constants.js";
import type { ElementSets } from "./element-sets.js";
import { type Instant, secondsBetween } from "./instant.js";

/** Second zonal harmonic of WGS72. Source: Vallado et al., AIAA 2006-6753. */
const WGS72_J2 = 0.001082616;

/** Where the mean orbits of many satellites lie at one instant; columns by place in the element sets. */
export interface SecularElements {
  /** Semi-major axis (Brouwer's, which SGP4 flies by) less 6,378.135 km. */
  readonly altitudeKm: Float64Array;
  /** Right ascension of the ascending node, [0, 2 pi). */
  readonly nodeRad: Float64Array;
  /** Mean argument of latitude (argument of perigee plus mean anomaly), [0, 2 pi). */
  readonly latitudeRad: Float64Array;
}

/**
 * Brings mean elements of different epochs to one instant by the secular rates of J2. Without drag it stays within
 * 0.05 degrees a day of SGP4's own secular motion, which has terms of J2 squared and J4 too; satellites of one
 * shell are off by the same.
 *
 * Source: semi-major axis and mean motion from the published (Kozai) mean motion: Hoots and Roehrich,
 * Spacetrack Report 3 (1980), section 6. Rates: Brouwer (1959) to first order, as in Vallado, "Fundamentals
 * of Astrodynamics and Applications", section 9.6.
 */
export function secularElements(elements: ElementSets, at: Instant): SecularElements {
  const { count } = elements;
  const altitudeKm = new Float64Array(count);
  const nodeRad = new Float64Array(count);
  const latitudeRad = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const cos = Math.cos(elements.inclinationDeg[i] * DEG_TO_RAD);
    const rest = 1 - elements.eccentricity[i] ** 2;
    const { semiMajorAxisKm, meanMotion } = brouwer(elements.meanMotionRevPerDay[i], cos, rest);
    const epoch = { day: elements.epochDay[i], secondOfDay: elements.epochSecondOfDay[i] };
    const seconds = secondsBetween(epoch, at);
    const factor = 0.75 * WGS72_J2 * (WGS72_RADIUS_KM / (semiMajorAxisKm * rest)) ** 2 * meanMotion;
    const nodeRate = -2 * factor * cos;
    const perigeeRate = factor * (5 * cos * cos - 1);
    const anomalyRate = meanMotion + factor * Math.sqrt(rest) * (3 * cos * cos - 1);
    const latitudeDeg = elements.argumentOfPerigeeDeg[i] + elements.meanAnomalyDeg[i];
    altitudeKm[i] = semiMajorAxisKm - WGS72_RADIUS_KM;
    nodeRad[i] = withinTurn(elements.rightAscensionDeg[i] * DEG_TO_RAD + nodeRate * seconds);
    latitudeRad[i] = withinTurn(latitudeDeg * DEG_TO_RAD + (perigeeRate + anomalyRate) * seconds);
  }
  return { altitudeKm, nodeRad, latitudeRad };
}

/** @param rest 1 - e^2 */
function brouwer(meanMotionRevPerDay: number, cos: number, rest: number) {
  const kozai = (meanMotionRevPerDay * 2 * Math.PI) / SECONDS_PER_DAY;
  const bulge = 0.75 * WGS72_J2 * WGS72_RADIUS_KM ** 2 * ((3 * cos * cos - 1) / rest ** 1.5);
  const first = Math.cbrt(WGS72_MU_KM3_S2 / (kozai * kozai));
  const delta1 = bulge / (first * first);
  const second = first * (1 - delta1 * (1 / 3 + delta1 * (1 + (134 / 81) * delta1)));
  const delta0 = bulge / (second * second);
  return { semiMajorAxisKm: second / (1 - delta0), meanMotion: kozai / (1 + delta0) };
}

/** The angle in [0, 2 pi). */
export function withinTurn(rad: number): number {
  const rest = rad % (2 * Math.PI);
  return rest < 0 ? rest + 2 * Math.PI : rest;
}

/** The angle in (-pi, pi]. */
export function withinHalfTurn(rad: number): number {
  const rest = withinTurn(rad);
  return rest > Math.PI ? rest - 2 * Math.PI : rest;
}
