import type { GroundSite } from "../ground-site.js";
import type { InputProblem } from "../input-error.js";
import { didYouMean } from "../nearest-name.js";
import { ANGLE_DEG, LENGTH_KM, parseQuantity, type Quantity } from "../units.js";
import { type Path, YamlSource } from "../yaml-source.js";
import type { ProblemList } from "./problem-list.js";
import { checkSite, type SiteField, SiteNames } from "./site-check.js";
import { quote } from "./text-place.js";

type Item = Readonly<Record<string, unknown>>;

/**
 * Sites as YAML: a list of items of ours (`name`, `latitude: 48.21 deg`, …) or of Stardust's (`Name`, `Lat`,
 * `Lon` in degrees, …), told apart item by item.
 */
export function sitesFromYaml(text: string, problems: ProblemList): GroundSite[] {
  const source = new YamlSource(problems.file, text);
  const items = source.toValue();
  if (!Array.isArray(items)) {
    problems.push(source.problem([], `expected a list of sites, found ${quote(items)}`));
    return [];
  }
  const sites: GroundSite[] = [];
  const names = new SiteNames();
  items.forEach((item: unknown, index) => {
    const path = [index];
    const site = isStardust(item) ? parseStardustItem(source, path, item) : parseSiteItem(source, path, item);
    if (Array.isArray(site)) {
      for (const problem of site) problems.push(problem);
      return;
    }
    const { name } = site as GroundSite;
    const place = source.problem([index, isStardust(item) ? "Name" : "name"], "");
    const taken = names.add(name, place.line ?? 1);
    if (taken === undefined) sites.push(site as GroundSite);
    else problems.push({ ...place, message: taken });
  });
  return sites;
}

const KEYS: readonly SiteField[] = ["name", "latitude", "longitude", "altitude", "tier", "minElevation"];
const REQUIRED: readonly SiteField[] = ["name", "latitude", "longitude"];

/**
 * Reads one site as scenarios and our YAML files write it: `name`, `latitude` and `longitude` (angles with
 * unit), and any of `altitude` (length, 0), `tier` (`edge`) and `minElevation` (angle; absent: the link
 * entry's mask).
 *
 * @param path where the item stands in `source`, for the places of problems
 * @returns the site, or all that is wrong with it
 */
export function parseSiteItem(source: YamlSource, path: Path, value: unknown): GroundSite | InputProblem[] {
  if (!isItem(value))
    return [source.problem(path, `expected a site, { name, latitude, longitude }, found ${quote(value)}`)];
  const found: InputProblem[] = [];
  const report = (key: string, message: string) => found.push(source.problem([...path, key], message));
  checkKeys(source, path, value, KEYS, REQUIRED, found);
  const quantity = (key: SiteField, kind: Quantity) => {
    if (!Object.hasOwn(value, key)) return undefined;
    const parsed = parseQuantity(kind, value[key]);
    if (typeof parsed === "number") return parsed;
    report(key, `${key}: ${parsed.error}`);
    return undefined;
  };
  const text = (key: SiteField) => textOf(value, key, report);
  const site = checkSite(
    {
      name: text("name"),
      latitudeDeg: quantity("latitude", ANGLE_DEG),
      longitudeDeg: quantity("longitude", ANGLE_DEG),
      altitudeKm: quantity("altitude", LENGTH_KM),
      tier: text("tier"),
      minElevationDeg: quantity("minElevation", ANGLE_DEG),
    },
    report,
  );
  return site === undefined || found.length > 0 ? found : site;
}

const STARDUST_KEYS = ["Name", "Lat", "Lon", "Protocol", "Router", "ComputingType"];
const STARDUST_REQUIRED = ["Name", "Lat", "Lon"];
const STARDUST_TIERS: Readonly<Record<string, string>> = { Cloud: "cloud", Edge: "edge" };
const STARDUST_NAMES: Readonly<Partial<Record<SiteField, string>>> = {
  name: "Name",
  latitude: "Lat",
  longitude: "Lon",
};

/** Stardust's protocol and router of a station are the scenario's business here and are not read. */
function parseStardustItem(source: YamlSource, path: Path, value: Item): GroundSite | InputProblem[] {
  const found: InputProblem[] = [];
  const report = (key: string, message: string) => found.push(source.problem([...path, key], message));
  checkKeys(source, path, value, STARDUST_KEYS, STARDUST_REQUIRED, found);
  const degrees = (key: string) => {
    const given = value[key];
    if (typeof given === "number" && Number.isFinite(given)) return given;
    if (Object.hasOwn(value, key)) report(key, `${key}: expected degrees as a number, found ${quote(given)}`);
    return undefined;
  };
  const computing = textOf(value, "ComputingType", report);
  if (computing !== undefined && !Object.hasOwn(STARDUST_TIERS, computing)) {
    report("ComputingType", `ComputingType: expected Cloud or Edge, found ${quote(computing)}`);
  }
  const site = checkSite(
    {
      name: textOf(value, "Name", report),
      latitudeDeg: degrees("Lat"),
      longitudeDeg: degrees("Lon"),
      tier: computing === undefined ? undefined : STARDUST_TIERS[computing],
    },
    (field, message) => report(STARDUST_NAMES[field] ?? field, message),
  );
  return site === undefined || found.length > 0 ? found : site;
}

/** Capitalised keys and none of ours. */
function isStardust(value: unknown): value is Item {
  if (!isItem(value)) return false;
  const has = (key: string) => Object.hasOwn(value, key);
  return STARDUST_REQUIRED.some(has) && !REQUIRED.some(has);
}

function checkKeys(
  source: YamlSource,
  path: Path,
  value: Item,
  keys: readonly string[],
  required: readonly string[],
  found: InputProblem[],
): void {
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    found.push(source.problemAtKey(path, key, `unknown key "${key}" of a site${didYouMean(key, keys)}`));
  }
  for (const key of required) {
    if (!Object.hasOwn(value, key)) found.push(source.problem(path, `a site needs "${key}"`));
  }
}

function textOf(
  value: Item,
  key: string,
  report: (key: string, message: string) => void,
): string | undefined {
  const given = value[key];
  if (typeof given === "string") return given;
  if (Object.hasOwn(value, key)) report(key, `${key}: expected text, found ${quote(given)}`);
  return undefined;
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
