import { DATA_RATE_BPS, parseQuantity } from "../../orbits/units.js";
import type { IslPlanEntry } from "../../routing/link-plan.js";
import type { LinkProtocol } from "../../routing/link-protocol.js";
import type { LinkClass } from "../../routing/link-table.js";
import type { Shell } from "../../routing/nodes.js";
import { builtInLinkProtocols } from "../../routing/topology/index.js";
import type { DraftList, Placed } from "./draft.js";
import { entryView, loadProtocol, noteUnknownProtocol, type ProtocolKind, trySetup } from "./link-entry.js";
import { shareOutNodes } from "./link-members.js";
import type { Linkable } from "./linkable.js";
import { readPairList } from "./load-pair-list.js";
import type { Loading } from "./loading.js";
import { PLANNED_LINK_PROTOCOLS } from "./planned-names.js";
import { ISL_KEYS, type IslConfig } from "./schema/links.js";
import type { View } from "./view.js";

const PROTOCOLS: ProtocolKind<LinkProtocol> = {
  what: "link protocol",
  kind: "link-protocol",
  builtIns: builtInLinkProtocols,
  planned: PLANNED_LINK_PROTOCOLS,
  commonKeys: ISL_KEYS,
};

/** Resolves the entries of `links.isl`; adds a class for each of them to `classes`. */
export async function loadIsls(
  loading: Loading,
  { items, unsound }: DraftList<IslConfig>,
  linkable: Linkable,
  classes: LinkClass[],
): Promise<{ entries: IslPlanEntry[]; views: View[] }> {
  const { nodes, orbiting, complete } = linkable;
  const members = shareOutNodes(loading, items, {
    what: "shell or source",
    count: nodes.satelliteCount,
    canBeLinked: (id) => orbiting[id] === 1,
    named: nodesByShell(nodes.shells),
    complete,
  });
  const entries: IslPlanEntry[] = [];
  const views: View[] = [];
  for (const item of unsound) noteUnknownProtocol(loading, item, PROTOCOLS);
  for (const [i, placed] of items.entries()) {
    const bandwidthBps = bandwidthOf(loading, placed);
    const loaded = await loadProtocol(loading, placed, PROTOCOLS);
    const pairs = loaded && (await readPairList(loading, placed.path, loaded, linkable));
    if (loaded === undefined || pairs === undefined || bandwidthBps === undefined || !complete) continue;
    const { entry } = placed.config;
    const range = entry.maxRange === undefined ? {} : { maxRangeKm: entry.maxRange };
    views.push(entryView(placed.config, loaded, { links: entry.links, ...range, bandwidthBps }, pairs.view));
    const islEntry = {
      maxLinks: entry.links,
      maxRangeKm: entry.maxRange ?? Number.POSITIVE_INFINITY,
      members: members[i] as Uint32Array,
      shells: nodes.shells.filter((shell) => members[i]?.includes(shell.first)),
    };
    if (islEntry.members.length === 0) {
      loading.warn(placed.path, "no satellite is left for this entry");
      continue;
    }
    const { config } = pairs;
    trySetup(loading, [...placed.path, "protocol"], () => {
      loaded.definition.setup({ entry: islEntry, nodes, config });
    });
    const protocol = { ref: loaded.use.ref, config };
    entries.push({ protocol, entry: islEntry, linkClass: classes.length, check: pairs.check });
    classes.push({ kind: "isl", bandwidthBps, hopDelayMs: entry.hopDelay / 1e6 });
  }
  return { entries, views };
}

/** Only `none`, which makes no links, does without. */
function bandwidthOf(loading: Loading, { path, config }: Placed<IslConfig>): number | undefined {
  const { bandwidth, protocol } = config.entry;
  if (bandwidth !== undefined) return bandwidth;
  if (protocol === "none") return 0;
  const expected = parseQuantity(DATA_RATE_BPS, undefined) as { error: string };
  loading.fail(path, `"bandwidth" is missing: ${expected.error}`);
  return undefined;
}

/** Ids by the name of their shell, and of their source. */
function nodesByShell(shells: readonly Shell[]): Map<string, number[]> {
  const named = new Map<string, number[]>();
  for (const { name, source, first, count } of shells) {
    const ids = Array.from({ length: count }, (_, i) => first + i);
    named.set(name, ids);
    if (source !== name) named.set(source, [...(named.get(source) ?? []), ...ids]);
  }
  return named;
}
