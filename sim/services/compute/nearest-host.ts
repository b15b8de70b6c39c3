import type { World } from "../../host/world.js";
import { nearestNode } from "../nearest-node.js";

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
  return nearestNode({ world, hasTrees: hasLatencyTrees, least: "latency" }, from, hosts);
}
