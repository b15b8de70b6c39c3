import { CLEARANCE_RADIUS_KM, WGS72_MU_KM3_S2 } from "../constants.js";
import type { RelativeLimits } from "../ephemeris.js";
import type { GapLimits } from "./contact-condition.js";
import { motionLimits, type OrbitBounds } from "./orbit-bounds.js";
import { rangeGap, rangeLimits } from "./position-terms.js";

/**
 * A condition on where two satellites are. Neither the length of a segment nor its distance from the Earth's
 * centre knows of the Earth's turning: positions are Earth-fixed, but limits are those of inertial motion.
 */
export interface PairTerm {
  /** Kilometres, at least 0 where the condition holds for satellites `a` and `b`. */
  gapAt(positionsKm: Float64Array, a: number, b: number): number;
  readonly limits: GapLimits;
}

/** Tangents from a lower orbit than this above the clearance sphere change too fast in length to be of use. */
const LOWEST_FOR_TANGENTS_KM = 60;

/**
 * Within a range of each other.
 * @param relative how fast the two move against one another, where that is known; else what their orbits tell
 */
export function pairRangeTerm(
  maxRangeKm: number,
  a: OrbitBounds,
  b: OrbitBounds,
  relative: RelativeLimits = relativeMotion(a, b),
): PairTerm {
  return {
    gapAt: (positionsKm, i, j) => rangeGap(maxRangeKm, lengthSquared(positionsKm, i, j)),
    limits: rangeLimits(maxRangeKm, relative.speedKmS, relative.accelerationKmS2),
  };
}

/** The segment between the two stays at or outside of the clearance sphere; so do its ends. */
export function clearanceTerm(a: OrbitBounds, b: OrbitBounds): PairTerm {
  const lowest = Math.min(a.minRadiusKm, b.minRadiusKm) - CLEARANCE_RADIUS_KM;
  return lowest > LOWEST_FOR_TANGENTS_KM ? byTangents(a, b) : byNearestPoint(a, b);
}

/**
 * Satellites outside of the sphere see each other past it just when they are no further apart than their
 * tangents to it are long together: t + t' - d, with t = sqrt(r^2 - c^2). At equality the segment is a tangent.
 *
 * With r_ the lowest and R the highest distance from the centre, e <= (R - r_) / (R + r_) the eccentricity, and
 * mu gravity's parameter, |dr/dt| <= e sqrt(mu / r_) and |d2r/dt2| <= e mu / r_^2 (two bodies; the margins of the
 * bounds are wide enough for the rest); the limits of t follow by the chain rule. Near zero d is rounded off
 * as in `rangeGap`, which is why t + t' may only be known to be no less than a constant.
 */
function byTangents(a: OrbitBounds, b: OrbitBounds): PairTerm {
  const ofA = tangentMotion(a);
  const ofB = tangentMotion(b);
  const shortest = ofA.shortestKm + ofB.shortestKm;
  const { speedKmS, accelerationKmS2 } = relativeMotion(a, b);
  const range = rangeLimits(shortest, speedKmS, accelerationKmS2);
  return {
    gapAt(positionsKm, i, j) {
      const tangents = tangentLength(positionsKm, i) + tangentLength(positionsKm, j);
      return tangents - shortest + rangeGap(shortest, lengthSquared(positionsKm, i, j));
    },
    limits: {
      maxRatePerS: range.maxRatePerS + ofA.rateKmS + ofB.rateKmS,
      maxBendPerS2: (range.maxBendPerS2 as number) + ofA.bendKmS2 + ofB.bendKmS2,
    },
  };
}

function tangentMotion({ minRadiusKm, maxRadiusKm }: OrbitBounds) {
  const e = (maxRadiusKm - minRadiusKm) / (maxRadiusKm + minRadiusKm);
  const climb = e * Math.sqrt(WGS72_MU_KM3_S2 / minRadiusKm);
  const fall = (e * WGS72_MU_KM3_S2) / minRadiusKm ** 2;
  const shortestKm = Math.sqrt(minRadiusKm ** 2 - CLEARANCE_RADIUS_KM ** 2);
  const rateKmS = (maxRadiusKm * climb) / shortestKm;
  return {
    shortestKm,
    rateKmS,
    bendKmS2: (climb ** 2 + maxRadiusKm * fall + rateKmS ** 2) / shortestKm,
  };
}

/** The nearest point of the segment lies outside. When the ends move, no point of it moves by more than the faster end. */
function byNearestPoint(a: OrbitBounds, b: OrbitBounds): PairTerm {
  return {
    gapAt: (positionsKm, i, j) => Math.sqrt(nearestSquared(positionsKm, i, j)) - CLEARANCE_RADIUS_KM,
    limits: { maxRatePerS: Math.max(motionLimits(a).speedKmS, motionLimits(b).speedKmS) },
  };
}

function relativeMotion(a: OrbitBounds, b: OrbitBounds): RelativeLimits {
  const ofA = motionLimits(a);
  const ofB = motionLimits(b);
  return {
    speedKmS: ofA.speedKmS + ofB.speedKmS,
    accelerationKmS2: ofA.accelerationKmS2 + ofB.accelerationKmS2,
  };
}

function tangentLength(positionsKm: Float64Array, i: number): number {
  const x = positionsKm[3 * i];
  const y = positionsKm[3 * i + 1];
  const z = positionsKm[3 * i + 2];
  return Math.sqrt(Math.max(0, x * x + y * y + z * z - CLEARANCE_RADIUS_KM ** 2));
}

function lengthSquared(positionsKm: Float64Array, i: number, j: number): number {
  const dx = positionsKm[3 * j] - positionsKm[3 * i];
  const dy = positionsKm[3 * j + 1] - positionsKm[3 * i + 1];
  const dz = positionsKm[3 * j + 2] - positionsKm[3 * i + 2];
  return dx * dx + dy * dy + dz * dz;
}

/** Square of the distance from the Earth's centre to the nearest point of the segment between two nodes. */
function nearestSquared(positionsKm: Float64Array, i: number, j: number): number {
  const px = positionsKm[3 * i];
  const py = positionsKm[3 * i + 1];
  const pz = positionsKm[3 * i + 2];
  const dx = positionsKm[3 * j] - px;
  const dy = positionsKm[3 * j + 1] - py;
  const dz = positionsKm[3 * j + 2] - pz;
  const length = dx * dx + dy * dy + dz * dz;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(px * dx + py * dy + pz * dz) / length));
  const x = px + along * dx;
  const y = py + along * dy;
  const z = pz + along * dz;
  return x * x + y * y + z * z;
}
