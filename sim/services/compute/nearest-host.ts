import type { World } from "../../host/world.js";

/**
 * Up to so many hosts, the way to each is asked for: routers keep the tree towards a host for the whole tick, so that
 * all who ask share it. Beyond, one tree from the one who asks is cheaper.
 */
const MOST_TREES = 8;

/** How a run's router answers, as far as finding the nearest of several hosts goes by it. */
export interface Router {
  /** Whether it gives trees whose costs are latencies. */
  readonly hasLatencyTrees: boolean;
}

/**
 * The host with the least latency from a node; at equal latency the one with the lowest id. Undefined where none can be
 * reached.
 *
 * @param hosts ids in ascending order
 */
export function nearestHost(
  world: World,
  { hasLatencyTrees }: Router,
  from: number,
  hosts: readonly number[],
): number | undefined {
  if (!world.isUsable(from)) return undefined;
  const latencyMs =
    hosts.length > MOST_TREES && hasLatencyTrees ? byTree(world, from) : byRoutes(world, from);
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const host of hosts) {
    const latency = latencyMs(host);
    if (latency >= least) continue;
    least = latency;
    nearest = host;
  }
  return nearest;
}

function byRoutes(world: World, from: number): (host: number) => number {
  return (host) => {
    const route = world.route(from, host);
    return route.reachable ? route.latencyMs : Number.POSITIVE_INFINITY;
  };
}

/** Latencies are the same in both directions, so that the tree towards the one who asks serves. */
function byTree(world: World, from: number): (host: number) => number {
  const { costs } = world.routesTo(from);
  return (host) => costs[host];
}
