import type { NoRoute } from "../../routing/router.js";
import type { ExplainContext } from "./explain-context.js";
import { missingConstraints } from "./explain-link.js";
import type { LinkConstraint } from "./link-constraint.js";
import { whyUnusable } from "./node-state.js";
import { reachOf } from "./reach.js";

/** What stands in the way of a route. */
export type RouteObstacle =
  | { readonly kind: "end-unusable"; readonly node: number; readonly reason: string }
  /** No satellite is visible from the site. */
  | { readonly kind: "nothing-visible"; readonly node: number; readonly best: BestCandidate | null }
  /** The node has no link. */
  | {
      readonly kind: "isolated";
      readonly node: number;
      /** Satellites visible from a site; null for a satellite. */
      readonly visible: number | null;
      /** The nearest candidate, and why there is no link with it; null where there is none. */
      readonly nearest: { readonly node: number; readonly constraints: readonly LinkConstraint[] } | null;
    }
  /** Both have links, but no way leads from one to the other. */
  | {
      readonly kind: "parts-differ";
      /** Satellites that each end gets to. */
      readonly sourceReaches: number;
      readonly targetReaches: number;
      /** Whether there would be a way if ground nodes relayed. */
      readonly joinedByGround: boolean;
    }
  /** The router gave no way; `wayExists` tells whether the network has one. */
  | { readonly kind: "router-gave-none"; readonly router: string; readonly wayExists: boolean };

/** The satellite that comes nearest to being visible from a site. */
export interface BestCandidate {
  readonly satellite: number;
  readonly constraints: readonly LinkConstraint[];
}

/** Why there is no route between two nodes, given what the router said. */
export function routeObstacles(
  context: ExplainContext,
  source: number,
  target: number,
  { reason }: NoRoute,
): RouteObstacle[] {
  const ends = [source, target];
  const down = ends.flatMap((node): RouteObstacle[] => {
    const why = whyUnusable(context, node);
    return why === undefined ? [] : [{ kind: "end-unusable", node, reason: why }];
  });
  if (down.length > 0) return down;
  const { graph } = context.tick;
  const alone = ends.filter((node) => graph.offsets[node] === graph.offsets[node + 1]);
  if (alone.length > 0) return alone.map((node) => isolation(context, node));
  const wayExists = reachOf(graph, source)[target] === 1;
  const router = context.plan.routing.router.ref.name;
  if (wayExists || reason === "dropped" || reason === "loop")
    return [{ kind: "router-gave-none", router, wayExists }];
  return [
    {
      kind: "parts-differ",
      sourceReaches: satellitesReached(context, source),
      targetReaches: satellitesReached(context, target),
      joinedByGround: reachOf(graph, source, true)[target] === 1,
    },
  ];
}

function satellitesReached({ tick, plan }: ExplainContext, node: number): number {
  const reached = reachOf(tick.graph, node).subarray(0, plan.sky.nodes.satelliteCount);
  return reached.reduce((sum, each) => sum + each, 0);
}

function isolation(context: ExplainContext, node: number): RouteObstacle {
  const isSite = !context.isSatellite(node);
  if (isSite && context.hasPlace(node) && context.groundEntryOf(node) >= 0) {
    const visible = context.site(node).visibleCount;
    if (visible === 0) return { kind: "nothing-visible", node, best: bestCandidate(context, node) };
    const [first] = context.site(node).ranked();
    return { kind: "isolated", node, visible, nearest: withReasons(context, node, first.node) };
  }
  const nearest = nearestSatellite(context, node);
  return {
    kind: "isolated",
    node,
    visible: isSite ? 0 : null,
    nearest: nearest < 0 ? null : withReasons(context, node, nearest),
  };
}

function withReasons(context: ExplainContext, node: number, other: number) {
  return { node: other, constraints: missingConstraints(context, node, other) };
}

/** The usable satellite that least falls short: of the mask first, then of the slant range; then the nearer. */
function bestCandidate(context: ExplainContext, site: number): BestCandidate | null {
  const view = context.site(site);
  let best: { satellite: number; shortfall: readonly number[] } | undefined;
  for (let satellite = 0; satellite < context.plan.sky.nodes.satelliteCount; satellite++) {
    if (!context.hasPlace(satellite) || whyUnusable(context, satellite) !== undefined) continue;
    const { elevationDeg, maskDeg, slantRangeKm, maxSlantRangeKm } = view.look(satellite);
    const shortfall = [
      Math.max(0, maskDeg - elevationDeg),
      Math.max(0, slantRangeKm - maxSlantRangeKm),
      slantRangeKm,
    ];
    if (best === undefined || comesBefore(shortfall, best.shortfall)) best = { satellite, shortfall };
  }
  if (best === undefined) return null;
  return { satellite: best.satellite, constraints: view.obstacles(best.satellite) };
}

function comesBefore(p: readonly number[], q: readonly number[]): boolean {
  const at = p.findIndex((value, i) => value !== q[i]);
  return at >= 0 && p[at] < q[at];
}

/** The nearest other usable satellite with a place, -1 where there is none or the node itself has no place. */
function nearestSatellite(context: ExplainContext, node: number): number {
  if (!context.hasPlace(node)) return -1;
  const { positionsKm: p } = context.view;
  let best = -1;
  let bestKm = Number.POSITIVE_INFINITY;
  for (let other = 0; other < context.plan.sky.nodes.satelliteCount; other++) {
    if (other === node || !context.hasPlace(other) || whyUnusable(context, other) !== undefined) continue;
    const apart = Math.hypot(
      p[3 * node] - p[3 * other],
      p[3 * node + 1] - p[3 * other + 1],
      p[3 * node + 2] - p[3 * other + 2],
    );
    if (apart < bestKm) [best, bestKm] = [other, apart];
  }
  return best;
}
