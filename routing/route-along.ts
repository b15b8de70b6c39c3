import type { NetworkGraph } from "./network-graph.js";
import type { FoundRoute } from "./router.js";
import { checkNode, routeOverArcs } from "./routers/found-route.js";

/**
 * The route over a list of nodes, with its latency and bottleneck as the links of the tick give them: what a router
 * of one's own answers once it has a path.
 *
 * @param path node ids from the source to the target, both included
 * @throws RangeError for no path at all, a node that does not exist, a link that the tick does not have, or a node
 *   on the way that may not relay
 */
export function routeAlong(graph: NetworkGraph, path: readonly number[]): FoundRoute {
  if (path.length === 0) throw new RangeError("a path has one node at least");
  for (const node of path) checkNode(graph, node);
  const arcs: number[] = [];
  for (let i = 1; i < path.length; i++) {
    const [from, to] = [path[i - 1], path[i]];
    if (i > 1 && graph.relays[from] !== 1)
      throw new RangeError(`node ${from} is on the way, but does not relay`);
    arcs.push(arcBetween(graph, from, to));
  }
  return routeOverArcs(graph, path[0], arcs);
}

function arcBetween({ offsets, heads, costs }: NetworkGraph, from: number, to: number): number {
  let best = -1;
  for (let arc = offsets[from]; arc < offsets[from + 1]; arc++) {
    if (heads[arc] === to && (best < 0 || costs[arc] < costs[best])) best = arc;
  }
  if (best < 0) throw new RangeError(`there is no link from ${from} to ${to} at this tick`);
  return best;
}
