import { CLEARANCE_RADIUS_KM } from "../constants.js";
import type { Ephemeris } from "../ephemeris.js";
import type { Geodetic } from "../geodesy.js";
import type { GroundSite } from "../ground-site.js";
import type { Contact, ContactCondition, GapLimits } from "./contact-condition.js";
import { measureOrbit, type OrbitBounds } from "./orbit-bounds.js";
import { maskTerm, orbitTerm, type PositionTerm, rangeTerm } from "./position-terms.js";
import { checkSatellite, probeOf, type SatelliteProbe } from "./satellite-probe.js";

/** A place on the ground, with its own elevation mask where it has one. */
export type ContactSite = Geodetic & Pick<GroundSite, "minElevationDeg">;

/** Which ground-satellite links may exist. */
export interface GroundContactRules {
  /**
   * Mask of sites without one of their own, inclusive; -Infinity for none.
   * @defaultValue 25, but none where there is a `maxSlantRangeKm`
   */
  readonly minElevationDeg?: number;
  /** Inclusive. @defaultValue no limit */
  readonly maxSlantRangeKm?: number;
}

const DEFAULT_MASK_DEG = 25;

/**
 * Contact of a satellite and a site: at or above the mask (over the geodetic horizon, refraction left out) and
 * within slant range. A satellite that has no position, or is below 80 km, has no contact.
 *
 * @param satellite its number in the ephemeris
 * @throws RangeError where site or rules make no sense, or there is no such satellite
 */
export function groundContact(
  ephemeris: Ephemeris,
  satellite: number,
  site: ContactSite,
  rules: GroundContactRules = {},
): Contact {
  checkSatellite(ephemeris, satellite);
  const terms = groundTerms(site, rules);
  return {
    conditionsOver(interval) {
      const probe = probeOf(ephemeris);
      const orbit = measureOrbit(probe, satellite, interval);
      return termsInQuestion(terms, orbit).map((term) =>
        new TermCondition(probe).set(satellite, term, term.limits(orbit)),
      );
    },
  };
}

/** What a site asks of a satellite's position; the last is that it be in orbit. */
export function groundTerms(site: ContactSite, rules: GroundContactRules): readonly PositionTerm[] {
  const { latitudeDeg, longitudeDeg, altitudeKm } = site;
  const { maxSlantRangeKm = Number.POSITIVE_INFINITY } = rules;
  if (!(Math.abs(latitudeDeg) <= 90 && Number.isFinite(longitudeDeg) && Number.isFinite(altitudeKm))) {
    throw new RangeError(
      `expected latitudeDeg from -90 to 90 and finite longitudeDeg and altitudeKm, got ${latitudeDeg}, ${longitudeDeg} and ${altitudeKm}`,
    );
  }
  if (!(maxSlantRangeKm > 0)) throw new RangeError(`maxSlantRangeKm must be above 0, got ${maxSlantRangeKm}`);
  const maskDeg = maskOf(site, rules);
  const terms: PositionTerm[] = [];
  if (maskDeg !== Number.NEGATIVE_INFINITY) terms.push(maskTerm(site, maskDeg));
  if (maxSlantRangeKm !== Number.POSITIVE_INFINITY) terms.push(rangeTerm(site, maxSlantRangeKm));
  return [...terms, orbitTerm()];
}

function maskOf(site: ContactSite, { minElevationDeg, maxSlantRangeKm }: GroundContactRules): number {
  const byDefault = maxSlantRangeKm === undefined ? DEFAULT_MASK_DEG : Number.NEGATIVE_INFINITY;
  const maskDeg = site.minElevationDeg ?? minElevationDeg ?? byDefault;
  if (maskDeg === Number.NEGATIVE_INFINITY || (maskDeg >= -90 && maskDeg <= 90)) return maskDeg;
  throw new RangeError(`minElevationDeg must be from -90 to 90, got ${maskDeg}`);
}

/** Those of a site's terms that are in question: a high enough perigee says by itself that a satellite is in orbit. */
export function termsInQuestion(terms: readonly PositionTerm[], orbit: OrbitBounds): readonly PositionTerm[] {
  return orbit.minRadiusKm > CLEARANCE_RADIUS_KM && terms.length > 1 ? terms.slice(0, -1) : terms;
}

/** A term as a function of time; what it speaks of can be changed between searches. */
export class TermCondition implements ContactCondition {
  readonly brokenRate = "sample";
  maxRatePerS = 0;
  maxBendPerS2: number | undefined;
  readonly #probe: SatelliteProbe;
  #satellite = 0;
  #term: PositionTerm | undefined;

  constructor(probe: SatelliteProbe) {
    this.#probe = probe;
  }

  /** @param limits `term.limits` of the satellite's orbit */
  set(satellite: number, term: PositionTerm, { maxRatePerS, maxBendPerS2 }: GapLimits): this {
    this.#satellite = satellite;
    this.#term = term;
    this.maxRatePerS = maxRatePerS;
    this.maxBendPerS2 = maxBendPerS2;
    return this;
  }

  gap(timeNs: number): number {
    const satellite = this.#satellite;
    const { positionsKm } = this.#probe;
    if (!this.#probe.locate(satellite, timeNs)) return Number.NaN;
    const at = 3 * satellite;
    return (this.#term as PositionTerm).gapAt(positionsKm[at], positionsKm[at + 1], positionsKm[at + 2]);
  }
}
