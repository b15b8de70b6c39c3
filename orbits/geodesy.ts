import { DEG_TO_RAD, RAD_TO_DEG, WGS84_FLATTENING, WGS84_RADIUS_KM } from "./constants.js";
import type { Vector3 } from "./vector.js";

/** A point by geodetic coordinates on WGS84; ground sites have this shape. */
export interface Geodetic {
  readonly latitudeDeg: number;
  /** East positive. */
  readonly longitudeDeg: number;
  /** Above the ellipsoid. */
  readonly altitudeKm: number;
}

/** Where something stands in an observer's sky. */
export interface LookAngles {
  /** From north over east, 0 to 360. */
  readonly azimuthDeg: number;
  /** Above the geodetic horizon, -90 to 90. */
  readonly elevationDeg: number;
  readonly slantRangeKm: number;
}

/** First eccentricity squared of WGS84, and the polar radius. */
const E2 = WGS84_FLATTENING * (2 - WGS84_FLATTENING);
const POLAR_RADIUS_KM = WGS84_RADIUS_KM * (1 - WGS84_FLATTENING);
const SECOND_E2 = E2 / (1 - E2);

/** Mean radius of WGS84, (2a + b) / 3, for distances over a sphere. Source: Moritz, "GRS 1980", J. Geodesy 74. */
export const EARTH_MEAN_RADIUS_KM = (2 * WGS84_RADIUS_KM + POLAR_RADIUS_KM) / 3;

/** Earth-fixed km of a geodetic point. Source: NIMA TR8350.2, section 4. */
export function geodeticToEcefKm({ latitudeDeg, longitudeDeg, altitudeKm }: Geodetic): Vector3 {
  const latitude = latitudeDeg * DEG_TO_RAD;
  const longitude = longitudeDeg * DEG_TO_RAD;
  const sin = Math.sin(latitude);
  const primeVerticalKm = WGS84_RADIUS_KM / Math.sqrt(1 - E2 * sin * sin);
  const fromAxisKm = (primeVerticalKm + altitudeKm) * Math.cos(latitude);
  return [
    fromAxisKm * Math.cos(longitude),
    fromAxisKm * Math.sin(longitude),
    (primeVerticalKm * (1 - E2) + altitudeKm) * sin,
  ];
}

/**
 * Geodetic coordinates of an Earth-fixed point, km; of a satellite, its sub-satellite point and its height.
 * Bowring's iteration on the reduced latitude (Survey Review 23, 1976): good to 1e-9 km from the deepest
 * mine to beyond the geostationary ring, poles and equator included. Not meant for the Earth's core.
 */
export function ecefToGeodetic([x, y, z]: Vector3): Geodetic {
  const fromAxisKm = Math.hypot(x, y);
  let reduced = Math.atan2(z, (1 - WGS84_FLATTENING) * fromAxisKm);
  let latitude = 0;
  for (let i = 0; i < 3; i++) {
    latitude = Math.atan2(
      z + SECOND_E2 * POLAR_RADIUS_KM * Math.sin(reduced) ** 3,
      fromAxisKm - E2 * WGS84_RADIUS_KM * Math.cos(reduced) ** 3,
    );
    reduced = Math.atan2((1 - WGS84_FLATTENING) * Math.sin(latitude), Math.cos(latitude));
  }
  const sin = Math.sin(latitude);
  return {
    latitudeDeg: latitude * RAD_TO_DEG,
    longitudeDeg: Math.atan2(y, x) * RAD_TO_DEG,
    altitudeKm: fromAxisKm * Math.cos(latitude) + z * sin - WGS84_RADIUS_KM * Math.sqrt(1 - E2 * sin * sin),
  };
}

/** The unit vector, Earth-fixed, that points straight up: the normal of the ellipsoid. */
export function localUp({
  latitudeDeg,
  longitudeDeg,
}: Pick<Geodetic, "latitudeDeg" | "longitudeDeg">): Vector3 {
  const latitude = latitudeDeg * DEG_TO_RAD;
  const longitude = longitudeDeg * DEG_TO_RAD;
  const cos = Math.cos(latitude);
  return [cos * Math.cos(longitude), cos * Math.sin(longitude), Math.sin(latitude)];
}

/**
 * Azimuth, elevation and slant range of an Earth-fixed point, km, as seen from `observer`. Refraction is
 * left out. Straight up the azimuth is 0; at the observer's own place all three are.
 */
export function lookAngles(observer: Geodetic, targetKm: Vector3): LookAngles {
  const here = geodeticToEcefKm(observer);
  const dx = targetKm[0] - here[0];
  const dy = targetKm[1] - here[1];
  const dz = targetKm[2] - here[2];
  const [upX, upY, upZ] = localUp(observer);
  const longitude = observer.longitudeDeg * DEG_TO_RAD;
  const sinLongitude = Math.sin(longitude);
  const cosLongitude = Math.cos(longitude);
  const cosLatitude = Math.cos(observer.latitudeDeg * DEG_TO_RAD);

  const up = dx * upX + dy * upY + dz * upZ;
  const east = dy * cosLongitude - dx * sinLongitude;
  const north = dz * cosLatitude - upZ * (dx * cosLongitude + dy * sinLongitude);
  const azimuthDeg = Math.atan2(east, north) * RAD_TO_DEG;
  return {
    azimuthDeg: azimuthDeg < 0 ? azimuthDeg + 360 : azimuthDeg,
    elevationDeg: Math.atan2(up, Math.hypot(east, north)) * RAD_TO_DEG,
    slantRangeKm: Math.hypot(dx, dy, dz),
  };
}

/** Straight-line distance of two points of one frame, km. */
export function slantRangeKm(aKm: Vector3, bKm: Vector3): number {
  return Math.hypot(aKm[0] - bKm[0], aKm[1] - bKm[1], aKm[2] - bKm[2]);
}

/** Distance along the surface of a sphere of `EARTH_MEAN_RADIUS_KM` (haversine formula); off by up to 0.5 %. */
export function greatCircleKm(
  a: Pick<Geodetic, "latitudeDeg" | "longitudeDeg">,
  b: Pick<Geodetic, "latitudeDeg" | "longitudeDeg">,
): number {
  const halfLatitude = ((b.latitudeDeg - a.latitudeDeg) * DEG_TO_RAD) / 2;
  const halfLongitude = ((b.longitudeDeg - a.longitudeDeg) * DEG_TO_RAD) / 2;
  const h =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(a.latitudeDeg * DEG_TO_RAD) *
      Math.cos(b.latitudeDeg * DEG_TO_RAD) *
      Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_MEAN_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
