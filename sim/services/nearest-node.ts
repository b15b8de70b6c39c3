import type { FoundRoute } from "../../routing/router.js";
import { arcsAlong } from "../../routing/routers/several-ways.js";
import type { World } from "../host/world.js";

/**
 * Up to so many nodes, the way to each is asked for: routers keep the tree towards a node for the whole tick, so that
 * all who ask share it. Beyond, one tree from the one who asks is cheaper.
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
  // Latencies are the same both ways, so that the tree towards the one who asks serves. Other costs need not be.
  const byTree = nodes.length > MOST_TREES && hasTrees && costs === latencyMs;
  const farness = byTree ? onTree(world, from) : onRoutes(nearness, from);
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

function onTree(world: World, from: number): (node: number) => number {
  const { costs } = world.routesTo(from);
  return (node) => costs[node];
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
