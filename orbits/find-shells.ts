import { type FoundPlane, findPlanes } from "./find-planes.js";

/** Satellites of one shell are within this of its middle: at 550 km, one at the edge drifts 1.8 degrees a day. */
const HALF_WIDTH_KM = 1.5;

/** Inclinations that are further apart are different shells'; two shells of nearly the same differ in altitude. */
export const SAME_INCLINATION_DEG = 0.25;

/** Fewer planes make no grid: two launches that raise their orbits side by side are no shell. */
const FEWEST_PLANES = 3;

/** Fewer satellites make no three planes of four. */
const FEWEST = 12;

/** A shell less than this share of whose satellites lie in planes is chance. */
const LEAST_SHARE = 2 / 3;

export interface FoundShell {
  /** Medians over the members, those between planes included. */
  readonly altitudeKm: number;
  readonly inclinationDeg: number;
  /** All at its altitude, in its planes or not. */
  readonly members: readonly number[];
  readonly planes: readonly FoundPlane[];
}

/**
 * Finds shells: where most satellites of an inclination fly at one altitude, and their right ascensions fall into
 * planes. The densest altitudes are looked at first.
 *
 * @param candidates places in the columns
 */
export function findShells(
  candidates: readonly number[],
  altitudeKm: Float64Array,
  inclinationDeg: Float64Array,
  nodeRad: Float64Array,
): FoundShell[] {
  const shells: FoundShell[] = [];
  for (const group of groupByGap(candidates, inclinationDeg, SAME_INCLINATION_DEG)) {
    let left = [...group].sort((p, q) => altitudeKm[p] - altitudeKm[q] || p - q);
    while (left.length >= FEWEST) {
      const window = densest(left, altitudeKm);
      if (window.length < FEWEST) break;
      const middleKm = medianOf(window, altitudeKm);
      const middleDeg = medianOf(window, inclinationDeg);
      const members = left.filter(
        (id) =>
          Math.abs(altitudeKm[id] - middleKm) <= HALF_WIDTH_KM &&
          Math.abs(inclinationDeg[id] - middleDeg) <= SAME_INCLINATION_DEG,
      );
      const planes = findPlanes(members, nodeRad);
      const inPlanes = planes.reduce((sum, plane) => sum + plane.members.length, 0);
      if (planes.length >= FEWEST_PLANES && inPlanes >= LEAST_SHARE * members.length) {
        shells.push({
          altitudeKm: medianOf(members, altitudeKm),
          inclinationDeg: medianOf(members, inclinationDeg),
          members,
          planes,
        });
      }
      const seen = new Set(members);
      left = left.filter((id) => !seen.has(id));
    }
  }
  return shells;
}

/** Ascending groups between gaps wider than `gap`. */
function groupByGap(ids: readonly number[], values: Float64Array, gap: number): number[][] {
  const sorted = [...ids].sort((p, q) => values[p] - values[q] || p - q);
  const groups: number[][] = [];
  for (const [i, id] of sorted.entries()) {
    if (i > 0 && values[id] - values[sorted[i - 1]] <= gap) groups[groups.length - 1].push(id);
    else groups.push([id]);
  }
  return groups;
}

/** The most that lie within the width of a shell; the lowest of equals. */
function densest(sorted: readonly number[], altitudeKm: Float64Array): number[] {
  let best = 0;
  let bestFrom = 0;
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    while (altitudeKm[sorted[to]] - altitudeKm[sorted[from]] > 2 * HALF_WIDTH_KM) from++;
    if (to + 1 - from > best) {
      best = to + 1 - from;
      bestFrom = from;
    }
  }
  return sorted.slice(bestFrom, bestFrom + best);
}

/** The lower of the two middle values where there are two, so that it is one of them. */
function medianOf(ids: readonly number[], values: Float64Array): number {
  const sorted = ids.map((id) => values[id]).sort((p, q) => p - q);
  return sorted[(sorted.length - 1) >> 1];
}
