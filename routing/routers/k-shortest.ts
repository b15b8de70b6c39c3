import type { FoundRoute } from "../router.js";
import { arcsTo } from "./frontier.js";
import { arcsAlong, compareWays, routesOf, type SeveralWays, type Way, wayOver } from "./several-ways.js";

/** A way found, and the place on it from which it may be departed from: up to there another way is the same. */
interface Candidate extends Way {
  readonly departsAt: number;
}

/**
 * The k loopless ways of least cost: Yen, "Finding the k shortest loopless paths in a network", Management Science
 * 17(11), 1971, with Lawler's saving (Management Science 18(7), 1972: no way is found twice). Each detour is searched
 * for by A* with every node's least cost to the target as the bound, which no ban makes less.
 */
export function kShortest(query: SeveralWays, k: number): FoundRoute[] {
  const { graph, source, best } = query;
  if (!best.reachable) return [];
  const found: Way[] = [];
  let next: Candidate | undefined = { ...wayOver(graph, source, arcsAlong(graph, best.path)), departsAt: 0 };
  const candidates: Candidate[] = [];
  while (next !== undefined) {
    found.push(next);
    if (found.length === k) break;
    for (let at = next.departsAt; at < next.arcs.length; at++) {
      const arcs = findDetour(query, next, at, found);
      if (arcs === undefined) continue;
      const all = [...next.arcs.slice(0, at), ...arcs];
      candidates.push({ ...wayOver(graph, source, all), departsAt: at });
    }
    next = takeLeast(candidates);
  }
  const [first, ...others] = found;
  return routesOf(graph, source, [first, ...others.sort(compareWays)]);
}

/** The best way on from node `at` of a way that takes none of the turns taken there already, nor a node before it. */
function findDetour(
  { graph, target, toTarget, frontier }: SeveralWays,
  { nodes }: Way,
  at: number,
  found: readonly Way[],
): number[] | undefined {
  const { offsets, heads, costs, relays, nodeCount } = graph;
  const start = nodes[at];
  const banned = new Set(nodes.slice(0, at + 1));
  const turns = new Set<number>();
  for (const way of found) {
    if (nodes.every((node, i) => i > at || way.nodes[i] === node)) turns.add(way.nodes[at + 1]);
  }
  frontier.begin(nodeCount);
  frontier.reach(start, 0, toTarget[start], -1, -1);
  while (!frontier.isEmpty) {
    const node = frontier.take();
    if (node === target) return arcsTo(frontier, target);
    const cost = frontier.costOf(node);
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const head = heads[arc];
      if ((relays[head] !== 1 && head !== target) || toTarget[head] === Number.POSITIVE_INFINITY) continue;
      if (banned.has(head) || (node === start && turns.has(head))) continue;
      const total = cost + costs[arc];
      if (total < frontier.costOf(head)) frontier.reach(head, total, total + toTarget[head], arc, node);
    }
  }
  return undefined;
}

function takeLeast(candidates: Candidate[]): Candidate | undefined {
  let least = 0;
  for (let i = 1; i < candidates.length; i++) {
    if (compareWays(candidates[i], candidates[least]) < 0) least = i;
  }
  return candidates.splice(least, 1)[0];
}
