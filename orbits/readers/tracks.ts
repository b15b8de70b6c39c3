import type { Instant } from "../instant.js";
import type { Waypoint } from "../waypoint.js";
import { ProblemList } from "./problem-list.js";
import { trackFromCsv } from "./track-csv.js";
import { trackFromGeoJson } from "./track-geojson.js";

export const TRACK_FORMATS = ["csv", "geojson"] as const;

export type TrackFormat = (typeof TRACK_FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, TrackFormat>> = {
  ".csv": "csv",
  ".geojson": "geojson",
  ".json": "geojson",
};

/** Format of a file of waypoints by its extension; undefined for any other. */
export function trackFormatOf(path: string): TrackFormat | undefined {
  const extension = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? "";
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}

/**
 * Reads the waypoints of a moving node from CSV or GeoJSON, for `makeTrack`.
 *
 * @param start the instant that times count from
 * @throws InputError with everything that is wrong: values that are missing, cannot be read or are out of range,
 *   times that do not go on, fewer than two waypoints
 */
export function readTrack(file: string, text: string, format: TrackFormat, start: Instant): Waypoint[] {
  const problems = new ProblemList(file);
  const points = { csv: trackFromCsv, geojson: trackFromGeoJson }[format](text, problems, start);
  if (points.length < 2 && problems.total === 0) {
    problems.add(1, 1, `a track needs two waypoints at least; found ${points.length}`);
  }
  problems.throwIfAny();
  return points;
}
