import type { NetworkGraph } from "../network-graph.js";
import type { FoundRoute, NoRoute, Route } from "../router.js";

/**
 * Answers that need no search: ends that cannot take part, and a node's way to itself. Undefined for all
 * other pairs.
 * @throws RangeError for a node outside of the network
 */
export function routeWithoutSearch(graph: NetworkGraph, source: number, target: number): Route | undefined {
  checkNode(graph, source);
  checkNode(graph, target);
  if (graph.usable[source] !== 1) return noRoute("source-unusable");
  if (graph.usable[target] !== 1) return noRoute("target-unusable");
  if (source === target) {
    return {
      reachable: true,
      path: [source],
      hops: 0,
      latencyMs: 0,
      bottleneckBps: Number.POSITIVE_INFINITY,
    };
  }
  if (graph.offsets[source] === graph.offsets[source + 1]) return noRoute("source-isolated");
  if (graph.offsets[target] === graph.offsets[target + 1]) return noRoute("target-isolated");
  return undefined;
}

export function noRoute(reason: NoRoute["reason"]): NoRoute {
  return { reachable: false, reason };
}

/**
 * A route over the given arcs, from the source on.
 *
 * Latency adds up from the target outward, as costs do, so that it has the same bits as a cost of latency.
 */
export function routeOverArcs(graph: NetworkGraph, source: number, arcs: readonly number[]): FoundRoute {
  const { heads, latencyMs, links, table, classes } = graph;
  const path = [source];
  let bottleneckBps = Number.POSITIVE_INFINITY;
  for (const arc of arcs) {
    path.push(heads[arc]);
    bottleneckBps = Math.min(bottleneckBps, classes[table.linkClass[links[arc]]].bandwidthBps);
  }
  let latency = 0;
  for (let i = arcs.length - 1; i >= 0; i--) latency += latencyMs[arcs[i]];
  return { reachable: true, path, hops: arcs.length, latencyMs: latency, bottleneckBps };
}

/** @throws RangeError for a node outside of the network */
export function checkNode({ nodeCount }: NetworkGraph, node: number): void {
  if (!Number.isInteger(node) || node < 0 || node >= nodeCount) {
    throw new RangeError(`no node ${node}; ids are 0 to ${nodeCount - 1}`);
  }
}
