import type { GroundEntry, GroundLinkProtocol } from "../../routing/ground-link-protocol.js";
import { checkChooser } from "../../routing/link-errors.js";
import type { GroundPlanEntry } from "../../routing/link-plan.js";
import type { LinkClass } from "../../routing/link-table.js";
import type { NodeTable } from "../../routing/nodes.js";
import { builtInGroundLinkProtocols } from "../../routing/topology/index.js";
import type { DraftList } from "./draft.js";
import type { IdRange } from "./id-range.js";
import { entryView, loadProtocol, noteUnknownProtocol, type ProtocolKind, trySetup } from "./link-entry.js";
import { shareOutNodes } from "./link-members.js";
import { groundRules } from "./link-rules.js";
import type { Linkable } from "./linkable.js";
import { directoryLimitKm, GSL_LIMIT } from "./load-hypatia-links.js";
import type { Loading } from "./loading.js";
import { PLANNED_GROUND_PROTOCOLS } from "./planned-names.js";
import { GROUND_KEYS, type GroundConfig } from "./schema/links.js";
import type { View } from "./view.js";

const PROTOCOLS: ProtocolKind<GroundLinkProtocol> = {
  what: "ground link protocol",
  kind: "ground-link-protocol",
  builtIns: builtInGroundLinkProtocols,
  planned: PLANNED_GROUND_PROTOCOLS,
  commonKeys: GROUND_KEYS,
};

/** Mask where neither the site nor its entry says anything, degrees. Source: the project's contract. */
const DEFAULT_MASK_DEG = 25;

/** Resolves the entries of `links.ground`; adds a class for each of them to `classes`. */
export async function loadGsls(
  loading: Loading,
  { items, unsound }: DraftList<GroundConfig>,
  linkable: Linkable,
  classes: LinkClass[],
): Promise<{ entries: GroundPlanEntry[]; views: View[] }> {
  const { nodes, siteNames, complete } = linkable;
  const members = shareOutNodes(loading, items, {
    what: "site",
    count: nodes.groundCount,
    canBeLinked: (index) => siteNames[index] !== undefined,
    named: sitesByName(linkable),
    complete,
  });
  const entries: GroundPlanEntry[] = [];
  const views: View[] = [];
  for (const item of unsound) noteUnknownProtocol(loading, item, PROTOCOLS);
  for (const [i, placed] of items.entries()) {
    const loaded = await loadProtocol(loading, placed, PROTOCOLS);
    if (loaded === undefined || !complete) continue;
    const { entry } = placed.config;
    const indices = members[i] as Uint32Array;
    const maxSlantRangeKm =
      entry.maxSlantRange ?? directoryLimitKm(loading, placed.path, indices, linkable.directories, GSL_LIMIT);
    const maskDeg = entryMaskDeg(entry.minElevation, maxSlantRangeKm);
    const rules = groundRules(entry);
    const shown = { ...figures(entry, maskDeg, maxSlantRangeKm), ...rules.figures };
    views.push(entryView(placed.config, loaded, shown));
    if (indices.length === 0) {
      loading.warn(placed.path, "no site is left for this entry");
      continue;
    }
    const groundEntry: GroundEntry = {
      maxLinks: entry.links,
      maxSlantRangeKm: maxSlantRangeKm ?? Number.POSITIVE_INFINITY,
      members: indices.map((index) => nodes.satelliteCount + index),
      maskDeg: Float64Array.from(indices, (index) => {
        const own = nodes.siteMaskDeg[index] as number;
        return Number.isNaN(own) ? maskDeg : own;
      }),
      ...horizonsOf(nodes, indices),
      ...rules.plan,
    };
    const { config } = loaded.use;
    const namePath = [...placed.path, "protocol"];
    trySetup(loading, namePath, { ...PROTOCOLS, loaded }, () => {
      checkChooser(loaded.definition.setup({ entry: groundEntry, nodes, config }));
    });
    const place = loading.source.problem(namePath, "");
    entries.push({ protocol: loaded.use, place, entry: groundEntry, linkClass: classes.length });
    classes.push({ kind: "gsl", bandwidthBps: entry.bandwidth, hopDelayMs: entry.hopDelay / 1e6 });
  }
  return { entries, views };
}

/** Sites by their name, and the stations of a Hypatia directory by that of its source. */
function sitesByName({ siteNames, directories }: Linkable): Map<string, IdRange[]> {
  const named = new Map<string, IdRange[]>();
  for (const { name, firstSite, siteCount } of directories) {
    named.set(name, [{ first: firstSite, count: siteCount }]);
  }
  for (const [i, name] of siteNames.entries())
    if (name !== undefined) named.set(name, [{ first: i, count: 1 }]);
  return named;
}

/** Masks by azimuth of the sites that have one. */
function horizonsOf({ horizons }: NodeTable, indices: Uint32Array): Pick<GroundEntry, "horizons"> {
  if (horizons === undefined) return {};
  const own = Array.from(indices, (index) => horizons[index]);
  return own.some((horizon) => horizon !== undefined) ? { horizons: own } : {};
}

/** Where only a slant range is given there is no mask. */
function entryMaskDeg(minElevationDeg: number | undefined, maxSlantRangeKm: number | undefined): number {
  if (minElevationDeg !== undefined) return minElevationDeg;
  return maxSlantRangeKm === undefined ? DEFAULT_MASK_DEG : Number.NEGATIVE_INFINITY;
}

function figures(
  entry: GroundConfig["entry"],
  maskDeg: number,
  maxSlantRangeKm: number | undefined,
): Record<string, unknown> {
  return {
    links: entry.links,
    minElevationDeg: Number.isFinite(maskDeg) ? maskDeg : "none",
    ...(maxSlantRangeKm === undefined ? {} : { maxSlantRangeKm }),
    bandwidthBps: entry.bandwidth,
  };
}
