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
  /**
   * A mask that depends on the azimuth: points around the horizon, in any order, with straight lines between
   * them. Where there is one it stands in place of `minElevationDeg`.
   */
  readonly horizonMask?: readonly MaskPoint[];
}

/** One point of a mask around the horizon. */
export interface MaskPoint {
  /** From north over east, 0 to 360; 360 is north again. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}
