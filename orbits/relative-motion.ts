import { SECONDS_PER_DAY } from "./constants.js";
import type { RelativeLimits } from "./ephemeris.js";

/**
 * Motion of satellites about a chief in its local frame (x outward, y along the flight, z along the orbit's normal), as
 * columns. With tau the chief's mean motion times the time since the epoch:
 *
 *     x = xc + xa cos(tau) + xb sin(tau)
 *     y = yc + 2 xb cos(tau) - 2 xa sin(tau) - 1.5 xc tau
 *     z =      za cos(tau) + zb sin(tau)
 *
 * which is every solution of the equations of Hill and of Clohessy and Wiltshire ("Terminal Guidance System for Satellite
 * Rendezvous", J. Aerospace Sciences 27 (1960); Vallado, "Fundamentals of Astrodynamics and Applications", section 6.8).
 * They take the chief's orbit for a circle and gravity for linear near it. Kilometres.
 */
export interface RelativeMotion {
  readonly count: number;
  readonly xc: Float64Array;
  readonly xa: Float64Array;
  readonly xb: Float64Array;
  readonly yc: Float64Array;
  readonly za: Float64Array;
  readonly zb: Float64Array;
}

/** Where a satellite is and how it moves, seen from the chief, at the epoch: `[x, y, z]`, km and km/s. */
export interface RelativeState {
  readonly positionKm: readonly [number, number, number];
  readonly velocityKmS: readonly [number, number, number];
}

/**
 * A bounded motion: x = a cos(tau + phase), y = offset - 2 a sin(tau + phase), z = c cos(tau + crossTrackPhase).
 * Phases in rad.
 */
export interface RelativeEllipse {
  readonly amplitudeKm: number;
  readonly phaseRad: number;
  readonly offsetKm: number;
  readonly crossTrackKm: number;
  readonly crossTrackPhaseRad: number;
}

/**
 * Satellites in the chief's orbital plane that lie on a rectangular lattice about it once an orbit; in between each
 * moves on an ellipse twice as long as high, all of them about the chief.
 */
export interface RelativeLattice {
  /** How many satellites outward, and how many along the flight. */
  readonly radial: number;
  readonly alongTrack: number;
  /** Between neighbours outward, and along the flight, when they lie on the lattice. */
  readonly spacingKm: readonly [number, number];
  /** How far beyond the lattice the motion is at the epoch, rad. */
  readonly phaseRad: number;
}

export function allocateMotion(count: number): RelativeMotion {
  const column = () => new Float64Array(count);
  return { count, xc: column(), xa: column(), xb: column(), yc: column(), za: column(), zb: column() };
}

/** The chief's mean motion as its element set has it, rad/s. */
export function meanMotionRadS(revPerDay: number): number {
  return (revPerDay * 2 * Math.PI) / SECONDS_PER_DAY;
}

/**
 * Writes the motion that a state at the epoch leads to.
 * @param meanMotion of the chief, rad/s
 */
export function setState(
  motion: RelativeMotion,
  index: number,
  { positionKm: [x, y, z], velocityKmS: [vx, vy, vz] }: RelativeState,
  meanMotion: number,
): void {
  motion.xc[index] = 4 * x + (2 * vy) / meanMotion;
  motion.xa[index] = -3 * x - (2 * vy) / meanMotion;
  motion.xb[index] = vx / meanMotion;
  motion.yc[index] = y - (2 * vx) / meanMotion;
  motion.za[index] = z;
  motion.zb[index] = vz / meanMotion;
}

export function setEllipse(motion: RelativeMotion, index: number, ellipse: RelativeEllipse): void {
  const { amplitudeKm, phaseRad, offsetKm, crossTrackKm, crossTrackPhaseRad } = ellipse;
  motion.xa[index] = amplitudeKm * Math.cos(phaseRad);
  motion.xb[index] = -amplitudeKm * Math.sin(phaseRad);
  motion.yc[index] = offsetKm;
  motion.za[index] = crossTrackKm * Math.cos(crossTrackPhaseRad);
  motion.zb[index] = -crossTrackKm * Math.sin(crossTrackPhaseRad);
}

/**
 * Motion of a lattice about the chief, outward row by row from the lowest: satellite `(r, a)` is at
 * `r * alongTrack + a`. On the lattice it is at x = (r - (radial - 1) / 2) dx, y = (a - (alongTrack - 1) / 2) dy with the
 * velocity of bounded motion about the chief: vy = -2 n x and vx = n y / 2. In the coordinates (x, y / 2) the lattice then
 * turns as a rigid body, once an orbit, so with dy = 2 dx neighbours are between dx and 2 dx apart, and each such
 * distance comes and goes twice an orbit.
 */
export function latticeMotion({ radial, alongTrack, spacingKm, phaseRad }: RelativeLattice): RelativeMotion {
  const motion = allocateMotion(radial * alongTrack);
  const cos = Math.cos(phaseRad);
  const sin = Math.sin(phaseRad);
  for (let r = 0; r < radial; r++) {
    const x = (r - (radial - 1) / 2) * spacingKm[0];
    for (let a = 0; a < alongTrack; a++) {
      const halfY = ((a - (alongTrack - 1) / 2) * spacingKm[1]) / 2;
      const index = r * alongTrack + a;
      motion.xa[index] = x * cos + halfY * sin;
      motion.xb[index] = halfY * cos - x * sin;
    }
  }
  return motion;
}

/** Where a satellite is at `tau` rad after the epoch, written to `out[0..2]`, km. */
export function relativePlace(motion: RelativeMotion, index: number, tau: number, out: Float64Array): void {
  const cos = Math.cos(tau);
  const sin = Math.sin(tau);
  out[0] = motion.xc[index] + motion.xa[index] * cos + motion.xb[index] * sin;
  out[1] =
    motion.yc[index] + 2 * (motion.xb[index] * cos - motion.xa[index] * sin) - 1.5 * motion.xc[index] * tau;
  out[2] = motion.za[index] * cos + motion.zb[index] * sin;
}

/** How far a satellite moves along the flight in one orbit, km: 0 where its motion is bounded. */
export function driftPerOrbitKm(motion: RelativeMotion, index: number): number {
  return -3 * Math.PI * motion.xc[index];
}

/** A distance from the chief is looked at this often in an orbit: its largest value is met within 0.1 %. */
const REACH_SAMPLES = 72;

/** The member that gets furthest from the chief in the orbit that begins at the epoch, and how far, km. */
export function furthestMember(motion: RelativeMotion): { readonly index: number; readonly reachKm: number } {
  const place = new Float64Array(3);
  let index = 0;
  let reachKm = 0;
  for (let i = 0; i < motion.count; i++) {
    for (let sample = 0; sample <= REACH_SAMPLES; sample++) {
      relativePlace(motion, i, (sample * 2 * Math.PI) / REACH_SAMPLES, place);
      const distance = Math.hypot(place[0], place[1], place[2]);
      if (distance <= reachKm) continue;
      index = i;
      reachKm = distance;
    }
  }
  return { index, reachKm };
}

/**
 * No less than speed and acceleration of a satellite in the chief's local frame: by the amplitudes of the motion, which is
 * twice as far along the flight as outward.
 * @param meanMotion of the chief, rad/s
 */
export function motionBounds(
  { xc, xa, xb, za, zb }: RelativeMotion,
  index: number,
  meanMotion: number,
): RelativeLimits {
  return boundsOf(xc[index], xa[index], xb[index], za[index], zb[index], meanMotion);
}

/**
 * The same of two satellites against one another: the difference of two motions is a motion of the same form.
 * @param meanMotion of the chief, rad/s
 */
export function pairBounds(
  { xc, xa, xb, za, zb }: RelativeMotion,
  a: number,
  b: number,
  meanMotion: number,
): RelativeLimits {
  return boundsOf(xc[a] - xc[b], xa[a] - xa[b], xb[a] - xb[b], za[a] - za[b], zb[a] - zb[b], meanMotion);
}

function boundsOf(
  xc: number,
  xa: number,
  xb: number,
  za: number,
  zb: number,
  meanMotion: number,
): RelativeLimits {
  const swing = 2 * Math.sqrt(xa * xa + xb * xb) + Math.sqrt(za * za + zb * zb);
  const drift = 1.5 * Math.abs(xc);
  return { speedKmS: meanMotion * (swing + drift), accelerationKmS2: meanMotion * meanMotion * swing };
}
