import { DEG_TO_RAD, WGS72_MU_KM3_S2 } from "../constants.js";

/** A circular orbit over a spherical Earth that does not turn: what pass lengths have a closed form for. */
export interface SphericalPass {
  /** Above the sphere. */
  readonly altitudeKm: number;
  readonly minElevationDeg: number;
  /** Radius of the sphere. @defaultValue 6371, the mean radius of the Earth */
  readonly earthRadiusKm?: number;
  /** Angle at the Earth's centre between the site and the ground track, where it is nearest. @defaultValue 0: overhead */
  readonly offTrackDeg?: number;
  /** @defaultValue 398600.8 (WGS72, which SGP4 uses) */
  readonly muKm3S2?: number;
}

/**
 * Angle at the Earth's centre, rad, between a site and the furthest sub-satellite point that it sees at or
 * above the mask: acos(R cos(e) / (R + h)) - e.
 * Source: Larson and Wertz, "Space Mission Analysis and Design", 3rd ed., section 5.2.
 */
export function coverageHalfAngleRad({
  altitudeKm,
  minElevationDeg,
  earthRadiusKm = 6371,
}: Pick<SphericalPass, "altitudeKm" | "minElevationDeg" | "earthRadiusKm">): number {
  if (!(altitudeKm > 0)) throw new RangeError(`altitudeKm must be above 0, got ${altitudeKm}`);
  if (!(minElevationDeg >= 0 && minElevationDeg <= 90)) {
    throw new RangeError(`minElevationDeg must be from 0 to 90, got ${minElevationDeg}`);
  }
  const elevation = minElevationDeg * DEG_TO_RAD;
  return Math.acos((earthRadiusKm * Math.cos(elevation)) / (earthRadiusKm + altitudeKm)) - elevation;
}

/**
 * Length of a pass, seconds: with n the angular rate of the orbit, L the half angle of coverage and l the
 * angle off the track, 2 acos(cos(L) / cos(l)) / n. 0 where the site lies too far off the track to be passed.
 * Source: Larson and Wertz, "Space Mission Analysis and Design", 3rd ed., section 5.2.
 */
export function passLengthS(pass: SphericalPass): number {
  const { altitudeKm, earthRadiusKm = 6371, offTrackDeg = 0, muKm3S2 = WGS72_MU_KM3_S2 } = pass;
  const rateRadS = Math.sqrt(muKm3S2 / (earthRadiusKm + altitudeKm) ** 3);
  const share = Math.cos(coverageHalfAngleRad(pass)) / Math.cos(offTrackDeg * DEG_TO_RAD);
  return share > 0 && share < 1 ? (2 * Math.acos(share)) / rateRadS : 0;
}
