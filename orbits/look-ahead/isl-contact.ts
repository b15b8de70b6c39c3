import type { Ephemeris } from "../ephemeris.js";
import type { Contact, ContactCondition, Interval } from "./contact-condition.js";
import { measureOrbit } from "./orbit-bounds.js";
import { clearanceTerm, pairRangeTerm } from "./pair-terms.js";
import { checkSatellite, probeOf } from "./satellite-probe.js";

/** Which inter-satellite links may exist. */
export interface IslContactRules {
  /** Inclusive. @defaultValue no limit */
  readonly maxRangeKm?: number;
}

/**
 * Contact of two satellites: within range, and the segment between them stays at or outside of the sphere of
 * 6,378.135 + 80 km. A satellite that has no position, or is inside that sphere, has no contact.
 *
 * @throws RangeError where the range makes no sense, or these are not two satellites of the ephemeris
 */
export function islContact(ephemeris: Ephemeris, a: number, b: number, rules: IslContactRules = {}): Contact {
  const { maxRangeKm = Number.POSITIVE_INFINITY } = rules;
  checkSatellite(ephemeris, a);
  checkSatellite(ephemeris, b);
  if (a === b) throw new RangeError(`expected two satellites, got ${a} twice`);
  if (!(maxRangeKm > 0)) throw new RangeError(`maxRangeKm must be above 0, got ${maxRangeKm}`);
  return {
    conditionsOver: (interval) => conditionsOfPair({ ephemeris, a, b, maxRangeKm }, interval),
  };
}

interface Pair {
  readonly ephemeris: Ephemeris;
  readonly a: number;
  readonly b: number;
  readonly maxRangeKm: number;
}

function conditionsOfPair(
  { ephemeris, a, b, maxRangeKm }: Pair,
  interval: Interval,
): readonly ContactCondition[] {
  const probe = probeOf(ephemeris);
  const orbitA = measureOrbit(probe, a, interval);
  const orbitB = measureOrbit(probe, b, interval);
  const clearance = clearanceTerm(orbitA, orbitB);
  const terms =
    maxRangeKm === Number.POSITIVE_INFINITY
      ? [clearance]
      : [pairRangeTerm(maxRangeKm, orbitA, orbitB, ephemeris.relativeLimits?.(a, b)), clearance];
  return terms.map((term) => ({
    ...term.limits,
    brokenRate: "sample",
    gap: (timeNs: number) =>
      probe.locate(a, timeNs) && probe.locate(b, timeNs) ? term.gapAt(probe.positionsKm, a, b) : Number.NaN,
  }));
}
