import type { NetworkGraph } from "../network-graph.js";
import type { FoundRoute } from "../router.js";
import { arcsTo } from "./frontier.js";
import { arcsAlong, compareWays, routesOf, type SeveralWays, wayOver } from "./several-ways.js";

/**
 * Up to k ways that share no link, of the least sum of costs: Suurballe, "Disjoint paths in a network", Networks
 * 4(2), 1974, in the form for links with Dijkstra's algorithm on reduced costs (Suurballe and Tarjan, Networks 14(2),
 * 1984). Ways are added one by one; a new one may run against a link of those before, which takes the link
 * away from both.
 */
export function kDisjoint(query: SeveralWays, k: number): FoundRoute[] {
  const { graph, source, target, best, toTarget } = query;
  if (!best.reachable) return [];
  if (source === target) return [best];
  /** The arc by which each link in use is travelled. */
  const inUse = new Map<number, number>();
  use(graph, inUse, arcsAlong(graph, best.path));
  const potentials = Float64Array.from(toTarget.subarray(0, graph.nodeCount), (cost) => -cost);
  for (let ways = 1; ways < k; ways++) {
    const arcs = findAnother(query, inUse, potentials);
    if (arcs === undefined) break;
    use(graph, inUse, arcs);
  }
  const ways = takeApart(graph, inUse, source, target).map((arcs) => wayOver(graph, source, arcs));
  return routesOf(graph, source, ways.sort(compareWays));
}

/** Adds a way; where it runs against a link in use, neither uses the link any more. */
function use({ links }: NetworkGraph, inUse: Map<number, number>, arcs: readonly number[]): void {
  for (const arc of arcs) {
    if (inUse.has(links[arc])) inUse.delete(links[arc]);
    else inUse.set(links[arc], arc);
  }
}

/** The cheapest addition, by costs reduced so that none is negative; the potentials are moved on for the next. */
function findAnother(
  { graph, source, target, frontier }: SeveralWays,
  inUse: ReadonlyMap<number, number>,
  potentials: Float64Array,
): number[] | undefined {
  const { offsets, heads, costs, relays, links, nodeCount } = graph;
  const settled: number[] = [];
  frontier.begin(nodeCount);
  frontier.reach(source, 0, 0, -1, -1);
  while (!frontier.isEmpty) {
    const node = frontier.take();
    if (node === target) {
      const total = frontier.costOf(target);
      for (const other of settled) potentials[other] += frontier.costOf(other) - total;
      return arcsTo(frontier, target);
    }
    settled.push(node);
    const cost = frontier.costOf(node);
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const head = heads[arc];
      if (head === source || (relays[head] !== 1 && head !== target)) continue;
      const used = inUse.get(links[arc]);
      if (used === arc || potentials[head] === Number.NEGATIVE_INFINITY) continue;
      const weight = used === undefined ? costs[arc] : -costs[used];
      // What rounding leaves below zero is zero.
      const total = cost + Math.max(0, weight + potentials[node] - potentials[head]);
      if (total < frontier.costOf(head)) frontier.reach(head, total, total, arc, node);
    }
  }
  return undefined;
}

/** The ways that the links in use make up, without circles that cost nothing. */
function takeApart(
  { heads, links, table }: NetworkGraph,
  inUse: ReadonlyMap<number, number>,
  source: number,
  target: number,
): number[][] {
  const arcsOut = new Map<number, number[]>();
  for (const arc of [...inUse.values()].sort((p, q) => heads[q] - heads[p] || q - p)) {
    const link = links[arc];
    const tail = table.a[link] === heads[arc] ? table.b[link] : table.a[link];
    arcsOut.set(tail, [...(arcsOut.get(tail) ?? []), arc]);
  }
  const ways: number[][] = [];
  while ((arcsOut.get(source) ?? []).length > 0) {
    const arcs: number[] = [];
    const nodes = [source];
    for (let node = source; node !== target; ) {
      const arc = arcsOut.get(node)?.pop();
      if (arc === undefined) throw new Error(`the ways from ${source} to ${target} end at node ${node}`);
      node = heads[arc];
      const before = nodes.indexOf(node);
      arcs.push(arc);
      nodes.push(node);
      if (before < 0) continue;
      arcs.length = before;
      nodes.length = before + 1;
    }
    ways.push(arcs);
  }
  return ways;
}
