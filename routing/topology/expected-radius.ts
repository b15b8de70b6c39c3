/** Roughly the radius of low orbits; only first guesses of search radii depend on it. */
const TYPICAL_RADIUS_KM = 7000;

/**
 * Radius within which a satellite has `neighbours` others on average, were `count` satellites spread evenly
 * over a sphere. A guess that sets speed and never a result.
 */
export function expectedRadiusKm(count: number, neighbours: number): number {
  return 2 * TYPICAL_RADIUS_KM * Math.sqrt(neighbours / Math.max(1, count));
}
