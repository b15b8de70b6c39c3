import type { GroundSite } from "../ground-site.js";
import { quote } from "./text-place.js";

/** Fields of a site, under one name in every format. */
export type SiteField = "name" | "latitude" | "longitude" | "altitude" | "tier" | "minElevation";

/**
 * A site as a file gives it, numbers already in our units; undefined where a required value was missing or
 * could not be read, which the reader has told of.
 */
export interface GivenSite {
  readonly name: string | undefined;
  readonly latitudeDeg: number | undefined;
  readonly longitudeDeg: number | undefined;
  readonly altitudeKm?: number | undefined;
  readonly tier?: string | undefined;
  readonly minElevationDeg?: number | undefined;
}

/** Tier of sites that name none. */
export const DEFAULT_TIER = "edge";

/** The lowest dry land, the shore of the Dead Sea, lies 0.43 km below the sea. */
const LOWEST_KM = -0.5;

/** Where space begins: an altitude above it is metres taken for kilometres. */
const HIGHEST_KM = 100;

/**
 * Checks the values of a site: latitude -90 to 90, longitude -180 to 360 (above 180 it is given as west),
 * altitude -0.5 to 100 km (0 where absent), mask -90 to 90, tier `edge` where absent.
 *
 * @param report called for each mistake
 * @returns undefined where the site cannot be used
 */
export function checkSite(
  given: GivenSite,
  report: (field: SiteField, message: string) => void,
): GroundSite | undefined {
  const { latitudeDeg, longitudeDeg, altitudeKm = 0, minElevationDeg } = given;
  const name = given.name?.trim();
  const tier = given.tier?.trim() ?? DEFAULT_TIER;
  let good = name !== undefined && latitudeDeg !== undefined && longitudeDeg !== undefined;
  const check = (field: SiteField, holds: boolean, message: () => string) => {
    if (holds) return;
    good = false;
    report(field, message());
  };
  check("name", name !== "", () => "a site needs a name that is not empty");
  check("name", name !== "*", () => 'a site cannot be named "*": that means all sites');
  checkRange(check, "latitude", latitudeDeg, -90, 90, "degrees");
  checkRange(check, "longitude", longitudeDeg, -180, 360, "degrees");
  checkRange(check, "altitude", altitudeKm, LOWEST_KM, HIGHEST_KM, "km");
  checkRange(check, "minElevation", minElevationDeg, -90, 90, "degrees");
  check("tier", tier !== "", () => "tier: expected a name, such as edge or cloud");
  if (!good || name === undefined || latitudeDeg === undefined || longitudeDeg === undefined)
    return undefined;
  return {
    name,
    latitudeDeg,
    longitudeDeg: longitudeDeg > 180 ? longitudeDeg - 360 : longitudeDeg,
    altitudeKm,
    tier,
    ...(minElevationDeg !== undefined && { minElevationDeg }),
  };
}

function checkRange(
  check: (field: SiteField, holds: boolean, message: () => string) => void,
  field: SiteField,
  value: number | undefined,
  min: number,
  max: number,
  unit: string,
): void {
  const holds = value === undefined || (value >= min && value <= max);
  check(field, holds, () => `${field}: expected ${min} to ${max} ${unit}, found ${value}`);
}

/** Tells of names that an earlier site of the file has. */
export class SiteNames {
  readonly #lines = new Map<string, number>();

  /** A message where the name is taken, else undefined. */
  add(name: string, line: number): string | undefined {
    const earlier = this.#lines.get(name);
    if (earlier === undefined) {
      this.#lines.set(name, line);
      return undefined;
    }
    return `a second site named ${quote(name)}; the first is on line ${earlier}`;
  }
}
