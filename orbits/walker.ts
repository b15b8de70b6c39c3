import { CLEARANCE_KM, SECONDS_PER_DAY, WGS72_MU_KM3_S2, WGS72_RADIUS_KM } from "./constants.js";
import { allocateElementSets, type ElementSets } from "./element-sets.js";
import type { Instant } from "./instant.js";
import { NameList } from "./name-list.js";

/**
 * A shell of circular orbits, evenly spaced: Walker's delta (planes over the whole equator) or star (over
 * half of it). Source: Walker, "Satellite constellations", JBIS 37 (1984).
 */
export interface WalkerShell {
  /** Satellites are called `name-plane-slot`, counted from 0. */
  readonly name: string;
  readonly type: "delta" | "star";
  readonly planes: number;
  readonly slotsPerPlane: number;
  /** Semi-major axis less 6,378.135 km. */
  readonly altitudeKm: number;
  readonly inclinationDeg: number;
  /** Walker's F: from plane to plane satellites are ahead by F / (P S) of a turn. Or odd planes by half a slot. */
  readonly phasing: number | "half-slot";
  /** Right ascension of plane 0's ascending node; 0 unless given. */
  readonly rightAscensionDeg?: number;
  /** Mean anomaly of slot 0 in plane 0; 0 unless given. */
  readonly meanAnomalyDeg?: number;
}

/** Mean motion of a circular orbit in SGP4's Earth (WGS72, two bodies), revolutions per day. */
export function meanMotionRevPerDay(altitudeKm: number): number {
  const semiMajorAxisKm = WGS72_RADIUS_KM + altitudeKm;
  return (Math.sqrt(WGS72_MU_KM3_S2 / semiMajorAxisKm ** 3) * SECONDS_PER_DAY) / (2 * Math.PI);
}

/**
 * Element sets of the shell, by plane, then slot: satellite `(p, s)` is at `p * slotsPerPlane + s`. Elements
 * are not rounded. Eccentricity, drag and argument of perigee are 0.
 *
 * @throws RangeError where the numbers make no shell
 */
export function walkerElements(shell: WalkerShell, epoch: Instant): ElementSets {
  checkShell(shell);
  const { planes, slotsPerPlane, phasing } = shell;
  const firstNodeDeg = shell.rightAscensionDeg ?? 0;
  const firstAnomalyDeg = shell.meanAnomalyDeg ?? 0;
  const spanDeg = shell.type === "delta" ? 360 : 180;
  const count = planes * slotsPerPlane;
  const names = new NameList([{ prefix: shell.name, slots: slotsPerPlane, count }]);
  const elements = allocateElementSets(count, names);
  elements.epochDay.fill(epoch.day);
  elements.epochSecondOfDay.fill(epoch.secondOfDay);
  elements.inclinationDeg.fill(shell.inclinationDeg);
  elements.meanMotionRevPerDay.fill(meanMotionRevPerDay(shell.altitudeKm));
  for (let plane = 0; plane < planes; plane++) {
    const nodeDeg = withinTurn(firstNodeDeg + (plane * spanDeg) / planes);
    const aheadDeg =
      phasing === "half-slot"
        ? ((plane % 2) * 180) / slotsPerPlane
        : (360 * phasing * plane) / (planes * slotsPerPlane);
    for (let slot = 0; slot < slotsPerPlane; slot++) {
      const i = plane * slotsPerPlane + slot;
      elements.rightAscensionDeg[i] = nodeDeg;
      elements.meanAnomalyDeg[i] = withinTurn(firstAnomalyDeg + (360 * slot) / slotsPerPlane + aheadDeg);
    }
  }
  return elements;
}

function withinTurn(angleDeg: number): number {
  const rest = angleDeg % 360;
  return rest < 0 ? rest + 360 : rest;
}

function checkShell(shell: WalkerShell): void {
  const { planes, slotsPerPlane, altitudeKm, inclinationDeg, phasing } = shell;
  checkCount("planes", planes);
  checkCount("slotsPerPlane", slotsPerPlane);
  if (!(altitudeKm > CLEARANCE_KM && altitudeKm < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`altitudeKm must be above ${CLEARANCE_KM}, got ${altitudeKm}`);
  }
  if (!(inclinationDeg >= 0 && inclinationDeg <= 180)) {
    throw new RangeError(`inclinationDeg must be from 0 to 180, got ${inclinationDeg}`);
  }
  if (phasing !== "half-slot" && !Number.isFinite(phasing)) {
    throw new RangeError(`phasing must be a number or "half-slot", got ${phasing}`);
  }
  for (const name of ["rightAscensionDeg", "meanAnomalyDeg"] as const) {
    if (!Number.isFinite(shell[name] ?? 0))
      throw new RangeError(`${name} must be finite, got ${shell[name]}`);
  }
}

function checkCount(name: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(`${name} must be a whole number of at least 1, got ${count}`);
  }
}
