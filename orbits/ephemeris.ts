/**
 * Where nodes are, as a pure function of time: the one interface that everything downstream sees. SGP4
 * satellites, fixed ground sites and static networks are sources of it.
 */
export interface Ephemeris {
  /** Number of nodes; they are numbered 0 to count - 1 within the ephemeris. */
  readonly count: number;

  /**
   * Writes Earth-fixed positions, km, `[x, y, z]` of nodes `from` (inclusive) to `to` (exclusive).
   *
   * @param timeNs integer nanoseconds since the start of the run; may be negative or past its end
   * @param positionsKm written at `3 * node`; failing nodes get zeros, never NaN
   * @param status written at `node`: an `EphemerisStatus`
   */
  positionsAt(
    timeNs: number,
    positionsKm: Float64Array,
    status: Uint8Array,
    from?: number,
    to?: number,
  ): void;

  /**
   * How fast two nodes can move against one another at most, where that is known to be less than two orbits tell, as in a
   * cluster; undefined, or no such method: it is not.
   */
  relativeLimits?(a: number, b: number): RelativeLimits | undefined;
}

/** Bounds of the motion of one node against another, seen in any frame in which both are: km/s and km/s^2. */
export interface RelativeLimits {
  readonly speedKmS: number;
  readonly accelerationKmS2: number;
}

/** Why a node has no position: 0 is fine, 1 to 6 are SGP4's own error codes. */
export const EphemerisStatus = {
  Ok: 0,
  MeanEccentricity: 1,
  MeanMotion: 2,
  PerturbedEccentricity: 3,
  SemiLatusRectum: 4,
  SubOrbital: 5,
  Decayed: 6,
  /** SGP4 answered, but nearer than 80 km to the ground: below anything that orbits. */
  BelowClearance: 7,
} as const;

const STATUS_TEXT = [
  "fine",
  "SGP4 error 1: mean eccentricity out of range",
  "SGP4 error 2: mean motion below zero",
  "SGP4 error 3: perturbed eccentricity out of range",
  "SGP4 error 4: semi-latus rectum below zero",
  "SGP4 error 5: epoch elements are sub-orbital",
  "SGP4 error 6: decayed",
  "decayed: below 80 km",
] as const;

/** One line for people about an `EphemerisStatus`. */
export function describeStatus(status: number): string {
  return STATUS_TEXT[status] ?? `unknown status ${status}`;
}
