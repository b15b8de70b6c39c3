import { NS_PER_SECOND } from "../../orbits/constants.js";
import type { NameList } from "../../orbits/name-list.js";
import type { Path } from "../../orbits/yaml-source.js";
import {
  type CapacityPlan,
  type FadePlan,
  LINK_KINDS,
  type LinkKind,
} from "../services/network/network-plan.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import { type AttenuationSeries, readAttenuation } from "./read-attenuation.js";
import type { AttenuationConfig, CapacityConfig } from "./schema/network.js";
import { plainView, type View } from "./view.js";

/** Resolves `network.capacities`: plans for each kind of link, and what the manifest shows of each entry. */
export async function loadCapacities(
  loading: Loading,
  configs: readonly CapacityConfig[],
  names: NodeNames,
): Promise<{ plans: CapacityPlan[]; views: View[] }> {
  const fades: (FadePlan | undefined)[] = [];
  const views: View[] = [];
  const named: NamedEntry[] = [];
  for (const [i, config] of configs.entries()) {
    const path = ["network", "capacities", i];
    const { bandwidth, attenuation, kind } = config;
    const fade = attenuation && (await loadFade(loading, [...path, "attenuation"], attenuation));
    const shown = {
      for: config.for,
      ...(kind !== undefined && { kind }),
      ...(bandwidth !== undefined && { bandwidthBps: bandwidth }),
    };
    fades.push(fade?.plan);
    views.push(
      fade === undefined
        ? plainView(shown)
        : {
            shown: { ...shown, attenuation: fade.view.shown },
            content: { ...shown, attenuation: fade.view.content },
          },
    );
    named.push({ path: [...path, "for"], kind, nodes: nodesNamed(config.for, [...path, "for"], names) });
  }
  const plans: CapacityPlan[] = [];
  const bandwidths = configs.map(({ bandwidth }) => bandwidth);
  const everyone = names.all.names;
  for (const { kind, nodes, entry } of shareOut(loading, named, bandwidths, "bandwidth", everyone)) {
    plans.push({ kind, nodes, bandwidthBps: bandwidths[entry] as number });
  }
  for (const { kind, nodes, entry } of shareOut(loading, named, fades, "attenuation", everyone)) {
    plans.push({ kind, nodes, fade: fades[entry] as FadePlan });
  }
  return { plans, views };
}

interface NamedEntry {
  readonly path: Path;
  /** Absent: all kinds. */
  readonly kind: LinkKind | undefined;
  /** Undefined for all that no other entry names. */
  readonly nodes: Uint32Array | undefined;
}

function nodesNamed(written: CapacityConfig["for"], path: Path, names: NodeNames): Uint32Array | undefined {
  if (written === "*" || (Array.isArray(written) && written.includes("*"))) return undefined;
  return names.many(path, written);
}

/**
 * Gives each node, for each kind of link, the one entry that gives it a value; notes nodes that two entries name. As in
 * `links`, `"*"` means the nodes that no other entry names.
 *
 * @param values by entry; undefined where it says nothing of this
 */
function shareOut(
  loading: Loading,
  entries: readonly NamedEntry[],
  values: readonly unknown[],
  what: string,
  everyone: NameList,
): { readonly kind: LinkKind; readonly nodes: Uint32Array; readonly entry: number }[] {
  const told = new Set<string>();
  return LINK_KINDS.flatMap((kind) => {
    const owner = new Int32Array(everyone.length).fill(-1);
    const own = [...entries.keys()].filter((i) => {
      const entry = entries[i] as NamedEntry;
      return values[i] !== undefined && (entry.kind === undefined || entry.kind === kind);
    });
    // Those that name nodes come before those that take the rest.
    const last = own.filter((i) => entries[i]!.nodes === undefined);
    return [...own.filter((i) => entries[i]!.nodes !== undefined), ...last].map((i) => {
      const { path, nodes } = entries[i] as NamedEntry;
      const rest = last.indexOf(i) > 0 ? undefined : new Array(everyone.length).keys();
      const taken: number[] = [];
      for (const node of nodes ?? rest ?? []) {
        const other = owner[node];
        if (other < 0) {
          owner[node] = i;
          taken.push(node);
        } else if (nodes !== undefined && !told.has(`${i} ${other}`)) {
          told.add(`${i} ${other}`);
          const line = loading.lineOf(entries[other]!.path);
          loading.fail(
            path,
            `"${everyone.at(node)}" is given ${what} for ${kind} links twice; first at ${line}`,
          );
        }
      }
      if (rest === undefined && nodes === undefined && !told.has(`${i} *`)) {
        told.add(`${i} *`);
        const line = loading.lineOf(entries[last[0] as number]!.path);
        loading.fail(path, `"*" is given ${what} for ${kind} links twice; first at ${line}`);
      }
      return { kind, nodes: Uint32Array.from(taken), entry: i };
    });
  });
}

async function loadFade(
  loading: Loading,
  path: Path,
  config: AttenuationConfig,
): Promise<{ plan: FadePlan; view: View } | undefined> {
  const { file, points, clearSkySnr, fadeMargin } = config;
  const law = { clearSkySnrDb: clearSkySnr, ...(fadeMargin !== undefined && { fadeMarginDb: fadeMargin }) };
  const whole = (series: AttenuationSeries): FadePlan => ({
    ...series,
    clearSkySnrDb: clearSkySnr,
    fadeMarginDb: fadeMargin ?? Number.POSITIVE_INFINITY,
  });
  if (file !== undefined) {
    const opened = await loading.read([...path, "file"], file);
    const series = opened && loading.collect(() => readAttenuation(opened.shown, opened.text));
    if (opened === undefined || series === undefined) return undefined;
    return {
      plan: whole(series),
      view: { shown: { file, ...law }, content: { file: opened.sha256, ...law } },
    };
  }
  const list = points ?? [];
  for (let i = 1; i < list.length; i++) {
    const [before, at] = [list[i - 1]!.at, list[i]!.at];
    if (at > before) continue;
    const place = [...path, "points", i, "at"];
    loading.fail(place, `expected a time after ${before / NS_PER_SECOND} s, that of the point before`);
  }
  const shown = list.map(({ at, attenuation }) => ({
    atSeconds: at / NS_PER_SECOND,
    attenuationDb: attenuation,
  }));
  return {
    plan: whole({
      timesNs: Float64Array.from(list, ({ at }) => at),
      attenuationDb: Float64Array.from(list, ({ attenuation }) => attenuation),
    }),
    view: plainView({ points: shown, ...law }),
  };
}
