import { CLEARANCE_RADIUS_KM } from "../orbits/constants.js";

const CLEARANCE_SQUARED = CLEARANCE_RADIUS_KM * CLEARANCE_RADIUS_KM;

/**
 * Shortcut below which no pair of satellites needs the test: a chord of length d between points at least r
 * from the centre passes no nearer to it than sqrt(r^2 - d^2 / 4).
 *
 * @param minRadiusKm smallest distance of any of the satellites from the Earth's centre
 * @returns length squared, km^2, up to which (inclusive) every pair clears the Earth; -1 where there is no
 * such length: satellites at or below the clearance sphere, or so near to it that rounding could decide
 */
export function alwaysClearSquaredKm(minRadiusKm: number): number {
  const margin = minRadiusKm * minRadiusKm - CLEARANCE_SQUARED;
  return margin > 1 ? 4 * margin * (1 - 1e-9) : -1;
}

/**
 * Square of the longest segment that can clear the Earth between satellites no higher than `maxRadiusKm`
 * (from the centre), rounded up: a bound for searches, not a test. 0 where none can be above the sphere.
 */
export function horizonSquaredKm(maxRadiusKm: number): number {
  const margin = maxRadiusKm * maxRadiusKm - CLEARANCE_SQUARED;
  return margin < 0 ? 0 : 4 * margin * (1 + 1e-9) + 1e-6;
}

/** Square of the distance between nodes `a` and `b`, km^2; the same bits for (b, a). */
export function lengthSquaredKm(positionsKm: Float64Array, a: number, b: number): number {
  const dx = positionsKm[3 * a] - positionsKm[3 * b];
  const dy = positionsKm[3 * a + 1] - positionsKm[3 * b + 1];
  const dz = positionsKm[3 * a + 2] - positionsKm[3 * b + 2];
  return dx * dx + dy * dy + dz * dz;
}

/**
 * Whether the segment between nodes `a` and `b` stays at or outside the clearance sphere. Only the segment
 * counts: two satellites at different heights see each other even if the line through them, made longer,
 * would meet the Earth. The same answer for (b, a).
 *
 * The distance of the centre from the line through p and q is |p x q| / |p - q|; it is the segment's own
 * where the foot of the perpendicular lies between the ends, else the nearer end's distance is.
 */
export function clearsEarth(positionsKm: Float64Array, a: number, b: number): boolean {
  return segmentClearsEarth(
    positionsKm[3 * a],
    positionsKm[3 * a + 1],
    positionsKm[3 * a + 2],
    positionsKm[3 * b],
    positionsKm[3 * b + 1],
    positionsKm[3 * b + 2],
  );
}

/** `clearsEarth` for the points p and q. */
export function segmentClearsEarth(
  px: number,
  py: number,
  pz: number,
  qx: number,
  qy: number,
  qz: number,
): boolean {
  const pp = px * px + py * py + pz * pz;
  const qq = qx * qx + qy * qy + qz * qz;
  if (pp < CLEARANCE_SQUARED || qq < CLEARANCE_SQUARED) return false;
  const pq = px * qx + py * qy + pz * qz;
  if (pq >= pp || pq >= qq) return true;
  const cx = py * qz - pz * qy;
  const cy = pz * qx - px * qz;
  const cz = px * qy - py * qx;
  const dx = px - qx;
  const dy = py - qy;
  const dz = pz - qz;
  return cx * cx + cy * cy + cz * cz >= CLEARANCE_SQUARED * (dx * dx + dy * dy + dz * dz);
}

/** Whether two usable satellites may have a link: within range (inclusive), and clear of the Earth. */
export function isAdmissible(positionsKm: Float64Array, a: number, b: number, maxRangeKm: number): boolean {
  return lengthSquaredKm(positionsKm, a, b) <= maxRangeKm * maxRangeKm && clearsEarth(positionsKm, a, b);
}
