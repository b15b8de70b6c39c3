import { CLEARANCE_RADIUS_KM, NS_PER_SECOND } from "../constants.js";
import type { Ephemeris } from "../ephemeris.js";
import type { Geodetic } from "../geodesy.js";
import type { GroundSite } from "../ground-site.js";
import { horizonMask, lowestHorizonDeg } from "../horizon-mask.js";
import type { Track } from "../track.js";
import type { Vector3 } from "../vector.js";
import type { Between, Contact, ContactCondition } from "./contact-condition.js";
import { horizonTerm } from "./horizon-term.js";
import { movingMaskTerm, movingRangeTerm } from "./moving-terms.js";
import { measureOrbit, type OrbitBounds } from "./orbit-bounds.js";
import { maskTerm, orbitTerm, type PositionTerm, rangeTerm, type TermLimits } from "./position-terms.js";
import { checkSatellite, probeOf, type SatelliteProbe } from "./satellite-probe.js";

/** What a site has in place of the rules for all. */
interface OwnRules extends Pick<GroundSite, "minElevationDeg"> {
  /** Inclusive. */
  readonly maxSlantRangeKm?: number;
}

/** A place on the ground, with its own elevation mask where it has one; a mask by azimuth stands in place of all others. */
export interface ContactSite extends Geodetic, OwnRules, Pick<GroundSite, "horizonMask"> {}

/** A ground node that moves. */
export interface MovingContactSite extends OwnRules {
  readonly track: Track;
}

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
 * Contact of a satellite and a site: at or above the mask, at its azimuth where the site has a mask by azimuth
 * (over the geodetic horizon, refraction left out), and within slant range of where the site then is. A satellite that has no position, or is below 80 km, has no contact.
 *
 * @param satellite its number in the ephemeris
 * @throws RangeError where site or rules make no sense, or there is no such satellite
 */
export function groundContact(
  ephemeris: Ephemeris,
  satellite: number,
  site: ContactSite | MovingContactSite,
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
export function groundTerms(
  site: ContactSite | MovingContactSite,
  rules: GroundContactRules,
): readonly PositionTerm[] {
  const maxSlantRangeKm = site.maxSlantRangeKm ?? rules.maxSlantRangeKm ?? Number.POSITIVE_INFINITY;
  if (!(maxSlantRangeKm > 0)) throw new RangeError(`maxSlantRangeKm must be above 0, got ${maxSlantRangeKm}`);
  const terms =
    "track" in site ? movingTerms(site, rules, maxSlantRangeKm) : fixedTerms(site, rules, maxSlantRangeKm);
  return [...terms, orbitTerm()];
}

function movingTerms(
  site: MovingContactSite,
  rules: GroundContactRules,
  maxSlantRangeKm: number,
): readonly PositionTerm[] {
  const maskDeg = maskOf(site, rules);
  const terms: PositionTerm[] = [];
  if (maskDeg !== Number.NEGATIVE_INFINITY) terms.push(movingMaskTerm(site.track, maskDeg));
  if (maxSlantRangeKm !== Number.POSITIVE_INFINITY) terms.push(movingRangeTerm(site.track, maxSlantRangeKm));
  return terms;
}

function fixedTerms(
  site: ContactSite,
  rules: GroundContactRules,
  maxSlantRangeKm: number,
): readonly PositionTerm[] {
  const { latitudeDeg, longitudeDeg, altitudeKm } = site;
  if (!(Math.abs(latitudeDeg) <= 90 && Number.isFinite(longitudeDeg) && Number.isFinite(altitudeKm))) {
    throw new RangeError(
      `expected latitudeDeg from -90 to 90 and finite longitudeDeg and altitudeKm, got ${latitudeDeg}, ${longitudeDeg} and ${altitudeKm}`,
    );
  }
  const terms = maskTerms(site, rules);
  if (maxSlantRangeKm !== Number.POSITIVE_INFINITY) terms.push(rangeTerm(site, maxSlantRangeKm));
  return terms;
}

/** A mask by azimuth is looked at only where the satellite is above its lowest point. */
function maskTerms(site: ContactSite, rules: GroundContactRules): PositionTerm[] {
  if (site.horizonMask === undefined) {
    const maskDeg = maskOf(site, rules);
    return maskDeg === Number.NEGATIVE_INFINITY ? [] : [maskTerm(site, maskDeg)];
  }
  const mask = horizonMask(site.horizonMask);
  const lowestDeg = lowestHorizonDeg(mask);
  const lowest = maskTerm(site, lowestDeg);
  return mask.elevationDeg.every((elevation) => elevation === lowestDeg)
    ? [lowest]
    : [lowest, horizonTerm(site, mask)];
}

function maskOf(site: OwnRules, rules: GroundContactRules): number {
  const rangeOnly = (site.maxSlantRangeKm ?? rules.maxSlantRangeKm) !== undefined;
  const byDefault = rangeOnly ? Number.NEGATIVE_INFINITY : DEFAULT_MASK_DEG;
  const maskDeg = site.minElevationDeg ?? rules.minElevationDeg ?? byDefault;
  if (maskDeg === Number.NEGATIVE_INFINITY || (maskDeg >= -90 && maskDeg <= 90)) return maskDeg;
  throw new RangeError(`minElevationDeg must be from -90 to 90, got ${maskDeg}`);
}

/** Those of a site's terms that are in question: a high enough perigee says by itself that a satellite is in orbit. */
export function termsInQuestion(terms: readonly PositionTerm[], orbit: OrbitBounds): readonly PositionTerm[] {
  return orbit.minRadiusKm > CLEARANCE_RADIUS_KM && terms.length > 1 ? terms.slice(0, -1) : terms;
}

/** A search asks about the same instants again and again, the last ones most. */
const PLACES_KEPT = 64;

/** A term as a function of time; what it speaks of can be changed between searches. */
export class TermCondition implements ContactCondition {
  readonly brokenRate = "sample";
  maxRatePerS = 0;
  maxBendPerS2: number | undefined;
  readonly #probe: SatelliteProbe;
  #satellite = 0;
  #term: PositionTerm | undefined;
  #limits: TermLimits | undefined;
  /** Places at instants that were looked at, for terms that ask for them in pairs. */
  readonly #places = new Map<number, Vector3 | undefined>();

  constructor(probe: SatelliteProbe) {
    this.#probe = probe;
  }

  /** @param limits `term.limits` of the satellite's orbit */
  set(satellite: number, term: PositionTerm, limits: TermLimits): this {
    this.#satellite = satellite;
    this.#term = term;
    this.#limits = limits;
    this.#places.clear();
    this.maxRatePerS = limits.maxRatePerS;
    this.maxBendPerS2 = limits.maxBendPerS2;
    return this;
  }

  between(fromNs: number, toNs: number): Between {
    const limits = this.#limits as TermLimits;
    if (limits.between === undefined) return limits;
    return limits.between(this.#placeAt(fromNs), this.#placeAt(toNs), (toNs - fromNs) / NS_PER_SECOND);
  }

  #placeAt(timeNs: number): Vector3 | undefined {
    const places = this.#places;
    if (places.has(timeNs)) return places.get(timeNs);
    if (places.size === PLACES_KEPT) places.clear();
    const { positionsKm } = this.#probe;
    const at = 3 * this.#satellite;
    const place: Vector3 | undefined = this.#probe.locate(this.#satellite, timeNs)
      ? [positionsKm[at], positionsKm[at + 1], positionsKm[at + 2]]
      : undefined;
    places.set(timeNs, place);
    return place;
  }

  gap(timeNs: number): number {
    if (this.#limits?.between !== undefined) {
      const place = this.#placeAt(timeNs);
      return place === undefined ? Number.NaN : (this.#term as PositionTerm).gapAt(...place, timeNs);
    }
    const satellite = this.#satellite;
    const { positionsKm } = this.#probe;
    if (!this.#probe.locate(satellite, timeNs)) return Number.NaN;
    const at = 3 * satellite;
    const term = this.#term as PositionTerm;
    return term.gapAt(positionsKm[at], positionsKm[at + 1], positionsKm[at + 2], timeNs);
  }
}
