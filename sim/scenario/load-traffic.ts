import type { Path } from "../../orbits/yaml-source.js";
import type {
  Destination,
  Ends,
  SizeLaw,
  TrafficPattern,
  TrafficPlan,
  TrafficSource,
} from "../services/traffic/traffic-plan.js";
import type { DraftList } from "./draft.js";
import { gravityPairs } from "./load-gravity.js";
import { loadTrafficTrace } from "./load-traffic-trace.js";
import type { Loading } from "./loading.js";
import type { NodeNames } from "./node-names.js";
import { groundRegion } from "./schema/region.js";
import type { DestinationConfig, SizeConfig, TrafficBranch, TrafficItemConfig } from "./schema/traffic.js";
import { withUnitNames } from "./unit-names.js";
import { plainView, type View } from "./view.js";

/** Resolves `traffic` to ids and numbers. */
export async function loadTraffic(
  loading: Loading,
  items: DraftList<TrafficItemConfig>,
  names: NodeNames,
  durationNs: number | undefined,
): Promise<{ plan: TrafficPlan; views: View[] }> {
  const sources: TrafficSource[] = [];
  const views: View[] = [];
  for (const { path, config } of items.items) {
    if ("trace" in config) {
      const trace = await loadTrafficTrace(
        loading,
        { path: [...path, "trace"], file: config.trace, durationNs },
        names,
      );
      if (trace === undefined) continue;
      sources.push(sourceOf("trace", config, { kind: "trace", transfers: trace.rows }));
      const { trace: _, ...rest } = config;
      const shown = withUnitNames(rest) as object;
      views.push({
        shown: { trace: config.trace, ...shown },
        content: { trace: { sha256: trace.sha256 }, ...shown },
      });
      continue;
    }
    const source = resolve(path, config, names);
    if (source !== undefined) sources.push(source);
    views.push(plainView(withUnitNames(config)));
  }
  return { plan: { sources }, views };
}

interface Common {
  readonly start: number;
  readonly end?: number | undefined;
  readonly priority: number;
  readonly maxRate?: number | undefined;
  readonly purpose?: string | undefined;
}

function sourceOf(kind: string, common: Common, pattern: TrafficPattern): TrafficSource {
  const { start, end, priority, maxRate, purpose } = common;
  return {
    purpose: purpose ?? kind,
    priority,
    fromNs: start,
    toNs: end ?? Number.POSITIVE_INFINITY,
    ...(maxRate !== undefined && { maxRateBps: maxRate }),
    pattern,
  };
}

function resolve(
  at: Path,
  config: Exclude<TrafficItemConfig, TrafficBranch<"trace">>,
  names: NodeNames,
): TrafficSource | undefined {
  if ("constant" in config) {
    const { size, ...item } = config.constant;
    const ends = endsOf([...at, "constant"], item, names);
    return sourceOf("constant", item, {
      kind: "constant",
      ...ends,
      size: sizeLaw(size),
      everyNs: paceNs(config.constant),
    });
  }
  if ("poisson" in config) {
    const { size, rate, ...item } = config.poisson;
    const ends = endsOf([...at, "poisson"], item, names);
    return sourceOf("poisson", item, { kind: "poisson", ...ends, size: sizeLaw(size), perSecond: rate });
  }
  if ("onOff" in config) {
    const { size, on, off, ...item } = config.onOff;
    return sourceOf("onOff", item, {
      kind: "on-off",
      ...endsOf([...at, "onOff"], item, names),
      size: sizeLaw(size),
      everyNs: paceNs(config.onOff),
      onSeconds: on / 1e9,
      offSeconds: off / 1e9,
    });
  }
  if ("gravity" in config) {
    const { size, total } = config.gravity;
    const pairs = gravityPairs([...at, "gravity"], config, names);
    if (pairs === undefined) return undefined;
    const law = sizeLaw(size);
    const perSecond = total / (8 * law.meanBytes);
    return sourceOf("gravity", config.gravity, { kind: "pairs", ...pairs, size: law, perSecond });
  }
  return requests([...at, "requests"], config, names);
}

function requests(
  path: Path,
  { requests: config }: TrafficBranch<"requests">,
  names: NodeNames,
): TrafficSource {
  const { request, response, rate, users = 0, think = 0, cpu, processing, ...item } = config;
  return sourceOf("requests", item, {
    kind: "request-response",
    ...endsOf(path, item, names),
    size: sizeLaw(request),
    response: sizeLaw(response),
    arrivals:
      rate === undefined
        ? { kind: "closed", users, thinkSeconds: think / 1e9 }
        : { kind: "open", perSecond: rate },
    ...(cpu !== undefined && { cpuSeconds: cpu / 1e9 }),
    processingNs: processing,
  });
}

function endsOf(
  path: Path,
  { from, to }: { readonly from: string | readonly string[]; readonly to: DestinationConfig },
  names: NodeNames,
): Ends {
  const ends = { from: names.many([...path, "from"], from), to: destinationOf([...path, "to"], to, names) };
  const [sender, ...others] = ends.from;
  const { nodes } = ends.to;
  if (sender !== undefined && others.length === 0 && nodes.length === 1 && nodes[0] === sender) {
    names.fail([...path, "to"], "expected another node than the sender");
  }
  return ends;
}

function destinationOf(path: Path, to: DestinationConfig, names: NodeNames): Destination {
  if (typeof to === "string" || Array.isArray(to)) return { nodes: names.many(path, to), choice: "any" };
  if ("nearest" in to) return { nodes: names.many([...path, "nearest"], to.nearest), choice: "nearest" };
  const { satelliteCount, groundCount } = names.all.nodes;
  const ground = Uint32Array.from({ length: groundCount }, (_, i) => satelliteCount + i);
  return { nodes: ground, choice: "any", region: groundRegion(to.region) };
}

function sizeLaw(size: SizeConfig): SizeLaw {
  if (typeof size === "number") return { distribution: "fixed", meanBytes: size };
  if ("exponential" in size) return { distribution: "exponential", meanBytes: size.exponential };
  return { distribution: "pareto", meanBytes: size.pareto.mean, shape: size.pareto.shape };
}

/** Time between transfers: as given, or such that transfers of this size make the rate. */
function paceNs({
  every,
  rate,
  size,
}: {
  every?: number | undefined;
  rate?: number | undefined;
  size: SizeConfig;
}): number {
  if (every !== undefined) return every;
  return Math.max(1, Math.round((8e9 * sizeLaw(size).meanBytes) / (rate ?? Number.NaN)));
}
