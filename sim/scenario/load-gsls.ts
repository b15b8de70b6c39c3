import type { GroundLinkProtocol } from "../../routing/ground-link-protocol.js";
import type { GroundPlanEntry } from "../../routing/link-plan.js";
import type { LinkClass } from "../../routing/link-table.js";
import { builtInGroundLinkProtocols } from "../../routing/topology/index.js";
import type { DraftList } from "./draft.js";
import { entryView, loadProtocol, noteUnknownProtocol, type ProtocolKind, trySetup } from "./link-entry.js";
import { shareOutNodes } from "./link-members.js";
import type { Linkable } from "./linkable.js";
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
    named: new Map(siteNames.flatMap((name, i) => (name === undefined ? [] : [[name, [i]]]))),
    complete,
  });
  const entries: GroundPlanEntry[] = [];
  const views: View[] = [];
  for (const item of unsound) noteUnknownProtocol(loading, item, PROTOCOLS);
  for (const [i, placed] of items.entries()) {
    const loaded = await loadProtocol(loading, placed, PROTOCOLS);
    if (loaded === undefined || !complete) continue;
    const { entry } = placed.config;
    const maskDeg = entryMaskDeg(entry);
    views.push(entryView(placed.config, loaded, figures(entry, maskDeg)));
    const indices = members[i] as Uint32Array;
    if (indices.length === 0) {
      loading.warn(placed.path, "no site is left for this entry");
      continue;
    }
    const groundEntry = {
      maxLinks: entry.links,
      maxSlantRangeKm: entry.maxSlantRange ?? Number.POSITIVE_INFINITY,
      members: indices.map((index) => nodes.satelliteCount + index),
      maskDeg: Float64Array.from(indices, (index) => {
        const own = nodes.siteMaskDeg[index] as number;
        return Number.isNaN(own) ? maskDeg : own;
      }),
    };
    const { config } = loaded.use;
    trySetup(loading, [...placed.path, "protocol"], () => {
      loaded.definition.setup({ entry: groundEntry, nodes, config });
    });
    entries.push({ protocol: loaded.use, entry: groundEntry, linkClass: classes.length });
    classes.push({ kind: "gsl", bandwidthBps: entry.bandwidth, hopDelayMs: entry.hopDelay / 1e6 });
  }
  return { entries, views };
}

/** Where only a slant range is given there is no mask. */
function entryMaskDeg({ minElevation, maxSlantRange }: GroundConfig["entry"]): number {
  if (minElevation !== undefined) return minElevation;
  return maxSlantRange === undefined ? DEFAULT_MASK_DEG : Number.NEGATIVE_INFINITY;
}

function figures(entry: GroundConfig["entry"], maskDeg: number): Record<string, unknown> {
  return {
    links: entry.links,
    minElevationDeg: Number.isFinite(maskDeg) ? maskDeg : "none",
    ...(entry.maxSlantRange === undefined ? {} : { maxSlantRangeKm: entry.maxSlantRange }),
    bandwidthBps: entry.bandwidth,
  };
}
