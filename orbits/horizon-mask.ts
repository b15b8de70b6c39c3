import type { MaskPoint } from "./ground-site.js";

/**
 * An elevation mask that depends on where one looks: points around the horizon, with straight lines between
 * them in azimuth and elevation, and from the last on to the first.
 */
export interface HorizonMask {
  /** Ascending, from north over east, at least 0 and below 360; one or more. */
  readonly azimuthDeg: Float64Array;
  /** Mask at each azimuth, inclusive, -90 to 90. */
  readonly elevationDeg: Float64Array;
}

const FULL_TURN_DEG = 360;

/**
 * The mask through some points, in any order. Points that stand at the same azimuth must agree.
 *
 * @throws RangeError where there is no point, one out of range, or two that contradict each other
 */
export function horizonMask(points: readonly MaskPoint[]): HorizonMask {
  if (points.length === 0) throw new RangeError("a horizon mask needs at least one point");
  const around = points.map(({ azimuthDeg, elevationDeg }) => {
    if (!(azimuthDeg >= 0 && azimuthDeg <= FULL_TURN_DEG && Math.abs(elevationDeg) <= 90)) {
      throw new RangeError(
        `expected an azimuth from 0 to 360 and an elevation from -90 to 90, got ${azimuthDeg} and ${elevationDeg}`,
      );
    }
    return { azimuthDeg: azimuthDeg % FULL_TURN_DEG, elevationDeg };
  });
  around.sort((p, q) => p.azimuthDeg - q.azimuthDeg);
  const kept = around.filter((point, i) => {
    const before = around[i - 1];
    if (before?.azimuthDeg !== point.azimuthDeg) return true;
    if (before.elevationDeg === point.elevationDeg) return false;
    throw new RangeError(
      `the mask is both ${before.elevationDeg} and ${point.elevationDeg} degrees at azimuth ${point.azimuthDeg}`,
    );
  });
  return {
    azimuthDeg: Float64Array.from(kept, ({ azimuthDeg }) => azimuthDeg),
    elevationDeg: Float64Array.from(kept, ({ elevationDeg }) => elevationDeg),
  };
}

/** The mask at an azimuth of 0 to 360, degrees. */
export function horizonAtDeg({ azimuthDeg, elevationDeg }: HorizonMask, atDeg: number): number {
  const last = azimuthDeg.length - 1;
  let low = 0;
  let high = last + 1;
  // The last point at or before the azimuth; none before the first point's own.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (azimuthDeg[middle] <= atDeg) low = middle + 1;
    else high = middle;
  }
  const before = low === 0 ? last : low - 1;
  const after = low > last ? 0 : low;
  if (before === after) return elevationDeg[before];
  const from = low === 0 ? azimuthDeg[last] - FULL_TURN_DEG : azimuthDeg[before];
  const to = low > last ? azimuthDeg[0] + FULL_TURN_DEG : azimuthDeg[after];
  const share = (atDeg - from) / (to - from);
  return elevationDeg[before] + share * (elevationDeg[after] - elevationDeg[before]);
}

/** The lowest that the mask is anywhere, degrees. */
export function lowestHorizonDeg({ elevationDeg }: HorizonMask): number {
  return elevationDeg.reduce((lowest, elevation) => Math.min(lowest, elevation));
}

/** The points that a mask was made of, in its order. */
export function maskPoints({ azimuthDeg, elevationDeg }: HorizonMask): MaskPoint[] {
  return Array.from(azimuthDeg, (azimuth, i) => ({ azimuthDeg: azimuth, elevationDeg: elevationDeg[i] }));
}
