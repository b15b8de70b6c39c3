import type { WalkerPattern } from "../nodes.js";
import { meanLinkLength } from "./mean-link-length.js";

/** How many slots further a link to the next plane leads; `seamOffset` is added across the seam. */
export interface PlaneOffsets {
  readonly offset: number;
  readonly seamOffset: number;
}

/** Lengths this near to one another, relatively, are equal: what rounding alone can make differ. */
const TIE = 1e-10;

/**
 * The offsets with the smallest mean link length over one circular two-body orbit; among equals the smaller
 * magnitude, then the negative one. Zero for half-slot phasing.
 *
 * @param given used as they are; a default for the seam then goes with the given offset
 */
export function planeOffsets(pattern: WalkerPattern, given: Partial<PlaneOffsets> = {}): PlaneOffsets {
  const { planes, slotsPerPlane, phasing } = pattern;
  if (phasing === "half-slot") return { offset: given.offset ?? 0, seamOffset: given.seamOffset ?? 0 };
  const spread = pattern.type === "star" ? Math.PI : 2 * Math.PI;
  const slot = (2 * Math.PI) / slotsPerPlane;
  const shift = (2 * Math.PI * phasing) / (planes * slotsPerPlane);
  const offset = given.offset ?? shortest(pattern, spread / planes, (slots) => slots * slot + shift);
  if (given.seamOffset !== undefined) return { offset, seamOffset: given.seamOffset };
  if (pattern.type === "star") return { offset, seamOffset: 0 };
  // From the last plane back to the first, the shifts of all planes but one are undone.
  const undone = shift * (planes - 1);
  const seam = (slots: number) => modulo(offset + slots, slotsPerPlane) * slot - undone;
  return { offset, seamOffset: shortest(pattern, spread / planes, seam) };
}

/** The integer in [-S/2, S/2] whose phase gives the shortest mean length to a plane `nodeRad` further. */
function shortest(pattern: WalkerPattern, nodeRad: number, phaseOf: (slots: number) => number): number {
  const half = Math.floor(pattern.slotsPerPlane / 2);
  const length = (slots: number) =>
    meanLinkLength(pattern.inclinationDeg, nodeRad, phaseOf(modulo(slots, pattern.slotsPerPlane)));
  let best = 0;
  let bestLength = length(0);
  // By magnitude, the negative one first, so that only what is truly shorter replaces what came before.
  for (let magnitude = 1; magnitude <= half; magnitude++) {
    for (const slots of [-magnitude, magnitude]) {
      const candidate = length(slots);
      if (candidate < bestLength - TIE * bestLength) {
        best = slots;
        bestLength = candidate;
      }
    }
  }
  return best;
}

/** Remainder in [0, divisor). */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
