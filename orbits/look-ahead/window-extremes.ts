import { NS_PER_SECOND, RAD_TO_DEG } from "../constants.js";
import type { Ephemeris } from "../ephemeris.js";
import { geodeticToEcefKm, localUp } from "../geodesy.js";
import { DEFAULT_TOLERANCE_NS, holds } from "./contact-condition.js";
import type { ContactSite, MovingContactSite } from "./ground-contact.js";
import { PlaceThen } from "./moving-terms.js";
import { probeOf, type SatelliteProbe } from "./satellite-probe.js";
import { closeIn } from "./sign-change.js";

/** What a window of contact is best at. */
export interface WindowExtremes {
  /** Over the geodetic horizon. */
  readonly maxElevationDeg: number;
  readonly minRangeKm: number;
}

/** A window is looked at this often at least, and at this many instants, to see where the best of it is. */
const LOOK_EVERY_NS = 30 * NS_PER_SECOND;
const FEWEST_LOOKS = 4;
/** Slopes are taken over this long to each side. */
const HALF_STEP_NS = NS_PER_SECOND / 2;

type Figure = (timeNs: number) => number;

/**
 * Finds the highest elevation and the least slant range of windows of a site: the best of some instants, made good to a
 * millisecond where the figure has its peak between their neighbours. Of a window with several peaks (a geostationary
 * satellite's, of days) it may be another of nearly the same height.
 */
export class WindowExtremesFinder {
  readonly #probe: SatelliteProbe;
  readonly #placeAt: (timeNs: number) => Float64Array;
  #satellite = 0;

  constructor(ephemeris: Ephemeris, site: ContactSite | MovingContactSite) {
    this.#probe = probeOf(ephemeris);
    if ("track" in site) {
      const place = new PlaceThen(site.track);
      this.#placeAt = (timeNs) => place.at(timeNs);
    } else {
      const place = Float64Array.from([...geodeticToEcefKm(site), ...localUp(site)]);
      this.#placeAt = () => place;
    }
  }

  of(satellite: number, fromNs: number, toNs: number): WindowExtremes {
    this.#satellite = satellite;
    const looks = Math.max(FEWEST_LOOKS, Math.ceil((toNs - fromNs) / LOOK_EVERY_NS));
    const timesNs: number[] = [];
    for (let i = 0; i <= looks; i++) timesNs.push(Math.round(fromNs + ((toNs - fromNs) * i) / looks));
    const highestNs = peakOf(this.#sineOfElevation, timesNs);
    const nearestNs = peakOf(this.#nearness, timesNs);
    return { maxElevationDeg: this.#elevationDeg(highestNs), minRangeKm: -this.#nearness(nearestNs) };
  }

  /** Smooth even where the satellite passes straight overhead, unlike the elevation. */
  readonly #sineOfElevation: Figure = (timeNs) => {
    const { up, range } = this.#look(timeNs);
    return up / range;
  };

  readonly #nearness: Figure = (timeNs) => -this.#look(timeNs).range;

  #elevationDeg(timeNs: number): number {
    const { up, range } = this.#look(timeNs);
    return Math.atan2(up, Math.sqrt(Math.max(0, range * range - up * up))) * RAD_TO_DEG;
  }

  #look(timeNs: number): { readonly up: number; readonly range: number } {
    const satellite = this.#satellite;
    if (!this.#probe.locate(satellite, timeNs)) return { up: Number.NaN, range: Number.NaN };
    const p = this.#probe.positionsKm;
    const place = this.#placeAt(timeNs);
    const dx = p[3 * satellite] - place[0];
    const dy = p[3 * satellite + 1] - place[1];
    const dz = p[3 * satellite + 2] - place[2];
    return {
      up: dx * place[3] + dy * place[4] + dz * place[5],
      range: Math.sqrt(dx * dx + dy * dy + dz * dz),
    };
  }
}

/** The instant, of all from the first to the last, at which a figure is the highest, as far as the given ones show. */
function peakOf(figure: Figure, timesNs: readonly number[]): number {
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [i, timeNs] of timesNs.entries()) {
    const value = figure(timeNs);
    if (!(value > highest)) continue;
    highest = value;
    best = i;
  }
  const fromNs = timesNs[Math.max(0, best - 1)];
  const toNs = timesNs[Math.min(timesNs.length - 1, best + 1)];
  const slope: Figure = (timeNs) => figure(timeNs + HALF_STEP_NS) - figure(timeNs - HALF_STEP_NS);
  const gapFrom = slope(fromNs);
  const gapTo = slope(toNs);
  if (toNs - fromNs < 2 || !holds(gapFrom) || holds(gapTo)) return timesNs[best];
  const [before] = closeIn(slope, { fromNs, gapFrom, toNs, gapTo }, DEFAULT_TOLERANCE_NS);
  return figure(before) >= highest ? before : timesNs[best];
}
