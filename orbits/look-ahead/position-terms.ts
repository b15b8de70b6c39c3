import { CLEARANCE_RADIUS_KM, DEG_TO_RAD } from "../constants.js";
import { type Geodetic, geodeticToEcefKm, localUp } from "../geodesy.js";
import type { Vector3 } from "../vector.js";
import type { Between, GapLimits } from "./contact-condition.js";
import { motionLimits, type OrbitBounds } from "./orbit-bounds.js";

/** A condition on where one satellite is, in the Earth-fixed frame; where the site moves, also on when. */
export interface PositionTerm {
  /** Kilometres, at least 0 where the condition holds. */
  gapAt(xKm: number, yKm: number, zKm: number, timeNs: number): number;
  /** How fast that gap can move and bend for a satellite of an orbit. */
  limits(orbit: OrbitBounds): TermLimits;
}

/** Limits of a term for a satellite of an orbit. */
export interface TermLimits extends GapLimits {
  /**
   * What holds while the satellite goes from `a` to `b` in `s` seconds, at one of which it may have no position;
   * where it is present, the limits themselves are a guide only.
   */
  between?(a: Vector3 | undefined, b: Vector3 | undefined, s: number): Between;
}

/**
 * At or above an elevation mask: with u the vertical of the site and d the way to the satellite,
 * u . d - sin(mask) |d|. The vertical is the ellipsoid's.
 *
 * Its gradient is no longer than 1 + |sin(mask)|. The distance |d| bends by the acceleration and by v^2 / |d|,
 * and |d| is at least what the perigee is higher than the site.
 */
export function maskTerm(site: Geodetic, maskDeg: number): PositionTerm {
  const [sx, sy, sz] = geodeticToEcefKm(site);
  const [ux, uy, uz] = localUp(site);
  const siteRadiusKm = Math.hypot(sx, sy, sz);
  const sinMask = Math.sin(maskDeg * DEG_TO_RAD);
  const steepest = 1 + Math.abs(sinMask);
  return {
    gapAt(xKm, yKm, zKm) {
      const dx = xKm - sx;
      const dy = yKm - sy;
      const dz = zKm - sz;
      return dx * ux + dy * uy + dz * uz - sinMask * Math.sqrt(dx * dx + dy * dy + dz * dz);
    },
    limits(orbit) {
      const { earthFixedSpeedKmS: v, earthFixedAccelerationKmS2: a } = motionLimits(orbit);
      const nearestKm = orbit.minRadiusKm - siteRadiusKm;
      const maxBendPerS2 = nearestKm > 0 ? steepest * a + (Math.abs(sinMask) * v * v) / nearestKm : undefined;
      return { maxRatePerS: steepest * v, maxBendPerS2 };
    },
  };
}

/** Within a slant range of the site. */
export function rangeTerm(site: Geodetic, maxSlantRangeKm: number): PositionTerm {
  const [sx, sy, sz] = geodeticToEcefKm(site);
  return {
    gapAt(xKm, yKm, zKm) {
      const dx = xKm - sx;
      const dy = yKm - sy;
      const dz = zKm - sz;
      return rangeGap(maxSlantRangeKm, dx * dx + dy * dy + dz * dz);
    },
    limits(orbit) {
      const { earthFixedSpeedKmS: v, earthFixedAccelerationKmS2: a } = motionLimits(orbit);
      return rangeLimits(maxSlantRangeKm, v, a);
    },
  };
}

/** In orbit at all: at or above the sphere below which satellites have decayed. */
export function orbitTerm(): PositionTerm {
  return {
    gapAt: (xKm, yKm, zKm) => Math.sqrt(xKm * xKm + yKm * yKm + zKm * zKm) - CLEARANCE_RADIUS_KM,
    limits(orbit) {
      const { speedKmS, accelerationKmS2 } = motionLimits(orbit);
      return {
        maxRatePerS: speedKmS,
        maxBendPerS2: accelerationKmS2 + (speedKmS * speedKmS) / orbit.minRadiusKm,
      };
    },
  };
}

/**
 * Gap of a limit of range: R - d, but below R / 2 the distance d is rounded off to d^2 / R + R / 4, in the manner
 * of Huber's loss, so that the gap has no kink where two things meet. The sign is that of R - d.
 */
export function rangeGap(limitKm: number, distanceSquaredKm: number): number {
  return 4 * distanceSquaredKm < limitKm * limitKm
    ? 0.75 * limitKm - distanceSquaredKm / limitKm
    : limitKm - Math.sqrt(distanceSquaredKm);
}

/** Bounds of `rangeGap` for two things that move by `speedKmS` and `accelerationKmS2` at most against each other. */
export function rangeLimits(limitKm: number, speedKmS: number, accelerationKmS2: number): GapLimits {
  return { maxRatePerS: speedKmS, maxBendPerS2: accelerationKmS2 + (2 * speedKmS * speedKmS) / limitKm };
}
