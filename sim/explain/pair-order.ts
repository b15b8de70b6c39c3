import { lengthSquaredKm } from "../../routing/line-of-sight.js";

/** Negative where pair (a, b) comes before (c, d) in the order (length squared, lower id, higher id). */
export function comparePairs(positionsKm: Float64Array, a: number, b: number, c: number, d: number): number {
  return (
    lengthSquaredKm(positionsKm, a, b) - lengthSquaredKm(positionsKm, c, d) ||
    Math.min(a, b) - Math.min(c, d) ||
    Math.max(a, b) - Math.max(c, d)
  );
}

export function lengthKm(positionsKm: Float64Array, a: number, b: number): number {
  return Math.sqrt(lengthSquaredKm(positionsKm, a, b));
}
