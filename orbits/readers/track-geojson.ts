import type { Instant } from "../instant.js";
import { checkWaypoint, type Waypoint, type WaypointField } from "../waypoint.js";
import { JsonSource } from "./json-source.js";
import type { ProblemList } from "./problem-list.js";
import { quote } from "./text-place.js";
import { parseTrackTime } from "./track-time.js";

type JsonObject = Readonly<Record<string, unknown>>;
type JsonPath = readonly (string | number)[];
type Tell = (path: JsonPath, message: string) => void;

/** Where writers of GeoJSON put the times of a line's points. */
const TIME_PATHS: readonly (readonly string[])[] = [
  ["coordTimes"],
  ["times"],
  ["coordinateProperties", "times"],
];

/**
 * Waypoints as GeoJSON (RFC 7946): a Feature, alone or as the only one of a FeatureCollection, whose geometry is a
 * LineString of `[longitude, latitude]` or `[longitude, latitude, altitude in metres]`, with as many times in its
 * properties as `coordTimes`, `times` or `coordinateProperties.times`. Other properties are the file's own.
 */
export function trackFromGeoJson(text: string, problems: ProblemList, start: Instant): Waypoint[] {
  const source = new JsonSource(problems.file, text);
  const tell: Tell = (path, message) => problems.addAt(() => source.placeOf(path), message);
  const [feature, path] = onlyFeature(source.value, tell) ?? [];
  if (feature === undefined || path === undefined) return [];
  const coordinates = lineOf(feature.geometry, [...path, "geometry"], tell);
  const times = timesOf(feature.properties, [...path, "properties"], tell);
  if (coordinates === undefined || times === undefined) return [];
  if (times.values.length !== coordinates.length) {
    tell(
      times.path,
      `expected a time for each of the ${coordinates.length} points; found ${times.values.length}`,
    );
    return [];
  }
  const points: Waypoint[] = [];
  for (const [i, written] of times.values.entries()) {
    const pointPath = [...path, "geometry", "coordinates", i];
    const coordinate = coordinateOf(coordinates[i], pointPath, tell);
    const timeNs = parseTrackTime(written, start);
    if (typeof timeNs !== "number") tell([...times.path, i], timeNs.error);
    if (coordinate === undefined || typeof timeNs !== "number") continue;
    const [longitudeDeg, latitudeDeg, metres = 0] = coordinate;
    const point: Waypoint = { timeNs, latitudeDeg, longitudeDeg, altitudeKm: metres / 1000 };
    const report = (field: WaypointField, message: string) =>
      tell(field === "time" ? [...times.path, i] : pointPath, message);
    if (checkWaypoint(point, points.at(-1), report)) points.push(point);
  }
  return points;
}

function onlyFeature(root: unknown, tell: Tell): [JsonObject, JsonPath] | undefined {
  if (isObject(root) && root.type === "Feature") return [root, []];
  if (isObject(root) && root.type === "FeatureCollection" && Array.isArray(root.features)) {
    const [first, second] = root.features as readonly unknown[];
    if (second !== undefined) tell(["features", 1], "a track is one Feature; found a second one");
    else if (isObject(first) && first.type === "Feature") return [first, ["features", 0]];
    else tell(["features"], "features: expected a GeoJSON Feature");
    return undefined;
  }
  if (isObject(root) && root.type === "LineString") {
    tell(["type"], "a LineString by itself has no times: expected a Feature with them in its properties");
  } else tell(["type"], "expected a GeoJSON Feature");
  return undefined;
}

function lineOf(geometry: unknown, path: JsonPath, tell: Tell): readonly unknown[] | undefined {
  if (!isObject(geometry) || geometry.type !== "LineString") {
    const found = isObject(geometry) ? quote(geometry.type) : quote(geometry);
    tell(path, `geometry: expected a LineString, found ${found}`);
    return undefined;
  }
  if (Array.isArray(geometry.coordinates)) return geometry.coordinates;
  tell([...path, "coordinates"], "coordinates: expected a list of points");
  return undefined;
}

function coordinateOf(
  written: unknown,
  path: JsonPath,
  tell: Tell,
): readonly [number, number, number?] | undefined {
  const isPoint =
    Array.isArray(written) &&
    (written.length === 2 || written.length === 3) &&
    written.every((value) => typeof value === "number" && Number.isFinite(value));
  if (isPoint) return written as unknown as readonly [number, number, number?];
  const expected = "[longitude, latitude] or [longitude, latitude, altitude in metres]";
  tell(path, `expected ${expected}, found ${quote(written)}`);
  return undefined;
}

function timesOf(
  properties: unknown,
  path: JsonPath,
  tell: Tell,
): { readonly path: JsonPath; readonly values: readonly unknown[] } | undefined {
  for (const steps of TIME_PATHS) {
    const value = steps.reduce<unknown>(
      (inner, step) => (isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
      properties,
    );
    if (value === undefined) continue;
    if (Array.isArray(value)) return { path: [...path, ...steps], values: value };
    tell([...path, ...steps], `${steps.join(".")}: expected a list of times, found ${quote(value)}`);
    return undefined;
  }
  tell(path, 'a track needs the property "coordTimes" (or "times"): a time for each of its points');
  return undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
