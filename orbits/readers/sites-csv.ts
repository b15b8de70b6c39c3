import type { GroundSite } from "../ground-site.js";
import { didYouMean } from "../nearest-name.js";
import { type CsvRow, csvColumn, readCsvTable } from "./csv-table.js";
import { parseDecimal } from "./decimal-text.js";
import type { ProblemList } from "./problem-list.js";
import { checkSite, type SiteField, SiteNames } from "./site-check.js";
import { quote } from "./text-place.js";

const COLUMNS: Readonly<Record<SiteField, string>> = {
  name: "name",
  latitude: "latitude",
  longitude: "longitude",
  altitude: "altitude_km",
  tier: "tier",
  minElevation: "min_elevation_deg",
};
const REQUIRED: readonly SiteField[] = ["name", "latitude", "longitude"];

/**
 * Sites as CSV: header `name,latitude,longitude` and any of `altitude_km,tier,min_elevation_deg`, in any
 * order; degrees. An empty cell of an optional column is as good as no column.
 */
export function sitesFromCsv(text: string, problems: ProblemList): GroundSite[] {
  const { header, headerLine, rows } = readCsvTable(problems.file, text, problems);
  const columns = checkHeader(header, headerLine, text, problems);
  const missing = REQUIRED.filter((field) => !columns.has(field));
  for (const field of missing) problems.add(headerLine, 1, `the header has no column ${COLUMNS[field]}`);
  if (missing.length > 0) return [];
  const names = new SiteNames();
  const sites: GroundSite[] = [];
  for (const row of rows) {
    const report = (field: SiteField, message: string) => {
      const place = () => ({ line: row.line, column: csvColumn(text, row.line, columns.get(field) ?? 0) });
      problems.addAt(place, message);
    };
    const site = siteOfRow(row, columns, report);
    if (site === undefined) continue;
    const taken = names.add(site.name, row.line);
    if (taken === undefined) sites.push(site);
    else report("name", taken);
  }
  return sites;
}

function checkHeader(
  header: readonly string[],
  line: number,
  text: string,
  problems: ProblemList,
): Map<SiteField, number> {
  const columns = new Map<SiteField, number>();
  const fields = Object.keys(COLUMNS) as SiteField[];
  header.forEach((name, index) => {
    const field = fields.find((candidate) => COLUMNS[candidate] === name);
    const report = (message: string) => problems.add(line, csvColumn(text, line, index), message);
    if (field === undefined) {
      report(`unknown column "${name}"${didYouMean(name, Object.values(COLUMNS))}`);
    } else if (columns.has(field)) report(`column "${name}" repeats`);
    else columns.set(field, index);
  });
  return columns;
}

function siteOfRow(
  row: CsvRow,
  columns: ReadonlyMap<SiteField, number>,
  report: (field: SiteField, message: string) => void,
): GroundSite | undefined {
  const cell = (field: SiteField) => {
    const column = columns.get(field);
    return column === undefined ? "" : (row.values[column] as string);
  };
  let readable = true;
  const number = (field: SiteField) => {
    const text = cell(field);
    if (text === "" && !REQUIRED.includes(field)) return undefined;
    const value = parseDecimal(text);
    if (value === undefined) {
      readable = false;
      report(field, `${COLUMNS[field]}: expected a number, found ${quote(text)}`);
    }
    return value;
  };
  const site = checkSite(
    {
      name: cell("name"),
      latitudeDeg: number("latitude"),
      longitudeDeg: number("longitude"),
      altitudeKm: number("altitude"),
      tier: cell("tier") || undefined,
      minElevationDeg: number("minElevation"),
    },
    report,
  );
  return readable ? site : undefined;
}
