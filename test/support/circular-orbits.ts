import type { NodeTable, Shell, WalkerPattern } from "../../routing/nodes.js";

const EARTH_RADIUS_KM = 6378.135;
const MU_KM3_S2 = 398600.8;
const EARTH_RATE_RAD_S = 7.2921159e-5;

/** A Walker shell for tests; anything left out is that of Starlink's first shell. */
export function walker(pattern: Partial<WalkerPattern> = {}): WalkerPattern {
  return {
    type: "delta",
    planes: 72,
    slotsPerPlane: 22,
    altitudeKm: 550,
    inclinationDeg: 53,
    phasing: 1,
    ...pattern,
  };
}

/**
 * Earth-fixed km of a Walker shell on circular two-body orbits, `seconds` after the Greenwich meridian and
 * the first node coincide. Written for tests alone, from the definition of the pattern.
 */
export function walkerPositions(pattern: WalkerPattern, seconds = 0): Float64Array {
  const { planes, slotsPerPlane, altitudeKm, inclinationDeg, phasing, type } = pattern;
  const positions = new Float64Array(3 * planes * slotsPerPlane);
  const a = EARTH_RADIUS_KM + altitudeKm;
  const rate = Math.sqrt(MU_KM3_S2 / a ** 3);
  const inclination = (inclinationDeg * Math.PI) / 180;
  const spread = type === "star" ? Math.PI : 2 * Math.PI;
  for (let plane = 0; plane < planes; plane++) {
    const node = (plane * spread) / planes - EARTH_RATE_RAD_S * seconds;
    const shift =
      phasing === "half-slot"
        ? ((plane % 2) * Math.PI) / slotsPerPlane
        : (2 * Math.PI * phasing * plane) / (planes * slotsPerPlane);
    for (let slot = 0; slot < slotsPerPlane; slot++) {
      const u = (2 * Math.PI * slot) / slotsPerPlane + shift + rate * seconds;
      const at = 3 * (plane * slotsPerPlane + slot);
      positions[at] =
        a * (Math.cos(u) * Math.cos(node) - Math.sin(u) * Math.cos(inclination) * Math.sin(node));
      positions[at + 1] =
        a * (Math.cos(u) * Math.sin(node) + Math.sin(u) * Math.cos(inclination) * Math.cos(node));
      positions[at + 2] = a * Math.sin(u) * Math.sin(inclination);
    }
  }
  return positions;
}

/** Earth-fixed km of a place on the WGS84 ellipsoid. */
export function sitePosition(
  latitudeDeg: number,
  longitudeDeg: number,
  altitudeKm = 0,
): [number, number, number] {
  const f = 1 / 298.257223563;
  const e2 = f * (2 - f);
  const lat = (latitudeDeg * Math.PI) / 180;
  const lon = (longitudeDeg * Math.PI) / 180;
  const n = 6378.137 / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  return [
    (n + altitudeKm) * Math.cos(lat) * Math.cos(lon),
    (n + altitudeKm) * Math.cos(lat) * Math.sin(lon),
    (n * (1 - e2) + altitudeKm) * Math.sin(lat),
  ];
}

/** The shell of a pattern whose satellites begin at id `first`. */
export function shellOf(pattern: WalkerPattern, first = 0, name = "shell"): Shell {
  return { name, source: name, first, count: pattern.planes * pattern.slotsPerPlane, walker: pattern };
}

export function nodeTable(satelliteCount: number, groundCount = 0, shells?: readonly Shell[]): NodeTable {
  return {
    satelliteCount,
    groundCount,
    count: satelliteCount + groundCount,
    shells: shells ?? [{ name: "cloud", source: "cloud", first: 0, count: satelliteCount }],
    siteMaskDeg: new Float64Array(groundCount).fill(Number.NaN),
  };
}
