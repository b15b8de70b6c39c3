import { ecefToGeodetic, greatCircleKm } from "../../orbits/geodesy.js";
import type { FoundRoute, NoRouteReason } from "../../routing/router.js";
import { dijkstra } from "../../routing/routers/index.js";
import type { ExplainContext } from "./explain-context.js";
import { checkNode } from "./explain-link.js";
import { nodeLabel } from "./node-label.js";
import { costOf, hopsOf, type RouteHop } from "./route-hops.js";
import { type RouteObstacle, routeObstacles } from "./route-obstacle.js";
import { foundText, missingText } from "./route-text.js";

/** The route between two nodes at the tick, or why there is none. */
export type RouteExplanation = RouteThere | RouteMissing;

export interface RouteThere {
  readonly reachable: true;
  readonly source: number;
  readonly target: number;
  /** The router that found it, and what it minimises. */
  readonly router: string;
  readonly cost: string;
  readonly hops: readonly RouteHop[];
  /** One way. */
  readonly latencyMs: number;
  readonly lengthKm: number;
  /** Place in `hops` of the first hop with the least bandwidth; null for a path of no hops. */
  readonly bottleneck: number | null;
  /** Over the ground between ends on the ground; null where one is not. */
  readonly greatCircleKm: number | null;
  /** The way of least cost that leaves the source by another link; null where there is none. */
  readonly secondBest: SecondBest | null;
  /** The same in one line. */
  readonly text: string;
}

export interface SecondBest {
  /** Node that it leaves to. */
  readonly firstHop: number;
  readonly hops: number;
  readonly latencyMs: number;
  /** How much more it takes, one way. */
  readonly extraMs: number;
}

export interface RouteMissing {
  readonly reachable: false;
  readonly source: number;
  readonly target: number;
  readonly reason: NoRouteReason;
  /** At least one. */
  readonly obstacles: readonly RouteObstacle[];
  /** The same in one line. */
  readonly text: string;
}

/**
 * Explains the route that the scenario's router gives at the tick, or that it gives none.
 * @throws RangeError for a node that does not exist
 */
export function explainRoute(context: ExplainContext, source: number, target: number): RouteExplanation {
  for (const node of [source, target]) checkNode(context, node);
  const label = nodeLabel(context.plan);
  const route = context.tick.route(source, target);
  if (!route.reachable) {
    const { reason } = route;
    const missing = { reachable: false, source, target, reason } as const;
    const explained = { ...missing, obstacles: routeObstacles(context, source, target, route) };
    return { ...explained, text: missingText(explained, label) };
  }
  const hops = hopsOf(context.tick.graph, route.path);
  if (hops === undefined) {
    throw new Error(`the route from node ${source} to ${target} uses a link that the tick does not have`);
  }
  const { cost, router } = context.plan.routing;
  const explained = {
    reachable: true,
    source,
    target,
    router: router.ref.name,
    cost: cost === "latency" ? cost : cost.name,
    hops,
    latencyMs: route.latencyMs,
    lengthKm: hops.reduce((sum, { lengthKm }) => sum + lengthKm, 0),
    bottleneck: bottleneckOf(hops),
    greatCircleKm: overGroundKm(context, source, target),
    secondBest: secondBest(context, route),
  } as const;
  return { ...explained, text: foundText(explained, label) };
}

function bottleneckOf(hops: readonly RouteHop[]): number | null {
  if (hops.length === 0) return null;
  const least = Math.min(...hops.map(({ bandwidthBps }) => bandwidthBps));
  return hops.findIndex(({ bandwidthBps }) => bandwidthBps === least);
}

function overGroundKm(context: ExplainContext, source: number, target: number): number | null {
  if ([source, target].some((node) => context.isSatellite(node) || !context.hasPlace(node))) return null;
  const { positionsKm: p } = context.view;
  const place = (node: number) => ecefToGeodetic([p[3 * node], p[3 * node + 1], p[3 * node + 2]]);
  return greatCircleKm(place(source), place(target));
}

/**
 * The way of least cost that leaves the source by another link than the route does. It is searched for without
 * the source, which no way comes back through.
 */
function secondBest({ tick: { graph } }: ExplainContext, { path, latencyMs }: FoundRoute): SecondBest | null {
  const [source, first] = path;
  const target = path[path.length - 1];
  if (source === target) return null;
  const relays = graph.relays.slice();
  relays[source] = 0;
  const search = dijkstra.setup({ config: {} });
  search.update({ ...graph, relays });
  let best: { readonly path: readonly number[]; readonly cost: number } | undefined;
  const row = graph.heads.subarray(graph.offsets[source], graph.offsets[source + 1]);
  for (const neighbour of new Set(row)) {
    if (neighbour === first || (neighbour !== target && relays[neighbour] !== 1)) continue;
    const onward = search.route(neighbour, target);
    if (!onward.reachable) continue;
    const candidate = [source, ...onward.path];
    const cost = costOf(graph, candidate);
    if (cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = { path: candidate, cost };
  }
  const hops = best && hopsOf(graph, best.path);
  if (hops === undefined) return null;
  const total = hops.reduceRight((sum, hop) => sum + hop.latencyMs, 0);
  return { firstHop: hops[0].to, hops: hops.length, latencyMs: total, extraMs: total - latencyMs };
}
