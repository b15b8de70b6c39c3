import { DEG_TO_RAD } from "../constants.js";
import { PLACE_SIZE, placeOnTrack, type Track, trackLimits } from "../track.js";
import { motionLimits } from "./orbit-bounds.js";
import { type PositionTerm, rangeGap } from "./position-terms.js";

/**
 * At or above an elevation mask of a site that moves: with u its vertical and d the way to the satellite,
 * u . d - sin(mask) |d|.
 *
 * The gradient by d is no longer than 1 + |sin(mask)|, and d changes no faster than satellite and site move together;
 * u turns at no more than its rate w, which moves u . d by w |d| at most. At a waypoint the site changes its course at
 * once, so that no bound of a bend holds.
 */
export function movingMaskTerm(track: Track, maskDeg: number): PositionTerm {
  const site = new PlaceThen(track);
  const { speedKmS, turnRadS, maxRadiusKm } = trackLimits(track);
  const sinMask = Math.sin(maskDeg * DEG_TO_RAD);
  const steepest = 1 + Math.abs(sinMask);
  return {
    gapAt(xKm, yKm, zKm, timeNs) {
      const place = site.at(timeNs);
      const dx = xKm - place[0];
      const dy = yKm - place[1];
      const dz = zKm - place[2];
      const up = dx * place[3] + dy * place[4] + dz * place[5];
      return up - sinMask * Math.sqrt(dx * dx + dy * dy + dz * dz);
    },
    limits(orbit) {
      const approach = motionLimits(orbit).earthFixedSpeedKmS + speedKmS;
      return { maxRatePerS: steepest * approach + turnRadS * (orbit.maxRadiusKm + maxRadiusKm) };
    },
  };
}

/** Within a slant range of a site that moves. */
export function movingRangeTerm(track: Track, maxSlantRangeKm: number): PositionTerm {
  const site = new PlaceThen(track);
  const { speedKmS } = trackLimits(track);
  return {
    gapAt(xKm, yKm, zKm, timeNs) {
      const place = site.at(timeNs);
      const dx = xKm - place[0];
      const dy = yKm - place[1];
      const dz = zKm - place[2];
      return rangeGap(maxSlantRangeKm, dx * dx + dy * dy + dz * dz);
    },
    limits: (orbit) => ({ maxRatePerS: motionLimits(orbit).earthFixedSpeedKmS + speedKmS }),
  };
}

/** Position and vertical on a track, worked out once for all satellites that are looked at at an instant. */
export class PlaceThen {
  readonly #track: Track;
  readonly #place = new Float64Array(PLACE_SIZE);
  #timeNs = Number.NaN;

  constructor(track: Track) {
    this.#track = track;
  }

  at(timeNs: number): Float64Array {
    if (timeNs !== this.#timeNs) {
      placeOnTrack(this.#track, timeNs, this.#place);
      this.#timeNs = timeNs;
    }
    return this.#place;
  }
}
