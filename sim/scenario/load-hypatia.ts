import { basename, join, normalize } from "node:path";
import type { GroundSite } from "../../orbits/ground-site.js";
import {
  type HypatiaDescription,
  readGslInterfaces,
  readHypatiaDescription,
  readIslPairs,
  readSites,
  readTle,
} from "../../orbits/readers/index.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { ShellLayout } from "../../routing/nodes.js";
import type { ReadFile } from "./input-files.js";
import type { LoadedSource } from "./load-source.js";
import type { Loading } from "./loading.js";
import type { SourceConfig } from "./schema/constellation.js";

type HypatiaConfig = Extract<SourceConfig, { kind: "hypatia" }>;

/** What a Hypatia state directory says beside its satellites. */
export interface HypatiaDirectory {
  /** As the scenario names it. */
  readonly shown: string;
  readonly satelliteCount: number;
  /** In order, with the source's prefix. */
  readonly stations: readonly GroundSite[];
  /** `[a0, b0, a1, b1, ...]` in the order of isls.txt, ids counted within the directory. */
  readonly islPairs: Uint32Array;
  /** What links are limited to where the scenario says nothing. */
  readonly limits: HypatiaDescription;
}

/** Reads a directory of tles.txt, isls.txt, ground_stations.txt and, where they are there, the files about links. */
export async function loadHypatia(
  loading: Loading,
  path: Path,
  config: HypatiaConfig,
): Promise<LoadedSource | undefined> {
  const place = [...path, "hypatia"];
  const { hypatia: shown, prefix } = config;
  if (!(await isDirectory(loading, place, shown))) return undefined;
  const file = (name: string): string => join(shown, name);
  const [tles, isls, stations] = [
    await loading.read(place, file("tles.txt")),
    await loading.read(place, file("isls.txt")),
    await loading.read(place, file("ground_stations.txt")),
  ];
  const ifThere = async (name: string): Promise<ReadFile | undefined> =>
    (await loading.kindOf(place, file(name))) === undefined ? undefined : loading.read(place, file(name));
  const description = await ifThere("description.txt");
  const interfaces = await ifThere("gsl_interfaces_info.txt");

  const catalogue = tles && loading.collect(() => readTle(tles.shown, tles.text, { checksum: "error" }));
  const count = catalogue?.elements.count;
  const pairs = isls && loading.collect(() => readPairs(isls, count));
  const sites = stations && loading.collect(() => readSites(stations.shown, stations.text, "hypatia").sites);
  const limits = description
    ? loading.collect(() => readHypatiaDescription(description.shown, description.text))
    : {};
  if (interfaces && catalogue && sites)
    noteInterfaces(loading, interfaces, catalogue.elements.count + sites.length);
  if (!(tles && isls && stations && catalogue && sites && pairs && limits)) return undefined;
  loading.warnings.push(...catalogue.warnings);
  if (limits.maxGslKm === undefined) {
    const what = description ? "no max_gsl_length_m in its description.txt" : "no description.txt";
    loading.warn(place, `"${shown}" has ${what}: maxSlantRange is what links.ground says`);
  }
  const name = config.name ?? nameOf(shown);
  const named = {
    ...(config.name === undefined ? {} : { name }),
    ...(prefix === undefined ? {} : { prefix }),
  };
  const layout = layoutOf(tles.text, catalogue.elements.count);
  return {
    path: place,
    shells: [{ name, source: name, elements: catalogue.elements, ...(layout && { layout }) }],
    hypatia: {
      shown,
      satelliteCount: catalogue.elements.count,
      stations: sites.map((site) =>
        prefix === undefined ? site : { ...site, name: `${prefix}${site.name}` },
      ),
      islPairs: pairs,
      limits,
    },
    view: {
      shown: { hypatia: shown, name, ...(prefix === undefined ? {} : { prefix }) },
      content: {
        hypatia: {
          tles: tles.sha256,
          isls: isls.sha256,
          groundStations: stations.sha256,
          ...(description && { description: description.sha256 }),
        },
        ...named,
      },
    },
  };
}

async function isDirectory(loading: Loading, place: Path, shown: string): Promise<boolean> {
  const kind = await loading.kindOf(place, shown);
  if (kind === "folder") return true;
  const expected = "expected a directory with tles.txt, isls.txt and ground_stations.txt";
  const found = kind === "file" ? "is a file" : "does not exist";
  loading.fail(place, `${expected}; "${shown}" ${found}`);
  return false;
}

function readPairs({ shown, text }: ReadFile, satelliteCount: number | undefined): Uint32Array {
  // Without satellites to count, what is wrong with the lines themselves is told all the same.
  const known = satelliteCount === undefined ? {} : { satelliteCount };
  return readIslPairs(shown, text, { mayBeEmpty: true, ...known });
}

/** Ground links follow `links.ground`; what the directory has of interfaces for them can only be told. */
function noteInterfaces(loading: Loading, { shown, text }: ReadFile, nodeCount: number): void {
  const counts = loading.collect(() => readGslInterfaces(shown, text, nodeCount));
  const others = counts?.reduce((sum, count) => sum + (count === 1 ? 0 : 1), 0) ?? 0;
  if (others === 0) return;
  const nodes = others === 1 ? "1 node has" : `${others} nodes have`;
  const message = `${nodes} other than one interface for ground links; links.ground alone says how many links there may be`;
  loading.warnings.push({ file: shown, message });
}

/** The name of the directory, whatever leads to it. */
function nameOf(path: string): string {
  const name = basename(normalize(path));
  return name === "." || name === ".." || name === "" ? "hypatia" : name;
}

/** Planes and slots by the first line of tles.txt, where they account for all satellites. */
function layoutOf(text: string, count: number): ShellLayout | undefined {
  const match = /^\uFEFF?\s*(\d+)[ \t]+(\d+)[ \t]*\r?\n/.exec(text);
  if (match === null) return undefined;
  const [planes, slotsPerPlane] = [Number(match[1]), Number(match[2])];
  return planes * slotsPerPlane === count ? { planes, slotsPerPlane } : undefined;
}
