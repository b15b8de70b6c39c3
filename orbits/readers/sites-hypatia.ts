import type { GroundSite } from "../ground-site.js";
import { parseDecimal } from "./decimal-text.js";
import type { ProblemList } from "./problem-list.js";
import { checkSite, SiteNames } from "./site-check.js";
import { quote, textStart } from "./text-place.js";

const VALUES = ["id", "name", "latitude", "longitude", "elevation", "x", "y", "z"] as const;

/**
 * Hypatia's `ground_stations.txt`: `id,name,latitude,longitude,elevation in metres,x,y,z`, ids 0 to n - 1 in
 * order. Positions follow from latitude, longitude and elevation; x, y and z (Hypatia's own, on the WGS72
 * ellipsoid) must be numbers and are not used.
 */
export function sitesFromHypatia(text: string, problems: ProblemList): GroundSite[] {
  const names = new SiteNames();
  const sites: GroundSite[] = [];
  let stations = 0;
  text
    .slice(textStart(text))
    .split("\n")
    .forEach((content, index) => {
      if (content.trim() === "") return;
      const site = siteOfLine(content, index + 1, stations++, problems);
      if (site === undefined) return;
      const taken = names.add(site.name, index + 1);
      if (taken === undefined) sites.push(site);
      else problems.add(index + 1, columnOf(content, 1), taken);
    });
  if (stations === 0) problems.add(1, 1, "the file is empty");
  return sites;
}

function siteOfLine(
  content: string,
  line: number,
  id: number,
  problems: ProblemList,
): GroundSite | undefined {
  const values = content.split(",").map((value) => value.trim());
  if (values.length !== VALUES.length) {
    problems.add(line, 1, `expected ${VALUES.length} values (${VALUES.join(",")}), found ${values.length}`);
    return undefined;
  }
  let good = true;
  const report = (index: number, message: string) => {
    good = false;
    problems.add(line, columnOf(content, index), message);
  };
  if (values[0] !== String(id))
    report(0, `id: expected ${id}, found ${quote(values[0])}: ids count up from 0`);
  const [latitudeDeg, longitudeDeg, elevationM] = [2, 3, 4, 5, 6, 7].map((index) => {
    const value = parseDecimal(values[index] as string);
    if (value === undefined)
      report(index, `${VALUES[index]}: expected a number, found ${quote(values[index])}`);
    return value;
  });
  const altitudeKm = elevationM === undefined ? undefined : elevationM / 1000;
  const at: Readonly<Record<string, number>> = { name: 1, latitude: 2, longitude: 3, altitude: 4 };
  const site = checkSite({ name: values[1], latitudeDeg, longitudeDeg, altitudeKm }, (field, message) =>
    report(at[field] ?? 0, message),
  );
  return good ? site : undefined;
}

/** Column in which the value with the given index begins. */
function columnOf(content: string, index: number): number {
  let start = 0;
  for (let i = 0; i < index; i++) start = content.indexOf(",", start) + 1;
  return start + 1;
}
