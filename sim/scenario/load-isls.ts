import { DATA_RATE_BPS, parseQuantity } from "../../orbits/units.js";
import { checkChooser } from "../../routing/link-errors.js";
import type { IslPlanEntry } from "../../routing/link-plan.js";
import type { LinkProtocol } from "../../routing/link-protocol.js";
import type { LinkClass } from "../../routing/link-table.js";
import type { NodeTable, Shell } from "../../routing/nodes.js";
import { builtInLinkProtocols } from "../../routing/topology/index.js";
import { linkShells } from "../../routing/topology/inter-shell.js";
import type { Draft, DraftList, Placed } from "./draft.js";
import type { IdRange } from "./id-range.js";
import { entryView, loadProtocol, noteUnknownProtocol, type ProtocolKind, trySetup } from "./link-entry.js";
import { shareOutNodes } from "./link-members.js";
import { islRules } from "./link-rules.js";
import type { Linkable } from "./linkable.js";
import type { LoadedExtension } from "./load-extension.js";
import {
  DIRECTORY_ISL_LIMIT,
  directoryLimitKm,
  directoryPairs,
  ISL_LIMIT,
  isHypatiaProtocol,
} from "./load-hypatia-links.js";
import { readPairList } from "./load-pair-list.js";
import type { Loading } from "./loading.js";
import { PLANNED_LINK_PROTOCOLS } from "./planned-names.js";
import { ISL_KEYS, type IslConfig } from "./schema/links.js";
import { ShellPlanes } from "./shell-planes.js";
import type { View } from "./view.js";

const PROTOCOLS: ProtocolKind<LinkProtocol> = {
  what: "link protocol",
  kind: "link-protocol",
  builtIns: builtInLinkProtocols,
  planned: PLANNED_LINK_PROTOCOLS,
  commonKeys: ISL_KEYS,
};

/** The entries of `links.isl`, resolved. */
export interface LoadedIsls {
  readonly entries: readonly IslPlanEntry[];
  readonly views: readonly View[];
  /** All shells, with planes where a protocol asked for them. */
  readonly shells: readonly Shell[];
}

/** Resolves the entries of `links.isl`; adds a class for each of them to `classes`. */
export async function loadIsls(
  loading: Loading,
  { items, unsound }: DraftList<IslConfig>,
  linkable: Linkable,
  time: Draft["time"],
  classes: LinkClass[],
): Promise<LoadedIsls> {
  const { nodes, orbiting, complete, satellites } = linkable;
  // Without a sound time there is no plan, whatever the step.
  const stepNs = time?.stepNs ?? 0;
  const planes = new ShellPlanes(satellites, time?.start);
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
    const own = members[i] as Uint32Array;
    const pairs =
      loaded && isHypatiaProtocol(loaded)
        ? directoryPairs(loading, placed.path, loaded, own, linkable)
        : loaded && (await readPairList(loading, placed.path, loaded, linkable));
    if (loaded === undefined || pairs === undefined || bandwidthBps === undefined || !complete) continue;
    const { entry } = placed.config;
    const maxRangeKm = entry.maxRange ?? defaultRangeKm(loading, placed, loaded, own, linkable);
    const range = maxRangeKm === undefined ? {} : { maxRangeKm };
    const rules = islRules(entry, maxRangeKm, stepNs);
    const shown = { links: entry.links, ...range, ...rules.figures, bandwidthBps };
    views.push(entryView(placed.config, loaded, shown, pairs.view));
    const islEntry = {
      maxLinks: entry.links,
      maxRangeKm: maxRangeKm ?? Number.POSITIVE_INFINITY,
      members: own,
      shells: shellsFor(loaded.definition, nodes, own, planes),
    };
    if (islEntry.members.length === 0) {
      loading.warn(placed.path, "no satellite is left for this entry");
      continue;
    }
    const { config } = pairs;
    const namePath = [...placed.path, "protocol"];
    trySetup(loading, namePath, { ...PROTOCOLS, loaded }, () => {
      const known = { ...nodes, shells: planes.complete(nodes.shells) };
      checkChooser(loaded.definition.setup({ entry: islEntry, nodes: known, config }));
    });
    const { interShell } = rules.plan;
    if (interShell !== undefined) {
      const path = [...placed.path, "interShell"];
      trySetup(loading, path, undefined, () => linkShells(islEntry, interShell, nodes));
    }
    const protocol = { ref: loaded.use.ref, config };
    const place = loading.source.problem(namePath, "");
    const linkClass = classes.length;
    entries.push({ protocol, place, entry: islEntry, linkClass, check: pairs.check, ...rules.plan });
    classes.push({ kind: "isl", bandwidthBps, hopDelayMs: entry.hopDelay / 1e6 });
  }
  return { entries, views, shells: planes.complete(nodes.shells) };
}

/** The shells of an entry's satellites, with planes where its protocol goes by planes. */
function shellsFor(
  { needsPlanes = false }: LinkProtocol,
  { shells }: NodeTable,
  members: Uint32Array,
  planes: ShellPlanes,
): Shell[] {
  const own = shells.filter(({ first }) => members.includes(first));
  return needsPlanes ? own.map((shell) => planes.infer(shell)) : own;
}

/** Hypatia directories say how long links may be. */
function defaultRangeKm(
  loading: Loading,
  { path }: Placed<IslConfig>,
  loaded: LoadedExtension<LinkProtocol>,
  members: Uint32Array,
  { directories }: Linkable,
): number | undefined {
  if (loaded.definition.name === "none") return undefined;
  const kind = isHypatiaProtocol(loaded) ? DIRECTORY_ISL_LIMIT : ISL_LIMIT;
  return directoryLimitKm(loading, path, members, directories, kind);
}

/** Only `none`, which makes no links, does without; not where there are links between shells all the same. */
function bandwidthOf(loading: Loading, { path, config }: Placed<IslConfig>): number | undefined {
  const { bandwidth, protocol, interShell } = config.entry;
  if (bandwidth !== undefined) return bandwidth;
  if (protocol === "none" && interShell === undefined) return 0;
  const expected = parseQuantity(DATA_RATE_BPS, undefined) as { error: string };
  loading.fail(path, `"bandwidth" is missing: ${expected.error}`);
  return undefined;
}

/** Ids by the name of their shell, and of their source. */
function nodesByShell(shells: readonly Shell[]): Map<string, IdRange[]> {
  const named = new Map<string, IdRange[]>();
  for (const shell of shells) {
    named.set(shell.name, [shell]);
    if (shell.source !== shell.name) named.set(shell.source, [...(named.get(shell.source) ?? []), shell]);
  }
  return named;
}
