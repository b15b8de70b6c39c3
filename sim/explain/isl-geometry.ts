import { CLEARANCE_KM, CLEARANCE_RADIUS_KM } from "../../orbits/constants.js";
import { clearsEarth, lengthSquaredKm } from "../../routing/line-of-sight.js";
import type { ConstraintOf } from "./link-constraint.js";

/** The range that a pair exceeds, if it does. The same test as the links are struck by. */
export function outOfRange(
  positionsKm: Float64Array,
  a: number,
  b: number,
  maxRangeKm: number,
): ConstraintOf<"out-of-range"> | undefined {
  const squared = lengthSquaredKm(positionsKm, a, b);
  if (squared <= maxRangeKm * maxRangeKm) return undefined;
  const lengthKm = Math.sqrt(squared);
  return { kind: "out-of-range", lengthKm, maxRangeKm, excessKm: lengthKm - maxRangeKm };
}

/** How deep a pair is behind the Earth, if it is. */
export function behindEarth(
  positionsKm: Float64Array,
  a: number,
  b: number,
): ConstraintOf<"behind-earth"> | undefined {
  if (clearsEarth(positionsKm, a, b)) return undefined;
  const missingKm = CLEARANCE_RADIUS_KM - nearestToCentreKm(positionsKm, a, b);
  return { kind: "behind-earth", clearanceKm: CLEARANCE_KM - missingKm, neededKm: CLEARANCE_KM, missingKm };
}

/** Least distance of the segment between two nodes from the Earth's centre. */
function nearestToCentreKm(p: Float64Array, a: number, b: number): number {
  const [ax, ay, az] = p.subarray(3 * a, 3 * a + 3);
  const [bx, by, bz] = p.subarray(3 * b, 3 * b + 3);
  const [dx, dy, dz] = [bx - ax, by - ay, bz - az];
  const squared = dx * dx + dy * dy + dz * dz;
  const foot = squared === 0 ? 0 : -(ax * dx + ay * dy + az * dz) / squared;
  const along = Math.min(1, Math.max(0, foot));
  return Math.hypot(ax + along * dx, ay + along * dy, az + along * dz);
}
