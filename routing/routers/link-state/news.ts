import type { NetworkGraph } from "../../network-graph.js";
import type { Frontier } from "../frontier.js";

/** That a link came or went, and who knows it when. */
export interface News {
  readonly isUp: boolean;
  /** When each node learns of it, ms since the start; Infinity where it does not come. */
  readonly learntMs: Float64Array;
}

/** What news travels over, from one change of the network to the next. */
export interface NewsNetwork {
  readonly graph: NetworkGraph;
  /** When the link of each arc came up; -Infinity where everyone knows it by now. */
  readonly upSinceMs: Float64Array;
  /** Between hearing of something and knowing it. */
  readonly delayMs: number;
  readonly nowMs: number;
}

/** News of a change that both ends of a link notice at once. */
export function newsFrom(a: number, b: number, isUp: boolean, nodeCount: number, nowMs: number): News {
  const learntMs = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  learntMs[a] = nowMs;
  learntMs[b] = nowMs;
  return { isUp, learntMs };
}

/**
 * Works out when those learn of the news who do not know it yet: a node that knows it has told its neighbours as soon
 * as it did, or as soon as the link to them came up. Nodes that do not relay pass no news on, but as ends of the link
 * themselves.
 *
 * @returns false where it has come as far as it can
 */
export function spreadNews(
  news: News,
  ends: readonly number[],
  on: NewsNetwork,
  frontier: Frontier,
): boolean {
  const { graph, nowMs } = on;
  const { nodeCount, offsets, heads, relays } = graph;
  const { learntMs } = news;
  const passesOn = (node: number) => relays[node] === 1 || ends.includes(node);
  frontier.begin(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    if (learntMs[node] <= nowMs) continue;
    let earliest = Number.POSITIVE_INFINITY;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const teller = heads[arc];
      if (learntMs[teller] > nowMs || !passesOn(teller)) continue;
      earliest = Math.min(earliest, arrival(on, arc, learntMs[teller]));
    }
    if (earliest < Number.POSITIVE_INFINITY) frontier.reach(node, earliest, earliest, -1, -1);
  }
  // Only now, so that what was expected of those who do not know it yet plays no part above.
  for (let node = 0; node < nodeCount; node++) {
    if (learntMs[node] > nowMs) learntMs[node] = Number.POSITIVE_INFINITY;
  }
  const goesOn = !frontier.isEmpty;
  while (!frontier.isEmpty) {
    const node = frontier.take();
    const learnt = frontier.costOf(node);
    learntMs[node] = learnt;
    if (!passesOn(node)) continue;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const other = heads[arc];
      if (learntMs[other] < Number.POSITIVE_INFINITY) continue;
      const heard = arrival(on, arc, learnt);
      if (heard < frontier.costOf(other)) frontier.reach(other, heard, heard, -1, -1);
    }
  }
  return goesOn;
}

/** When the other end of an arc knows what this end knew at `learntMs`; light takes as long one way as the other. */
function arrival({ graph, upSinceMs, delayMs }: NewsNetwork, arc: number, learntMs: number): number {
  return Math.max(learntMs, upSinceMs[arc]) + graph.latencyMs[arc] + delayMs;
}
