import type { NetworkGraph } from "../../routing/network-graph.js";

/** A loopless way, as the arcs it takes. */
export interface SimplePath {
  readonly nodes: readonly number[];
  readonly arcs: readonly number[];
  readonly cost: number;
}

/** Every loopless way through nodes that relay, by trying all. Of links that join one pair each makes a way. */
export function simplePaths(graph: NetworkGraph, source: number, target: number): SimplePath[] {
  const found: SimplePath[] = [];
  const walk = (nodes: number[], arcs: number[]): void => {
    const node = nodes[nodes.length - 1];
    if (node === target) {
      found.push({ nodes, arcs, cost: arcs.reduceRight((sum, arc) => sum + graph.costs[arc], 0) });
      return;
    }
    if (node !== source && graph.relays[node] !== 1) return;
    for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
      const next = graph.heads[arc];
      if (!nodes.includes(next)) walk([...nodes, next], [...arcs, arc]);
    }
  };
  if (graph.usable[source] === 1 && graph.usable[target] === 1) walk([source], []);
  return found;
}

/** The least sum of costs of k ways that share no link, for each k there is, by trying all sets. */
export function leastDisjointSums(graph: NetworkGraph, paths: readonly SimplePath[]): number[] {
  const least: number[] = [];
  const choose = (from: number, used: ReadonlySet<number>, count: number, sum: number): void => {
    if (count > 0) least[count - 1] = Math.min(least[count - 1] ?? Number.POSITIVE_INFINITY, sum);
    for (let i = from; i < paths.length; i++) {
      const links = paths[i].arcs.map((arc) => graph.links[arc]);
      if (links.some((link) => used.has(link))) continue;
      choose(i + 1, new Set([...used, ...links]), count + 1, sum + paths[i].cost);
    }
  };
  choose(0, new Set(), 0, 0);
  return least;
}
