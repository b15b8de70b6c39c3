import { DEG_TO_RAD, WGS72_RADIUS_KM } from "./constants.js";
import { ecefToGeodetic } from "./geodesy.js";
import type { Vector3 } from "./vector.js";

/** Part of the space around the Earth in which radiation is not as elsewhere. */
export interface RadiationRegion {
  readonly name: string;
  /** Earth-fixed, km. */
  contains(positionKm: Vector3): boolean;
}

/** A box in geodetic coordinates, its bounds inclusive; where west is above east it crosses the antimeridian. */
export interface RegionBox {
  readonly southDeg: number;
  readonly northDeg: number;
  readonly westDeg: number;
  readonly eastDeg: number;
  readonly fromAltitudeKm: number;
  readonly toAltitudeKm: number;
}

/**
 * The South Atlantic Anomaly at about 500 km: 50 degrees south to the equator, 90 degrees west to 40 east. Source:
 * Wikipedia, "South Atlantic Anomaly", position and shape. It drifts west by 0.3 degrees a year.
 */
export const ANOMALY_BOX = { southDeg: -50, northDeg: 0, westDeg: -90, eastDeg: 40 } as const;

/**
 * Heights at which the anomaly counts. The inner belt comes down to 200 km there (same source); above 1,200 km it
 * surrounds the Earth, and the anomaly is none any more, so that higher orbits need a region of their own.
 */
export const ANOMALY_ALTITUDE_KM = { from: 200, to: 1200 } as const;

/**
 * Shells (L, Earth radii) of the outer belt, whose feet are the polar horns in low orbits. It is most intense between 4
 * and 5 (Li and Temerin, "The electron radiation belt", Space Science Reviews 95, 2001); the bounds are our choice.
 */
export const HORN_SHELLS = { from: 3, to: 7 } as const;

/** The geomagnetic pole in the north, degrees. Source: IGRF-13 for 2020 (Alken et al., Earth, Planets and Space 73, 2021). */
const GEOMAGNETIC_POLE = { latitudeDeg: 80.65, longitudeDeg: -72.68 };

const POLE = directionOf(GEOMAGNETIC_POLE.latitudeDeg, GEOMAGNETIC_POLE.longitudeDeg);

/**
 * McIlwain's L of a place in a centred dipole, Earth radii: r / cos^2 of the geomagnetic latitude. Infinite at the
 * geomagnetic poles.
 */
export function dipoleShell([x, y, z]: Vector3): number {
  const r = Math.hypot(x, y, z);
  const sine = (x * POLE[0] + y * POLE[1] + z * POLE[2]) / r;
  return r / WGS72_RADIUS_KM / (1 - sine * sine);
}

/** The ellipse within `ANOMALY_BOX`: the anomaly's outline is roughly oval. */
export const SOUTH_ATLANTIC_ANOMALY: RadiationRegion = {
  name: "south-atlantic-anomaly",
  contains(positionKm) {
    if (!mayBeBetween(positionKm, ANOMALY_BOX.southDeg, ANOMALY_BOX.northDeg)) return false;
    const { latitudeDeg, longitudeDeg, altitudeKm } = ecefToGeodetic(positionKm);
    if (altitudeKm < ANOMALY_ALTITUDE_KM.from || altitudeKm > ANOMALY_ALTITUDE_KM.to) return false;
    const { southDeg, northDeg, westDeg, eastDeg } = ANOMALY_BOX;
    const north = (2 * latitudeDeg - southDeg - northDeg) / (northDeg - southDeg);
    const east = (2 * longitudeDeg - westDeg - eastDeg) / (eastDeg - westDeg);
    return north * north + east * east <= 1;
  },
};

/** Where field lines of the outer belt come down to low orbits, around both poles. */
export const POLAR_HORNS: RadiationRegion = {
  name: "polar-horns",
  contains(positionKm) {
    const shell = dipoleShell(positionKm);
    return shell >= HORN_SHELLS.from && shell <= HORN_SHELLS.to;
  },
};

/** The regions that scenarios can call by name. */
export const RADIATION_REGIONS: readonly RadiationRegion[] = [SOUTH_ATLANTIC_ANOMALY, POLAR_HORNS];

/** A region of the user's own. */
export function boxRegion(name: string, box: RegionBox): RadiationRegion {
  const { southDeg, northDeg, westDeg, eastDeg, fromAltitudeKm, toAltitudeKm } = box;
  const width = westDeg <= eastDeg ? eastDeg - westDeg : eastDeg - westDeg + 360;
  return {
    name,
    contains(positionKm) {
      if (!mayBeBetween(positionKm, southDeg, northDeg)) return false;
      const { latitudeDeg, longitudeDeg, altitudeKm } = ecefToGeodetic(positionKm);
      if (latitudeDeg < southDeg || latitudeDeg > northDeg) return false;
      if (altitudeKm < fromAltitudeKm || altitudeKm > toAltitudeKm) return false;
      const east = longitudeDeg - westDeg;
      return east - 360 * Math.floor(east / 360) <= width;
    },
  };
}

/** Geodetic and geocentric latitudes differ by 0.2 degrees at most: where this says no, the costlier look is spared. */
const LATITUDE_MARGIN_DEG = 0.3;

function mayBeBetween([x, y, z]: Vector3, southDeg: number, northDeg: number): boolean {
  const sine = z / Math.sqrt(x * x + y * y + z * z);
  if (sine < sineOf(southDeg - LATITUDE_MARGIN_DEG)) return false;
  return sine <= sineOf(northDeg + LATITUDE_MARGIN_DEG);
}

function sineOf(deg: number): number {
  return Math.sin(Math.min(90, Math.max(-90, deg)) * DEG_TO_RAD);
}

function directionOf(latitudeDeg: number, longitudeDeg: number): Vector3 {
  const cos = Math.cos(latitudeDeg * DEG_TO_RAD);
  return [
    cos * Math.cos(longitudeDeg * DEG_TO_RAD),
    cos * Math.sin(longitudeDeg * DEG_TO_RAD),
    Math.sin(latitudeDeg * DEG_TO_RAD),
  ];
}
