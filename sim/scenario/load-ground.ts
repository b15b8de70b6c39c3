import type { GroundSite } from "../../orbits/ground-site.js";
import { cities, readSites, SITE_FORMATS, siteFormatOf } from "../../orbits/readers/index.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { DraftList, Placed } from "./draft.js";
import type { Loading } from "./loading.js";
import type { GroundConfigItem } from "./schema/ground.js";
import { plainView, type View } from "./view.js";

/** Sites of one item of `ground`, renamed where it has a `prefix`. */
export interface SiteSource {
  readonly path: Path;
  readonly sites: readonly GroundSite[];
}

/** All sites of `ground`, in order. */
export interface LoadedGround {
  readonly sources: readonly SiteSource[];
  readonly views: readonly View[];
  /** False where an item could not be read. */
  readonly complete: boolean;
}

/** Reads all items of `ground`. */
export async function loadGround(loading: Loading, list: DraftList<GroundConfigItem>): Promise<LoadedGround> {
  const sources: SiteSource[] = [];
  const views: View[] = [];
  for (const item of list.items) {
    const loaded = await loadItem(loading, item);
    if (loaded === undefined) continue;
    sources.push({ path: loaded.path, sites: loaded.sites.map((site) => rename(site, item.config.prefix)) });
    views.push(loaded.view);
  }
  return { sources, views, complete: list.complete && sources.length === list.items.length };
}

async function loadItem(
  loading: Loading,
  { path, config }: Placed<GroundConfigItem>,
): Promise<(SiteSource & { view: View }) | undefined> {
  const { kind, prefix } = config;
  const named = prefix === undefined ? {} : { prefix };
  if (kind === "cities") {
    const view = plainView({ cities: config.cities, ...named });
    return { path: [...path, "cities"], sites: cities(config.cities), view };
  }
  if (kind === "site") {
    const { name, ...rest } = config.site;
    if (rest.horizonMask !== undefined && rest.minElevationDeg !== undefined) {
      loading.warn([...path, "minElevation"], "the site's mask stands in place of its minElevation");
    }
    return { path: [...path, "name"], sites: [config.site], view: plainView({ name, ...rest, ...named }) };
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
    view: {
      shown: { file: config.path, format, ...named },
      content: { file: opened.sha256, format, ...named },
    },
  };
}

function rename(site: GroundSite, prefix: string | undefined): GroundSite {
  return prefix === undefined ? site : { ...site, name: `${prefix}${site.name}` };
}
