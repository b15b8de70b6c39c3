import type { GroundSite } from "../ground-site.js";
import { ANGLE_DEG, parseQuantity } from "../units.js";
import { JsonSource } from "./json-source.js";
import type { ProblemList } from "./problem-list.js";
import { checkSite, type SiteField, SiteNames } from "./site-check.js";
import { quote } from "./text-place.js";

type JsonObject = Readonly<Record<string, unknown>>;
type JsonPath = readonly (string | number)[];

/**
 * Sites as GeoJSON (RFC 7946): a FeatureCollection of Points `[longitude, latitude]` or `[longitude,
 * latitude, altitude in metres]`, with the property `name` and any of `tier` and `minElevation` (degrees as
 * a number, or with a unit). Other properties are the file's own.
 */
export function sitesFromGeoJson(text: string, problems: ProblemList): GroundSite[] {
  const source = new JsonSource(problems.file, text);
  const tell = (path: JsonPath, message: string) => problems.addAt(() => source.placeOf(path), message);
  const root = source.value;
  if (!isObject(root) || root.type !== "FeatureCollection") {
    tell(["type"], "expected a GeoJSON FeatureCollection");
    return [];
  }
  if (!Array.isArray(root.features)) {
    tell(["features"], "features: expected a list of features");
    return [];
  }
  const names = new SiteNames();
  const sites: GroundSite[] = [];
  root.features.forEach((feature: unknown, index) => {
    const path = ["features", index];
    const site = siteOfFeature(feature, path, tell);
    if (site === undefined) return;
    const namePath = [...path, "properties", "name"];
    const taken = names.add(site.name, source.placeOf(namePath).line);
    if (taken === undefined) sites.push(site);
    else tell(namePath, taken);
  });
  return sites;
}

function siteOfFeature(
  feature: unknown,
  path: JsonPath,
  tell: (path: JsonPath, message: string) => void,
): GroundSite | undefined {
  if (!isObject(feature) || feature.type !== "Feature") {
    tell(path, "expected a GeoJSON Feature");
    return undefined;
  }
  const coordinates = coordinatesOf(feature.geometry, [...path, "geometry"], tell);
  const properties = isObject(feature.properties) ? feature.properties : {};
  let readable = coordinates !== undefined;
  const report = (key: string, message: string) => {
    readable = false;
    tell([...path, "properties", key], message);
  };
  const text = (key: string, required: boolean) => {
    const value = properties[key] ?? undefined;
    if (typeof value === "string") return value;
    if (value !== undefined) report(key, `${key}: expected text, found ${quote(value)}`);
    else if (required) report(key, `a site needs the property "${key}"`);
    return undefined;
  };
  const given = {
    name: text("name", true),
    longitudeDeg: coordinates?.[0],
    latitudeDeg: coordinates?.[1],
    altitudeKm: (coordinates?.[2] ?? 0) / 1000,
    tier: text("tier", false),
    minElevationDeg: minElevationOf(properties.minElevation, report),
  };
  const inCoordinates: readonly SiteField[] = ["longitude", "latitude", "altitude"];
  const site = checkSite(given, (field, message) => {
    if (inCoordinates.includes(field)) tell([...path, "geometry", "coordinates"], message);
    else report(field, message);
  });
  return readable ? site : undefined;
}

function coordinatesOf(
  geometry: unknown,
  path: JsonPath,
  tell: (path: JsonPath, message: string) => void,
): readonly number[] | undefined {
  if (!isObject(geometry) || geometry.type !== "Point") {
    const found = isObject(geometry) ? quote(geometry.type) : quote(geometry);
    tell(path, `geometry: expected a Point, found ${found}`);
    return undefined;
  }
  const { coordinates } = geometry;
  const good =
    Array.isArray(coordinates) &&
    (coordinates.length === 2 || coordinates.length === 3) &&
    coordinates.every((value) => typeof value === "number" && Number.isFinite(value));
  if (good) return coordinates as number[];
  const expected = "[longitude, latitude] or [longitude, latitude, altitude in metres]";
  tell([...path, "coordinates"], `coordinates: expected ${expected}, found ${quote(coordinates)}`);
  return undefined;
}

function minElevationOf(value: unknown, report: (key: string, message: string) => void): number | undefined {
  if (value === undefined || value === null) return undefined;
  const parsed = typeof value === "number" ? value : parseQuantity(ANGLE_DEG, value);
  if (typeof parsed === "number") return parsed;
  report("minElevation", `minElevation: ${parsed.error}`);
  return undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
