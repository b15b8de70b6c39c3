import type { GeoRegion } from "../../orbits/geo-region.js";
import type { Path } from "../../orbits/yaml-source.js";
import type { FaultEntry, FaultPlan } from "../services/faults/fault-plan.js";
import type { LifetimeLaw } from "../services/faults/lifetime-law.js";
import type { DraftList } from "./draft.js";
import { loadFaultTrace } from "./load-fault-trace.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import type { FaultBranch, FaultItemConfig } from "./schema/faults.js";
import { groundRegion } from "./schema/region.js";
import { withUnitNames } from "./unit-names.js";
import { plainView, type View } from "./view.js";

/** Resolves `faults` to ids and numbers. */
export async function loadFaults(
  loading: Loading,
  items: DraftList<FaultItemConfig>,
  names: NodeNames,
  durationNs: number | undefined,
): Promise<{ plan: FaultPlan; views: View[] }> {
  const entries: FaultEntry[] = [];
  const views: View[] = [];
  for (const { path, config } of items.items) {
    if ("trace" in config) {
      const trace = await loadFaultTrace(
        loading,
        { path: [...path, "trace"], file: config.trace, durationNs },
        names,
      );
      if (trace === undefined) continue;
      entries.push({ kind: "switches", switches: trace.rows });
      views.push({ shown: config, content: { trace: { sha256: trace.sha256 } } });
      continue;
    }
    const entry = resolve(path, config, names);
    if (entry !== undefined) entries.push(entry);
    views.push(plainView(withUnitNames(config)));
  }
  return { plan: { entries }, views };
}

function resolve(path: Path, config: Exclude<FaultItemConfig, { trace: unknown }>, names: NodeNames) {
  if ("random" in config) return randomFaults([...path, "random"], config, names);
  if ("outage" in config) return outage([...path, "outage"], config, names);
  if ("region" in config) return regionFault([...path, "region"], config, names);
  const { nodes, share, at, spread, mttr } = config.storm;
  const entry: FaultEntry = {
    kind: "storm",
    nodes: names.many([...path, "storm", "nodes"], nodes),
    share,
    atNs: at,
    spreadNs: spread,
    ...repairOf(mttr),
  };
  return entry;
}

function randomFaults(path: Path, { random }: FaultBranch<"random">, names: NodeNames): FaultEntry {
  const { nodes, links, for: members, mttf, mttr, distribution, shape } = random;
  const meanSeconds = mttf / 1e9;
  if (links !== undefined) {
    return {
      kind: "random-links",
      links,
      ...(members !== undefined && { nodes: names.many([...path, "for"], members) }),
      meanSeconds,
      ...repairOf(mttr),
    };
  }
  return {
    kind: "random-nodes",
    nodes: names.many([...path, "nodes"], nodes ?? []),
    failure:
      distribution === "weibull"
        ? { distribution, meanSeconds, shape: shape ?? Number.NaN }
        : { distribution, meanSeconds },
    ...repairOf(mttr),
  };
}

function outage(path: Path, { outage: { nodes, link, from, to } }: FaultBranch<"outage">, names: NodeNames) {
  const concerned: (readonly [number] | readonly [number, number])[] = [];
  if (nodes !== undefined) for (const id of names.many([...path, "nodes"], nodes)) concerned.push([id]);
  if (link !== undefined) {
    const [a, b] = link.map((name, i) => names.one([...path, "link", i], name));
    if (a === undefined || b === undefined) return undefined;
    if (a === b) names.fail([...path, "link"], "expected two nodes; a link joins no node with itself");
    concerned.push([a, b]);
  }
  const entry: FaultEntry = {
    kind: "switches",
    switches: [
      ...concerned.map((ends) => ({ timeNs: from, up: false, ends })),
      ...(to === undefined ? [] : concerned.map((ends) => ({ timeNs: to, up: true, ends }))),
    ],
  };
  return entry;
}

function regionFault(path: Path, { region: config }: FaultBranch<"region">, names: NodeNames): FaultEntry {
  const { for: members, from, to } = config;
  const region = shapeOf(config);
  const { count, satelliteCount } = names.all.nodes;
  const [first, end] = region.kind === "band" ? [0, satelliteCount] : [satelliteCount, count];
  const all = Uint32Array.from({ length: end - first }, (_, i) => first + i);
  const named = members === undefined ? all : names.many([...path, "for"], members);
  return {
    kind: "region",
    region,
    nodes: named.filter((node) => node >= first && node < end),
    fromNs: from,
    ...(to !== undefined && { toNs: to }),
  };
}

function shapeOf(config: FaultBranch<"region">["region"]): GeoRegion {
  const { latitudes } = config;
  if (latitudes === undefined) return groundRegion(config);
  return { kind: "band", fromDeg: latitudes[0], toDeg: latitudes[1] };
}

function repairOf(mttr: number | "never"): { readonly repair?: LifetimeLaw } {
  return mttr === "never" ? {} : { repair: { distribution: "exponential", meanSeconds: mttr / 1e9 } };
}
