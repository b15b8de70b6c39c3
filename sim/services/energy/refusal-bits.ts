import type { RefusalReason } from "./energy-service.js";

/** Why a satellite refuses work, as bits; several can hold. */
export const FAILED = 1;
export const LOW = 2;
export const HOT = 4;

/** In the order in which they are told: what lasts longest first. */
export const REASONS: readonly (readonly [bit: number, reason: RefusalReason])[] = [
  [FAILED, "failed"],
  [LOW, "out-of-energy"],
  [HOT, "too-hot"],
];

/** The reason that is told where these bits are set; undefined for none. */
export function reasonOf(bits: number): RefusalReason | undefined {
  return bits === 0 ? undefined : REASONS.find(([bit]) => (bits & bit) !== 0)?.[1];
}
