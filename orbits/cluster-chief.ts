import { WGS72_MU_KM3_S2 } from "./constants.js";
import { allocateElementSets, type ElementSets } from "./element-sets.js";
import type { Instant } from "./instant.js";
import { NameList } from "./name-list.js";
import { meanMotionRadS } from "./relative-motion.js";
import { nodeAtLocalTimeDeg, sunSynchronousInclinationDeg } from "./sun-synchronous.js";
import { meanMotionRevPerDay } from "./walker.js";

/** A circular orbit for a cluster's chief; altitude is the semi-major axis less 6,378.135 km. */
export type ChiefOrbit = {
  readonly altitudeKm: number;
  /** Where the chief is on its orbit at the epoch. */
  readonly meanAnomalyDeg: number;
} & (
  | { readonly inclinationDeg: number; readonly rightAscensionDeg: number }
  /** Sun-synchronous: local mean time at the ascending node, seconds since midnight. */
  | { readonly localTimeOfNodeSeconds: number }
);

/**
 * The chief's element set, one. Elements are not rounded. Eccentricity, drag and argument of perigee are 0.
 * @throws RangeError where no orbit of this altitude is sun-synchronous
 */
export function chiefElements(orbit: ChiefOrbit, epoch: Instant): ElementSets {
  const elements = allocateElementSets(1, NameList.of([""]));
  elements.epochDay[0] = epoch.day;
  elements.epochSecondOfDay[0] = epoch.secondOfDay;
  elements.meanMotionRevPerDay[0] = meanMotionRevPerDay(orbit.altitudeKm);
  elements.meanAnomalyDeg[0] = orbit.meanAnomalyDeg;
  if ("inclinationDeg" in orbit) {
    elements.inclinationDeg[0] = orbit.inclinationDeg;
    elements.rightAscensionDeg[0] = orbit.rightAscensionDeg;
  } else {
    elements.inclinationDeg[0] = sunSynchronousInclinationDeg(orbit.altitudeKm);
    elements.rightAscensionDeg[0] = nodeAtLocalTimeDeg(orbit.localTimeOfNodeSeconds, epoch);
  }
  return elements;
}

/** Semi-major axis of the circular orbit with the mean motion of an element set, km. */
export function meanSemiMajorAxisKm({ meanMotionRevPerDay }: ElementSets): number {
  return Math.cbrt(WGS72_MU_KM3_S2 / meanMotionRadS(meanMotionRevPerDay[0]) ** 2);
}
