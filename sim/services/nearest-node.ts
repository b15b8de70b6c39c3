import type { NetworkGraph } from "../../routing/network-graph.js";
import type { FoundRoute } from "../../routing/router.js";
import { Frontier } from "../../routing/routers/frontier.js";
import { arcsAlong } from "../../routing/routers/several-ways.js";
import type { World } from "../host/world.js";

/**
 * Up to so many nodes, the way to each is asked for: routers keep the tree towards a node for the whole tick, so that
 * all who ask share it. Beyond, one search from the one who asks is cheaper.
 */
const MOST_TREES = 8;

/** What the nearest of several nodes is judged by. */
export interface Nearness {
  readonly world: World;
  /** Whether the run's router gives trees whose costs are those of its ways. */
  readonly hasTrees: boolean;
  /** What is to be least of the way that the router finds: its latency, or its cost in the run's `routing.cost`. */
  readonly least: "latency" | "cost";
}

/**
 * The nearest of several nodes as seen from another; among equals the one with the lowest id. Undefined where none can
 * be reached.
 *
 * @param nodes ids in ascending order
 */
export function nearestNode(nearness: Nearness, from: number, nodes: ArrayLike<number>): number | undefined {
  const { world, hasTrees } = nearness;
  if (!world.isUsable(from)) return undefined;
  const { costs, latencyMs } = world.graph;
  // Latencies are the same both ways, so that a search from the one who asks serves. Other costs need not be.
  if (nodes.length > MOST_TREES && hasTrees && costs === latencyMs) {
    return nearestByLatency(world.graph, from, candidacyOf(nodes, world.graph.nodeCount));
  }
  const farness = onRoutes(nearness, from);
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < nodes.length; i++) {
    const far = farness(nodes[i]);
    if (far >= least) continue;
    least = far;
    nearest = nodes[i];
  }
  return nearest;
}

/** 1 at each of the nodes. */
export function candidacyOf(nodes: ArrayLike<number>, nodeCount: number): Uint8Array {
  const candidacy = new Uint8Array(nodeCount);
  for (let i = 0; i < nodes.length; i++) candidacy[nodes[i]] = 1;
  return candidacy;
}

/** Used by one search after the other. */
const frontier = new Frontier();

/**
 * The candidate of least latency from a node, which may be the node itself; among equals the one with the lowest id. Dijkstra's
 * algorithm from the one who asks, as far as the first candidate and its equals: where candidates are near, what lies beyond costs
 * nothing. Latencies are added in the order in which the trees of routers add them.
 *
 * @param candidacy 1 at each candidate
 */
export function nearestByLatency(
  { nodeCount, offsets, heads, latencyMs, relays }: NetworkGraph,
  from: number,
  candidacy: Uint8Array,
): number | undefined {
  frontier.begin(nodeCount);
  frontier.reach(from, 0, 0, -1, from);
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  while (frontier.leastKey <= least && !frontier.isEmpty) {
    const node = frontier.take();
    const cost = frontier.costOf(node);
    if (candidacy[node] === 1) {
      if (nearest === undefined || node < nearest) nearest = node;
      least = cost;
    }
    if (relays[node] !== 1 && node !== from) continue;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const further = cost + latencyMs[arc];
      const other = heads[arc];
      if (further < frontier.costOf(other)) frontier.reach(other, further, further, arc, node);
    }
  }
  return nearest;
}

function onRoutes({ world, least }: Nearness, from: number): (node: number) => number {
  const farness = ({ path, latencyMs }: FoundRoute) =>
    least === "latency" ? latencyMs : costAlong(world, path);
  return (node) => {
    const route = world.route(from, node);
    return route.reachable ? farness(route) : Number.POSITIVE_INFINITY;
  };
}

/** Accumulates from the target outward, as routers do. */
function costAlong({ graph }: World, path: readonly number[]): number {
  return arcsAlong(graph, path).reduceRight((sum, arc) => sum + graph.costs[arc], 0);
}
