import type { Geodetic } from "../../orbits/geodesy.js";
import type { GroundSite } from "../../orbits/ground-site.js";
import { cities, readSites, SITE_FORMATS, siteFormatOf } from "../../orbits/readers/index.js";
import type { Track } from "../../orbits/track.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { DraftList, Placed } from "./draft.js";
import type { SitedSource } from "./load-constellation.js";
import type { LegSites } from "./load-legs.js";
import { loadLegs, loadTrack } from "./load-moving-ground.js";
import type { Loading } from "./loading.js";
import type { GroundConfigItem } from "./schema/ground.js";
import type { TimeConfig } from "./schema/time.js";
import { namesOfUnsound } from "./unread-names.js";
import { plainView, type View } from "./view.js";

/** A ground node with a place; one that moves has a track, and the place is where it is at the start. */
export interface LoadedSite extends GroundSite {
  readonly track?: Track;
}

/** Sites of one item of `ground`, renamed where it has a `prefix`. */
export interface SiteSource {
  readonly path: Path;
  readonly sites: readonly LoadedSite[];
}

/** One item of `ground`, not renamed yet. */
export interface LoadedSource extends SiteSource {
  readonly prefix: string | undefined;
  readonly view: View;
}

/** All sites of `ground`, in order. */
export interface LoadedGround {
  readonly sources: readonly SiteSource[];
  readonly views: readonly View[];
  /** False where an item could not be read. */
  readonly complete: boolean;
}

/** What nodes that move may need beside their own item. */
interface Surroundings {
  readonly time: TimeConfig | undefined;
  /** Sources of the constellation that bring ground nodes. */
  readonly sited: readonly SitedSource[];
  /** False where the constellation could not be read as a whole. */
  readonly complete: boolean;
}

/** Reads all items of `ground`. */
export async function loadGround(
  loading: Loading,
  list: DraftList<GroundConfigItem>,
  { time, sited, complete }: Surroundings,
): Promise<LoadedGround> {
  const loaded: (LoadedSource | undefined)[] = [];
  for (const item of list.items) loaded.push(await loadItem(loading, item, time));
  // Legs lead from and to other sites, wherever those stand in the list.
  const found = loaded.filter((source) => source !== undefined);
  const legCount = list.items.filter(({ config: { kind } }) => kind === "legs").length;
  const areAllRead = complete && found.length + legCount === list.items.length;
  const isGuess = !list.complete && list.unsound.length === 0;
  const unread = areAllRead && !isGuess ? namesOfUnsound(list) : undefined;
  const sites = legSites(found, sited, list.items, unread);
  for (const [i, { path, config }] of list.items.entries()) {
    if (config.kind === "legs") loaded[i] = loadLegs(loading, path, config, sites, time);
  }
  const sources = loaded.filter((source) => source !== undefined);
  return {
    sources: sources.map((source) => ({ path: source.path, sites: renamedSites(source) })),
    views: sources.map(({ view }) => view),
    complete: list.complete && sources.length === list.items.length,
  };
}

/** Loads an item; undefined where it cannot be read, and for one of legs. */
async function loadItem(
  loading: Loading,
  { path, config }: Placed<GroundConfigItem>,
  time: TimeConfig | undefined,
): Promise<LoadedSource | undefined> {
  const { kind, prefix } = config;
  if (kind === "legs") return undefined;
  if (kind === "track") return loadTrack(loading, path, config, time);
  const named = prefix === undefined ? {} : { prefix };
  if (kind === "cities") {
    const view = plainView({ cities: config.cities, ...named });
    return { path: [...path, "cities"], sites: cities(config.cities), prefix, view };
  }
  if (kind === "site") {
    const { name, ...rest } = config.site;
    if (rest.horizonMask !== undefined && rest.minElevationDeg !== undefined) {
      loading.warn([...path, "minElevation"], "the site's mask stands in place of its minElevation");
    }
    const view = plainView({ name, ...rest, ...named });
    return { path: [...path, "name"], sites: [config.site], prefix, view };
  }
  const place = config.nested ? [...path, "file", "path"] : [...path, "file"];
  const format = config.format ?? siteFormatOf(config.path);
  if (format === undefined) {
    const message = `the extension does not tell how to read "${config.path}"; write file: { path: ..., format: ... } with one of ${SITE_FORMATS.join(", ")}`;
    loading.fail(place, message);
    return undefined;
  }
  const opened = await loading.read(place, config.path);
  const read = opened && loading.collect(() => readSites(opened.shown, opened.text, format));
  if (opened === undefined || read === undefined) return undefined;
  return {
    path: place,
    sites: read.sites,
    prefix,
    view: {
      shown: { file: config.path, format, ...named },
      content: { file: opened.sha256, format, ...named },
    },
  };
}

/** All ground nodes as legs can call them. */
function legSites(
  loaded: readonly LoadedSource[],
  sited: readonly SitedSource[],
  items: readonly Placed<GroundConfigItem>[],
  unread: LegSites["unread"],
): LegSites {
  const places = new Map<string, Geodetic>();
  const others = new Map<string, string>();
  for (const source of sited) {
    if ("network" in source) {
      for (const { name } of source.network.nodes)
        others.set(name, "is of a static network and has no place");
    } else for (const station of source.hypatia.stations) places.set(station.name, station);
  }
  for (const { config } of items) {
    if (config.kind === "legs" || config.kind === "track") {
      others.set(`${config.prefix ?? ""}${config.name}`, "moves itself");
    }
  }
  for (const source of loaded) {
    for (const site of renamedSites(source)) if (!others.has(site.name)) places.set(site.name, site);
  }
  return { places, others, unread };
}

function renamedSites({ sites, prefix }: LoadedSource): readonly LoadedSite[] {
  return prefix === undefined ? sites : sites.map((site) => ({ ...site, name: `${prefix}${site.name}` }));
}
