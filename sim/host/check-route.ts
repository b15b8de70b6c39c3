import { refusePromise } from "../../orbits/refuse-promise.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import { routeAlong } from "../../routing/route-along.js";
import type { NoRouteReason, Route } from "../../routing/router.js";

const REASONS: Readonly<Record<NoRouteReason, true>> = {
  "source-unusable": true,
  "target-unusable": true,
  "source-isolated": true,
  "target-isolated": true,
  disconnected: true,
  dropped: true,
  loop: true,
};

/** Latencies of one path summed in another order differ by no more than this share. */
const ROUNDING = 1e-9;

/**
 * A user's router may be plain JavaScript, and may be wrong: its answer is held against the network here, so that a
 * mistake names the router and does not surface as a figure.
 * @throws Error saying what is wrong with the answer
 */
export function checkRoute(graph: NetworkGraph, route: Route, source: number, target: number): Route {
  refusePromise(route, "route()");
  if (route?.reachable === false) {
    if (Object.hasOwn(REASONS, route.reason)) return route;
    throw new Error(
      `route() gave the reason "${route.reason}"; expected one of ${Object.keys(REASONS).join(", ")}`,
    );
  }
  if (route?.reachable !== true) {
    throw new Error("route() gave neither { reachable: true, … } nor { reachable: false, … }");
  }
  const { path, hops, latencyMs, bottleneckBps } = route;
  if (!Array.isArray(path) || path[0] !== source || path[path.length - 1] !== target) {
    throw new Error(`route() gave no path from ${source} to ${target}`);
  }
  const actual = routeAlong(graph, path);
  if (hops !== actual.hops) throw new Error(`route() gave ${hops} hops for a path of ${path.length} nodes`);
  if (!(Math.abs(latencyMs - actual.latencyMs) <= ROUNDING * actual.latencyMs)) {
    throw new Error(
      `route() gave a latencyMs of ${latencyMs} for a path whose links take ${actual.latencyMs} ms (routeAlong tells)`,
    );
  }
  if (bottleneckBps !== actual.bottleneckBps) {
    throw new Error(
      `route() gave a bottleneckBps of ${bottleneckBps} for a path with ${actual.bottleneckBps} (routeAlong tells)`,
    );
  }
  return route;
}
