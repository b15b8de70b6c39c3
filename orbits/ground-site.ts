/** A place on the ground, WGS84 geodetic. */
export interface GroundSite {
  readonly name: string;
  readonly latitudeDeg: number;
  /** East positive, -180 to 180. */
  readonly longitudeDeg: number;
  /** Above the ellipsoid. */
  readonly altitudeKm: number;
  /** `edge`, `cloud`, `space` or a name of the user's own. */
  readonly tier: string;
  /** The site's own elevation mask; absent where the link entry's applies. */
  readonly minElevationDeg?: number;
}
