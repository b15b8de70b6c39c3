import { refusePromise } from "../../orbits/refuse-promise.js";
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

/**
 * A user's router may be plain JavaScript: what it answers is looked at here, once, so that a mistake names the
 * router and not the table or summary in which it would surface.
 * @throws Error saying what is wrong with the answer
 */
export function checkRoute(route: Route, source: number, target: number): Route {
  refusePromise(route, "route()");
  if (route?.reachable === false) {
    if (Object.hasOwn(REASONS, route.reason)) return route;
    throw new Error(
      `route() gave the reason "${route.reason}"; expected one of ${Object.keys(REASONS).join(", ")}`,
    );
  }
  if (route?.reachable !== true)
    throw new Error("route() gave no { reachable: true } or { reachable: false }");
  const { path, hops, latencyMs, bottleneckBps } = route;
  if (!Array.isArray(path) || path[0] !== source || path[path.length - 1] !== target) {
    throw new Error(`route() gave no path from ${source} to ${target}`);
  }
  if (hops !== path.length - 1)
    throw new Error(`route() gave ${hops} hops for a path of ${path.length} nodes`);
  if (!(latencyMs >= 0 && latencyMs < Number.POSITIVE_INFINITY)) {
    throw new Error(`route() gave a latencyMs of ${latencyMs}; expected a finite number of at least 0`);
  }
  if (!(bottleneckBps >= 0)) {
    throw new Error(`route() gave a bottleneckBps of ${bottleneckBps}; expected a number of at least 0`);
  }
  return route;
}
