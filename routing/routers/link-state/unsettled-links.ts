import { arcBack, type NetworkGraph } from "../../network-graph.js";
import { Frontier } from "../frontier.js";
import { type News, newsFrom, spreadNews } from "./news.js";

/** A link of which not every node knows whether it is there. */
export interface UnsettledLink {
  readonly a: number;
  readonly b: number;
  isUp: boolean;
  /** Its arc from a to b, while it is up. */
  arc: number;
  /** Cost of travel from a to b, and from b to a: as it is, or was last. */
  costOut: number;
  costBack: number;
  /** What is on its way, in the order in which it happened. Before the first, the link was the opposite of it. */
  news: News[];
}

/** Whether a node, at a time, takes a link to be there: by the latest news that it knows. */
export function isBelievedUp(link: UnsettledLink, node: number, timeMs: number): boolean {
  for (let i = link.news.length - 1; i >= 0; i--) {
    if (link.news[i].learntMs[node] <= timeMs) return link.news[i].isUp;
  }
  return !link.news[0].isUp;
}

/** Compares each network with the one before, and follows the news of what changed until everyone knows. */
export class UnsettledLinks {
  readonly #delayMs: number;
  readonly #frontier = new Frontier();
  readonly #byKey = new Map<number, UnsettledLink>();
  /** The links that are there, by their keys, ascending; undefined before the first network. */
  #keys: Float64Array | undefined;
  #costsOut = new Float64Array(0);
  #costsBack = new Float64Array(0);
  #upSinceMs = new Float64Array(0);

  /** @param delayMs between hearing of something and knowing it */
  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** By the ids of their ends, ascending. */
  get links(): UnsettledLink[] {
    return [...this.#byKey].sort(([p], [q]) => p - q).map(([, link]) => link);
  }

  /** @param inwardCosts of the graph's arcs against their direction */
  update(graph: NetworkGraph, inwardCosts: Float64Array, nowMs: number): void {
    const arcs = arcsUp(graph);
    const keys = Float64Array.from(arcs, (arc) => keyOf(graph, arc));
    const upSinceMs = new Float64Array(keys.length).fill(Number.NEGATIVE_INFINITY);
    if (this.#keys !== undefined) this.#noteChanges(this.#keys, keys, upSinceMs, graph, nowMs);
    this.#keys = keys;
    this.#upSinceMs = upSinceMs;
    this.#costsOut = Float64Array.from(arcs, (arc) => graph.costs[arc]);
    this.#costsBack = Float64Array.from(arcs, (arc) => inwardCosts[arc]);
    if (this.#byKey.size > 0) this.#followNews(graph, arcs, nowMs);
  }

  /** Compares the links that are there with those that were. */
  #noteChanges(
    before: Float64Array,
    after: Float64Array,
    upSinceMs: Float64Array,
    graph: NetworkGraph,
    nowMs: number,
  ): void {
    let i = 0;
    let j = 0;
    while (i < before.length || j < after.length) {
      if (before[i] === after[j]) {
        upSinceMs[j++] = this.#upSinceMs[i++];
      } else if (j === after.length || before[i] < after[j]) {
        const link = this.#note(before[i], false, graph, nowMs);
        link.costOut = this.#costsOut[i];
        link.costBack = this.#costsBack[i++];
      } else {
        upSinceMs[j] = nowMs;
        this.#note(after[j++], true, graph, nowMs);
      }
    }
  }

  #followNews(graph: NetworkGraph, arcs: Uint32Array, nowMs: number): void {
    const upSinceMs = new Float64Array(graph.arcCount);
    for (let i = 0; i < arcs.length; i++) {
      const { a } = endsOf(graph, arcs[i]);
      upSinceMs[arcs[i]] = this.#upSinceMs[i];
      upSinceMs[arcBack(graph, a, arcs[i])] = this.#upSinceMs[i];
      const link = this.#byKey.get((this.#keys as Float64Array)[i]);
      if (link === undefined) continue;
      link.arc = arcs[i];
      link.costOut = this.#costsOut[i];
      link.costBack = this.#costsBack[i];
    }
    const network = { graph, upSinceMs, delayMs: this.#delayMs, nowMs };
    for (const [key, link] of this.#byKey) {
      const isOnItsWay = link.news.map((news) => spreadNews(news, [link.a, link.b], network, this.#frontier));
      link.news = link.news.slice(isOnItsWay.lastIndexOf(false) + 1);
      if (link.news.length === 0) this.#byKey.delete(key);
    }
  }

  #note(key: number, isUp: boolean, { nodeCount }: NetworkGraph, nowMs: number): UnsettledLink {
    const pair = Math.floor(key / PARTS);
    const [a, b] = [Math.floor(pair / nodeCount), pair % nodeCount];
    const link = this.#byKey.get(key) ?? {
      a,
      b,
      isUp,
      arc: -1,
      costOut: 0,
      costBack: 0,
      news: [],
    };
    link.isUp = isUp;
    link.news.push(newsFrom(a, b, isUp, nodeCount, nowMs));
    this.#byKey.set(key, link);
    return link;
  }
}

/** A pair may be joined by one link of each part of the table. */
const PARTS = 3;

/** The arcs from the lower to the higher id, in the order of their keys. */
function arcsUp({ nodeCount, offsets, heads, table }: NetworkGraph): Uint32Array {
  const arcs = new Uint32Array(table.count);
  let count = 0;
  for (let node = 0; node < nodeCount; node++) {
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) if (heads[arc] > node) arcs[count++] = arc;
  }
  return arcs.subarray(0, count);
}

/** Ascends with (lower id, higher id, part of the table). */
function keyOf(graph: NetworkGraph, arc: number): number {
  const { nodeCount, links, table } = graph;
  const { a, b } = endsOf(graph, arc);
  const part = links[arc] < table.islCount ? 0 : links[arc] < table.islCount + table.gslCount ? 1 : 2;
  return (a * nodeCount + b) * PARTS + part;
}

function endsOf({ heads, links, table }: NetworkGraph, arc: number): { a: number; b: number } {
  const link = links[arc];
  return { a: table.a[link] === heads[arc] ? table.b[link] : table.a[link], b: heads[arc] };
}
