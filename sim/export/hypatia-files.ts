import { ecefToGeodetic, geodeticToEcefKm } from "../../orbits/geodesy.js";
import { readSites, readTle } from "../../orbits/readers/index.js";
import { writeHypatiaStations } from "../../orbits/write-hypatia-stations.js";
import { writeTle } from "../../orbits/write-tle.js";
import type { Shell, ShellLayout } from "../../routing/nodes.js";
import type { SatelliteSource, SkyPlan } from "../../workers/sky-plan.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { ExportError } from "./export-error.js";

/** The files that say who is where, and the plan as a reader of them would make it. */
export interface HypatiaNodes {
  readonly tles: string;
  readonly stations: string;
  /** The plan with element sets and ground nodes as they were written: rounded. */
  readonly plan: RunPlan;
}

/** Largest catalogue number of a TLE. Source: space-track.org, "Alpha-5 Satellite Catalog Numbers". */
const LARGEST_NUMBER = 339_999;

/** Circles get the smallest eccentricity that a TLE can say: Hypatia's own sets do, since pyephem refuses 0. */
const SMALLEST_ECCENTRICITY = 1e-7;

/**
 * Writes satellites and stations, and reads them again.
 * @throws ExportError where the format cannot hold them
 */
export function writeNodes(plan: RunPlan): HypatiaNodes {
  const problems = whyNot(plan);
  if (problems.length > 0) throw new ExportError(problems);
  const tles = `${layoutLine(plan.sky)}\n${elementText(plan)}`;
  const stations = stationText(plan);
  const { elements } = readTle("tles.txt", tles, { checksum: "error" });
  const { sites } = readSites("ground_stations.txt", stations, "hypatia");
  const satellites: SatelliteSource[] = [{ kind: "sgp4", first: 0, count: elements.count, elements }];
  const groundPositionsKm = Float64Array.from(sites.flatMap((site) => [...geodeticToEcefKm(site)]));
  return { tles, stations, plan: { ...plan, sky: { ...plan.sky, satellites, groundPositionsKm } } };
}

function whyNot({ sky, nodeNames }: RunPlan): string[] {
  const { satelliteCount, groundCount } = sky.nodes;
  const problems: string[] = [];
  if (sky.staticLinks.length > 0 || sky.satellites.some(({ kind }) => kind === "static")) {
    problems.push(
      "a Hypatia directory has satellites in orbit and stations on the ground; a static network has neither",
    );
  } else if (groundPositionsMissing(sky)) {
    problems.push(
      "a Hypatia directory needs the place of every ground node; those of static networks have none",
    );
  }
  for (const { name, formation } of sky.nodes.shells) {
    if (!formation) continue;
    problems.push(
      `the members of cluster "${name}" have no element sets, and the decimals of a TLE, which resolve 12 m, could not hold them apart`,
    );
  }
  for (const { node } of sky.movingNodes ?? []) {
    problems.push(`${nodeNames.at(node)} moves, but the stations of a Hypatia directory stand still`);
  }
  if (satelliteCount === 0) problems.push("a Hypatia directory needs a satellite");
  if (groundCount === 0)
    problems.push("a Hypatia directory needs a ground station: the scenario has no sites");
  const unwritable = nodeNames
    .slice(satelliteCount)
    .filter((name) => /[,\r\n]/.test(name) || name !== name.trim());
  for (const name of unwritable) {
    const why = "commas, line ends and blanks around a name cannot be written";
    problems.push(`the site name ${JSON.stringify(name)} does not fit into ground_stations.txt: ${why}`);
  }
  return problems;
}

function groundPositionsMissing({ groundPositionsKm: at, nodes }: SkyPlan): boolean {
  for (let i = 0; i < nodes.groundCount; i++) {
    if (at[3 * i] === 0 && at[3 * i + 1] === 0 && at[3 * i + 2] === 0) return true;
  }
  return false;
}

/**
 * Planes and satellites in each where the whole constellation is one such pattern, else one plane of all. Rings are
 * planes too: where they are and how high, their element sets say.
 */
function layoutLine({ nodes }: SkyPlan): string {
  const [shell, ...others] = nodes.shells;
  const layout = others.length === 0 && shell !== undefined ? layoutOf(shell) : undefined;
  return layout === undefined ? `1 ${nodes.satelliteCount}` : `${layout.planes} ${layout.slotsPerPlane}`;
}

function layoutOf({ walker, rings, layout }: Shell): ShellLayout | undefined {
  return rings === undefined
    ? (walker ?? layout)
    : { planes: rings.rings, slotsPerPlane: rings.slotsPerRing };
}

function elementText({ sky, nodeNames }: RunPlan): string {
  let text = "";
  for (const source of sky.satellites) {
    if (source.kind !== "sgp4") continue;
    const { elements, first, count } = source;
    const ids = Array.from({ length: count }, (_, i) => first + i);
    try {
      text += writeTle(elements, {
        names: ids.map((id) => indexedName(nodeNames.at(id), id)),
        catalogueNumbers: ids.map((id, i) => numberOf(elements.catalogueNumbers[i], id)),
        smallestEccentricity: SMALLEST_ECCENTRICITY,
      });
    } catch (error) {
      if (error instanceof RangeError) throw new ExportError([error.message]);
      throw error;
    }
  }
  return text;
}

/** Hypatia's names are one word and the satellite's number. */
function indexedName(name: string, id: number): string {
  if (new RegExp(`^[^\\s#]\\S* ${id}$`).test(name) && !name.startsWith("0 ")) return name;
  const word = name.trim().replace(/\s+/g, "_").replace(/^#/, "_");
  return `${word === "0" ? "_0" : word} ${id}`;
}

/** The set's own number where a TLE can hold it, else one more than the id, as Hypatia counts. */
function numberOf(own: number, id: number): number {
  return own > 0 && own <= LARGEST_NUMBER ? own : (id % LARGEST_NUMBER) + 1;
}

function stationText({ sky, nodeNames }: RunPlan): string {
  const { satelliteCount, groundCount } = sky.nodes;
  const sites = Array.from({ length: groundCount }, (_, i) => {
    const [x, y, z] = sky.groundPositionsKm.subarray(3 * i, 3 * i + 3);
    return { name: nodeNames.at(satelliteCount + i), ...ecefToGeodetic([x, y, z]) };
  });
  return writeHypatiaStations(sites);
}
