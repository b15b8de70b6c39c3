import { CLEARANCE_KM, SECONDS_PER_DAY } from "./constants.js";
import { allocateElementSets, type ElementSets } from "./element-sets.js";
import type { Instant } from "./instant.js";
import { NameList } from "./name-list.js";
import { nodeAtLocalTimeDeg, sunSynchronousInclinationDeg } from "./sun-synchronous.js";
import { meanMotionRevPerDay } from "./walker.js";

/** Highest sun-synchronous ring that is accepted, km: well inside of SGP4's near-Earth theory. Source: the project's requirements. */
export const HIGHEST_RING_KM = 2500;

/** Circular sun-synchronous orbits of different altitudes that cross the equator northward at one local time. */
export interface SunSynchronousRings {
  /** Satellites are called `name-ring-slot`, counted from 0. */
  readonly name: string;
  /** Semi-major axes less 6,378.135 km, ascending: above 80 km, at most 2,500 km. */
  readonly altitudesKm: readonly number[];
  readonly satellitesPerRing: number;
  /** Local mean time at the ascending node, seconds since midnight: 21,600 is 06:00. */
  readonly localTimeOfNodeSeconds: number;
}

/** Altitudes from `fromKm` to `toKm`, both included, evenly spaced; `count` 1 asks for both to be the same. */
export function evenAltitudesKm(fromKm: number, toKm: number, count: number): number[] {
  if (count === 1) return [fromKm];
  return Array.from({ length: count }, (_, i) => fromKm + ((toKm - fromKm) * i) / (count - 1));
}

/**
 * Element sets of the rings, by ring, then slot: satellite `(r, s)` is at `r * satellitesPerRing + s`, at mean anomaly
 * 360 s / satellitesPerRing. Rings of different altitudes run past one another, so there is no phasing between them.
 * Elements are not rounded. Eccentricity, drag and argument of perigee are 0.
 *
 * @throws RangeError where the numbers make no rings
 */
export function ringElements(rings: SunSynchronousRings, epoch: Instant): ElementSets {
  checkRings(rings);
  const { name, altitudesKm, satellitesPerRing, localTimeOfNodeSeconds } = rings;
  const count = altitudesKm.length * satellitesPerRing;
  const names = new NameList([{ prefix: name, slots: satellitesPerRing, count }]);
  const elements = allocateElementSets(count, names);
  elements.epochDay.fill(epoch.day);
  elements.epochSecondOfDay.fill(epoch.secondOfDay);
  elements.rightAscensionDeg.fill(nodeAtLocalTimeDeg(localTimeOfNodeSeconds, epoch));
  altitudesKm.forEach((altitudeKm, ring) => {
    const from = ring * satellitesPerRing;
    const to = from + satellitesPerRing;
    elements.inclinationDeg.fill(sunSynchronousInclinationDeg(altitudeKm), from, to);
    elements.meanMotionRevPerDay.fill(meanMotionRevPerDay(altitudeKm), from, to);
    for (let slot = 0; slot < satellitesPerRing; slot++) {
      elements.meanAnomalyDeg[from + slot] = (360 * slot) / satellitesPerRing;
    }
  });
  return elements;
}

function checkRings({ altitudesKm, satellitesPerRing, localTimeOfNodeSeconds }: SunSynchronousRings): void {
  if (altitudesKm.length === 0) throw new RangeError("altitudesKm must have at least one ring, got none");
  altitudesKm.forEach((altitudeKm, ring) => {
    if (!(altitudeKm > CLEARANCE_KM && altitudeKm <= HIGHEST_RING_KM)) {
      throw new RangeError(
        `altitudesKm must be above ${CLEARANCE_KM} and at most ${HIGHEST_RING_KM}, got ${altitudeKm} for ring ${ring}`,
      );
    }
    const below = ring === 0 ? Number.NEGATIVE_INFINITY : altitudesKm[ring - 1];
    if (altitudeKm <= below) {
      throw new RangeError(`altitudesKm must ascend, got ${altitudeKm} after ${below}`);
    }
  });
  if (!(Number.isInteger(satellitesPerRing) && satellitesPerRing >= 1)) {
    throw new RangeError(`satellitesPerRing must be a whole number of at least 1, got ${satellitesPerRing}`);
  }
  if (!(localTimeOfNodeSeconds >= 0 && localTimeOfNodeSeconds < SECONDS_PER_DAY)) {
    throw new RangeError(
      `localTimeOfNodeSeconds must be at least 0 and below 86400, got ${localTimeOfNodeSeconds}`,
    );
  }
}
