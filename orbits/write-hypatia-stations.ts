import { DEG_TO_RAD, WGS72_RADIUS_KM } from "./constants.js";
import type { Geodetic } from "./geodesy.js";

/** Flattening of WGS72, the ellipsoid of Hypatia's own x, y and z. Source: Seppelin, "The Department of Defense World Geodetic System 1972". */
const WGS72_FLATTENING = 1 / 298.26;
const E2 = WGS72_FLATTENING * (2 - WGS72_FLATTENING);

/** Degrees are written with six decimals, as Hypatia does, and up to nine where a place has them (0.1 mm). */
const DECIMALS_DEG = { least: 6, most: 9 };

/** Metres: to the millimetre, with six decimals as Hypatia writes them. */
const DECIMALS_M = { rounded: 3, written: 6 };

/**
 * Hypatia's `ground_stations.txt`: `id,name,latitude,longitude,elevation in metres,x,y,z`. As in Hypatia's own
 * files the coordinates x, y and z are metres on the ellipsoid of WGS72; readers of ours go by latitude,
 * longitude and elevation.
 */
export function writeHypatiaStations(sites: readonly (Geodetic & { readonly name: string })[]): string {
  return sites
    .map(({ name, latitudeDeg, longitudeDeg, altitudeKm }, id) => {
      const [latitude, longitude] = [degreesText(latitudeDeg), degreesText(longitudeDeg)];
      const elevation = positiveZero(Number((altitudeKm * 1000).toFixed(DECIMALS_M.rounded)));
      const xyz = cartesianWgs72M(Number(latitude), Number(longitude), elevation);
      const metres = [elevation, ...xyz].map((value) => value.toFixed(DECIMALS_M.written));
      return `${[id, name, latitude, longitude, ...metres].join(",")}\n`;
    })
    .join("");
}

function degreesText(degrees: number): string {
  const text = positiveZero(Number(degrees.toFixed(DECIMALS_DEG.most))).toFixed(DECIMALS_DEG.most);
  const spare = DECIMALS_DEG.most - DECIMALS_DEG.least;
  return text.replace(new RegExp(`0{1,${spare}}$`), "");
}

function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Source: NIMA TR8350.2, section 4, with WGS72's axes. */
function cartesianWgs72M(latitudeDeg: number, longitudeDeg: number, heightM: number): number[] {
  const latitude = latitudeDeg * DEG_TO_RAD;
  const longitude = longitudeDeg * DEG_TO_RAD;
  const sin = Math.sin(latitude);
  const primeVerticalM = (WGS72_RADIUS_KM * 1000) / Math.sqrt(1 - E2 * sin * sin);
  const fromAxisM = (primeVerticalM + heightM) * Math.cos(latitude);
  return [
    fromAxisM * Math.cos(longitude),
    fromAxisM * Math.sin(longitude),
    (primeVerticalM * (1 - E2) + heightM) * sin,
  ];
}
