import type { World } from "../host/world.js";

/** Routes between ground nodes at one tick, over the ordered pairs of different ones that have a route. */
export interface StationRoutes {
  /** Ordered pairs of different ground nodes. */
  readonly pairs: number;
  readonly reachable: number;
  /** Links on the way; null where no pair has a route, as are the others. */
  readonly meanHops: number | null;
  /** Twice the one-way latency. */
  readonly meanRttMs: number | null;
  readonly maxRttMs: number | null;
}

/** Follows the forwarding state from every ground node to every other. */
export function stationRoutes(world: Pick<World, "routesTo" | "nodes">): StationRoutes {
  const { satelliteCount, groundCount, count } = world.nodes;
  let reachable = 0;
  let hops = 0;
  let rttMs = 0;
  let maxRttMs = 0;
  for (let target = satelliteCount; target < count; target++) {
    const tree = world.routesTo(target);
    for (let source = satelliteCount; source < count; source++) {
      const route = source === target ? undefined : tree.routeFrom(source);
      if (route?.reachable !== true) continue;
      reachable++;
      hops += route.hops;
      rttMs += 2 * route.latencyMs;
      maxRttMs = Math.max(maxRttMs, 2 * route.latencyMs);
    }
  }
  const mean = (sum: number): number | null => (reachable === 0 ? null : sum / reachable);
  return {
    pairs: groundCount * (groundCount - 1),
    reachable,
    meanHops: mean(hops),
    meanRttMs: mean(rttMs),
    maxRttMs: reachable === 0 ? null : maxRttMs,
  };
}
