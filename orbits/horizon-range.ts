import { type HorizonMask, horizonAtDeg } from "./horizon-mask.js";

/** What a mask is over a range of azimuths. */
export interface HorizonRange {
  readonly lowestDeg: number;
  readonly highestDeg: number;
  /** Largest slope, degrees of elevation per degree of azimuth, without its sign. */
  readonly steepest: number;
  /** No point of the mask lies inside the range: it is one straight line. */
  readonly isStraight: boolean;
}

const FULL_TURN_DEG = 360;
/** Ranges are this much wider than asked, degrees: far above the rounding of azimuths. */
const WIDENING_DEG = 1e-9;

/** The mask over azimuths of `azimuthDeg`, 0 to 360, plus or minus `halfWidthDeg`; 180 or more is all around. */
export function horizonWithin(mask: HorizonMask, azimuthDeg: number, halfWidthDeg: number): HorizonRange {
  const { azimuthDeg: points, elevationDeg } = mask;
  const count = points.length;
  const width = Math.min(FULL_TURN_DEG / 2, halfWidthDeg + WIDENING_DEG);
  const fromDeg = modulo(azimuthDeg - width);
  const lengthDeg = 2 * width;
  const atFrom = horizonAtDeg(mask, fromDeg);
  const atTo = horizonAtDeg(mask, modulo(fromDeg + lengthDeg));
  let lowestDeg = Math.min(atFrom, atTo);
  let highestDeg = Math.max(atFrom, atTo);
  let at = lastPointUpTo(points, fromDeg);
  let steepest = slopeAfter(mask, at);
  let isStraight = true;
  for (let step = 0; step < count; step++) {
    at = at + 1 === count ? 0 : at + 1;
    if (modulo(points[at] - fromDeg) > lengthDeg) break;
    lowestDeg = Math.min(lowestDeg, elevationDeg[at]);
    highestDeg = Math.max(highestDeg, elevationDeg[at]);
    steepest = Math.max(steepest, slopeAfter(mask, at));
    isStraight = false;
  }
  return { lowestDeg, highestDeg, steepest, isStraight: isStraight || steepest === 0 };
}

/** Slope from a point to the next, without its sign; 0 where there is but one. */
function slopeAfter({ azimuthDeg, elevationDeg }: HorizonMask, at: number): number {
  const next = at + 1 === azimuthDeg.length ? 0 : at + 1;
  if (next === at) return 0;
  return Math.abs(elevationDeg[next] - elevationDeg[at]) / modulo(azimuthDeg[next] - azimuthDeg[at]);
}

/** The last point at or before an azimuth; the last of all where none is. */
function lastPointUpTo(points: Float64Array, atDeg: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle] <= atDeg) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? points.length - 1 : low - 1;
}

function modulo(deg: number): number {
  const turned = deg % FULL_TURN_DEG;
  return turned < 0 ? turned + FULL_TURN_DEG : turned;
}
