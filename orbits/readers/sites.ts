import type { GroundSite } from "../ground-site.js";
import { ProblemList } from "./problem-list.js";
import { sitesFromCsv } from "./sites-csv.js";
import { sitesFromGeoJson } from "./sites-geojson.js";
import { sitesFromHypatia } from "./sites-hypatia.js";
import { sitesFromYaml } from "./sites-yaml.js";

export { parseSiteItem } from "./sites-yaml.js";

export const SITE_FORMATS = ["yaml", "csv", "geojson", "hypatia"] as const;

export type SiteFormat = (typeof SITE_FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, SiteFormat>> = {
  ".yaml": "yaml",
  ".yml": "yaml",
  ".csv": "csv",
  ".geojson": "geojson",
  ".json": "geojson",
};

/** Format of a file of sites by its extension; undefined for any other (Hypatia's .txt has to be named). */
export function siteFormatOf(path: string): SiteFormat | undefined {
  const extension = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? "";
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}

/**
 * Reads a file of ground sites: our YAML or Stardust's, CSV, GeoJSON, or Hypatia's `ground_stations.txt`.
 * Sites keep the order of the file, names are unique in it, a site without tier is `edge`, one without
 * altitude lies on the ellipsoid, and longitudes come out as -180 to 180 degrees.
 *
 * @throws InputError with everything that is wrong: values that are missing, unknown, cannot be read or are
 *   out of range, names taken twice, a file without sites
 */
export function readSites(file: string, text: string, format: SiteFormat): { sites: GroundSite[] } {
  const problems = new ProblemList(file);
  const read = {
    yaml: sitesFromYaml,
    csv: sitesFromCsv,
    geojson: sitesFromGeoJson,
    hypatia: sitesFromHypatia,
  }[format];
  const sites = read(text, problems);
  if (sites.length === 0 && problems.total === 0) problems.add(1, 1, "the file has no sites");
  problems.throwIfAny();
  return { sites };
}
