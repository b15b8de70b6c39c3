import { DEG_TO_RAD, RAD_TO_DEG } from "../constants.js";
import { type Geodetic, geodeticToEcefKm, localUp } from "../geodesy.js";
import { type HorizonMask, horizonAtDeg, lowestHorizonDeg } from "../horizon-mask.js";
import { horizonWithin } from "../horizon-range.js";
import type { Vector3 } from "../vector.js";
import type { Between, GapLimits } from "./contact-condition.js";
import { type MotionLimits, motionLimits } from "./orbit-bounds.js";
import { maskTerm, type PositionTerm } from "./position-terms.js";

/** Balls are wider than reckoned by this share and this much, and angles by this much: far above any rounding. */
const WIDENING = 1 + 1e-9;
const WIDENING_KM = 1e-6;
const WIDENING_DEG = 1e-9;
/** A satellite breaks its bounds where it is this many seconds further on than they allow. */
const ROUNDING_S = 1e-6;

/** Nothing is known, so time is cut in two. */
const UNKNOWN: GapLimits = { maxRatePerS: Number.POSITIVE_INFINITY };
/** Any change breaks this: where a satellite breaks its own bounds, the search goes on by samples. */
const BROKEN: GapLimits = { maxRatePerS: 0 };

/**
 * At or above a mask that depends on the azimuth: with u the vertical of the site, d the way to the satellite and A
 * its azimuth, u . d - sin(mask(A)) |d|.
 *
 * No limits of that gap hold everywhere: a mask may be as steep as a step, and near the zenith the azimuth turns
 * at any speed. What holds between two instants is worked out from where the satellite is at them: see `between`.
 */
export function horizonTerm(site: Geodetic, mask: HorizonMask): PositionTerm {
  const view = viewFrom(site);
  const guide = maskTerm(site, lowestHorizonDeg(mask));
  return {
    gapAt(xKm, yKm, zKm) {
      const { up, azimuthDeg, distance } = view([xKm, yKm, zKm]);
      return up - Math.sin(horizonAtDeg(mask, azimuthDeg) * DEG_TO_RAD) * distance;
    },
    limits(orbit) {
      const motion = motionLimits(orbit);
      return {
        ...guide.limits(orbit),
        between: (a, b, s) => between(view, mask, motion, { a, b, s }),
      };
    },
  };
}

interface View {
  /** Kilometres along the vertical, in the plane at right angles to it, and in all. */
  readonly up: number;
  readonly level: number;
  readonly distance: number;
  /** From north over east, 0 to 360; 0 straight up. */
  readonly azimuthDeg: number;
}

/** How Earth-fixed places look from a site. At a pole, east is where the site's longitude has it. */
function viewFrom(site: Geodetic): (place: Vector3) => View {
  const [sx, sy, sz] = geodeticToEcefKm(site);
  const [ux, uy, uz] = localUp(site);
  const sinLongitude = Math.sin(site.longitudeDeg * DEG_TO_RAD);
  const cosLongitude = Math.cos(site.longitudeDeg * DEG_TO_RAD);
  const cosLatitude = Math.cos(site.latitudeDeg * DEG_TO_RAD);
  return ([x, y, z]) => {
    const dx = x - sx;
    const dy = y - sy;
    const dz = z - sz;
    const east = dy * cosLongitude - dx * sinLongitude;
    const north = dz * cosLatitude - uz * (dx * cosLongitude + dy * sinLongitude);
    const azimuthDeg = Math.atan2(east, north) * RAD_TO_DEG;
    return {
      up: dx * ux + dy * uy + dz * uz,
      level: Math.sqrt(east * east + north * north),
      distance: Math.sqrt(dx * dx + dy * dy + dz * dz),
      azimuthDeg: azimuthDeg < 0 ? azimuthDeg + 360 : azimuthDeg,
    };
  };
}

interface Passage {
  /** Where the satellite is at both ends; undefined where it has no position. */
  readonly a: Vector3 | undefined;
  readonly b: Vector3 | undefined;
  /** Seconds in between. */
  readonly s: number;
}

interface Ball {
  readonly centre: Vector3;
  readonly radiusKm: number;
  /** Bound of the speed within. */
  readonly speedKmS: number;
}

/**
 * What the gap does between two instants. The satellite stays in a ball (see `ballOf`), seen from the site within
 * a cone: of azimuth and elevation that gives ranges, and of the mask the lowest and highest it is there.
 * - Where the cone is above the highest or below the lowest, the sign does not change.
 * - Else, with r the distance, q its level part, k the mask's steepest slope, S the largest |sin(mask)| there, v the
 *   speed and a the acceleration: the gradient of sin(mask(A)) r is S and k r / q at most, and its second
 *   derivative, where the mask is one straight line, S / r + 2 k / q + r (k + k^2) / q^2 (A has the gradient 1 / q
 *   and the second derivative 1 / q^2).
 */
function between(
  view: (place: Vector3) => View,
  mask: HorizonMask,
  motion: MotionLimits,
  passage: Passage,
): Between {
  const ball = ballOf(passage, motion);
  if (ball === undefined) return BROKEN;
  const { radiusKm: radius, speedKmS: v } = ball;
  const { up, level, distance, azimuthDeg } = view(ball.centre);
  if (!(radius < distance)) return UNKNOWN;
  const elevationDeg = Math.atan2(up, level) * RAD_TO_DEG;
  const aroundDeg = Math.asin(radius / distance) * RAD_TO_DEG + WIDENING_DEG;
  const widthDeg = radius < level ? Math.asin(radius / level) * RAD_TO_DEG : 180;
  const range = horizonWithin(mask, azimuthDeg, widthDeg);
  if (elevationDeg - aroundDeg >= range.highestDeg || elevationDeg + aroundDeg < range.lowestDeg) {
    return "steady";
  }
  const nearestLevel = level - radius;
  if (!(nearestLevel > 0)) return UNKNOWN;
  const { lowestDeg, highestDeg, steepest: k, isStraight } = range;
  const farthest = distance + radius;
  const sine = Math.max(
    Math.abs(Math.sin(lowestDeg * DEG_TO_RAD)),
    Math.abs(Math.sin(highestDeg * DEG_TO_RAD)),
  );
  const gradient = 1 + sine + (k * farthest) / nearestLevel;
  const maxRatePerS = gradient * v;
  if (!isStraight) return { maxRatePerS };
  const curvature =
    sine / (distance - radius) + (2 * k) / nearestLevel + (farthest * (k + k * k)) / nearestLevel ** 2;
  return { maxRatePerS, maxBendPerS2: gradient * motion.earthFixedAccelerationKmS2 + curvature * v * v };
}

/**
 * A ball that a satellite does not leave between two instants. With v and a the bounds of speed and acceleration,
 * it strays from the straight way by a s^2 / 8 at most, and cannot be further than v s / 2 from the middle and back in
 * time; its velocity differs from the mean one by no more than a s / 2. Undefined where it has broken its bounds.
 */
function ballOf({ a, b, s }: Passage, motion: MotionLimits): Ball | undefined {
  const { earthFixedSpeedKmS: speed, earthFixedAccelerationKmS2: acceleration } = motion;
  if (a === undefined || b === undefined) {
    const centre = a ?? b ?? [0, 0, 0];
    return { centre, radiusKm: speed * s * WIDENING + WIDENING_KM, speedKmS: speed };
  }
  const chord = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
  if (chord > speed * (s + ROUNDING_S)) return undefined;
  const radius = Math.min((speed * s) / 2, chord / 2 + (acceleration * s * s) / 8);
  return {
    centre: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2],
    radiusKm: radius * WIDENING + WIDENING_KM,
    speedKmS: Math.min(speed, chord / s + (acceleration * s) / 2),
  };
}
