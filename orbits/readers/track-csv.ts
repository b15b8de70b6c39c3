import type { Instant } from "../instant.js";
import { didYouMean } from "../nearest-name.js";
import { checkWaypoint, type Waypoint, type WaypointField } from "../waypoint.js";
import { type CsvRow, csvColumn, readCsvTable } from "./csv-table.js";
import { parseDecimal } from "./decimal-text.js";
import type { ProblemList } from "./problem-list.js";
import { quote } from "./text-place.js";
import { parseTrackTime } from "./track-time.js";

const COLUMNS: Readonly<Record<WaypointField, string>> = {
  time: "time",
  latitude: "latitude",
  longitude: "longitude",
  altitude: "altitude_km",
};
const REQUIRED: readonly WaypointField[] = ["time", "latitude", "longitude"];

/**
 * Waypoints as CSV: header `time,latitude,longitude` and `altitude_km` where wanted (0 without it), in any order;
 * degrees, and times as `parseTrackTime` reads them. Every row has every value.
 */
export function trackFromCsv(text: string, problems: ProblemList, start: Instant): Waypoint[] {
  const { header, headerLine, rows } = readCsvTable(problems.file, text, problems);
  const columns = new Map<WaypointField, number>();
  for (const [index, name] of header.entries()) {
    const report = (message: string) => problems.add(headerLine, csvColumn(text, headerLine, index), message);
    const field = (Object.keys(COLUMNS) as WaypointField[]).find((each) => COLUMNS[each] === name);
    if (field === undefined) report(`unknown column "${name}"${didYouMean(name, Object.values(COLUMNS))}`);
    else if (columns.has(field)) report(`column "${name}" repeats`);
    else columns.set(field, index);
  }
  const missing = REQUIRED.filter((field) => !columns.has(field));
  for (const field of missing) problems.add(headerLine, 1, `the header has no column ${COLUMNS[field]}`);
  if (missing.length > 0) return [];
  const points: Waypoint[] = [];
  for (const row of rows) {
    const report = (field: WaypointField, message: string) => {
      const place = () => ({ line: row.line, column: csvColumn(text, row.line, columns.get(field) ?? 0) });
      problems.addAt(place, message);
    };
    const point = waypointOf(row, columns, start, report);
    if (point !== undefined && checkWaypoint(point, points.at(-1), report)) points.push(point);
  }
  return points;
}

function waypointOf(
  { values }: CsvRow,
  columns: ReadonlyMap<WaypointField, number>,
  start: Instant,
  report: (field: WaypointField, message: string) => void,
): Waypoint | undefined {
  const number = (field: WaypointField): number | undefined => {
    const column = columns.get(field);
    if (column === undefined) return 0;
    const value = parseDecimal(values[column]);
    if (value === undefined) {
      report(field, `${COLUMNS[field]}: expected a number, found ${quote(values[column])}`);
    }
    return value;
  };
  const time = parseTrackTime(values[columns.get("time") as number], start);
  if (typeof time !== "number") report("time", time.error);
  const latitudeDeg = number("latitude");
  const longitudeDeg = number("longitude");
  const altitudeKm = number("altitude");
  if (typeof time !== "number" || latitudeDeg === undefined) return undefined;
  if (longitudeDeg === undefined || altitudeKm === undefined) return undefined;
  return { timeNs: time, latitudeDeg, longitudeDeg, altitudeKm };
}
