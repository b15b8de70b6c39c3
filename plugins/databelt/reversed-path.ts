import type { Topology } from "./topology.js";

/** A node on the way, and its distance from where the way begins. */
export interface PathNode {
  readonly node: number;
  readonly latencyMs: number;
}

/**
 * The path of least latency from a source to a destination, read backwards: the destination first, the source last. Only the
 * source where the destination cannot be reached.
 *
 * Ties as the original has them ([CODE] policy): of nodes at equal distance the one with the alphabetically last name goes
 * on first, and a node keeps the first predecessor that gave it its distance.
 */
export function reversedPath(topology: Topology, source: number, destination: number): PathNode[] {
  const { nodeCount, offsets, heads, latencyMs, relays, nameRank, present } = topology;
  const distance = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  const cameFrom = new Int32Array(nodeCount).fill(-1);
  const queue = new NearestFirst(nameRank);
  distance[source] = 0;
  queue.push(source, 0);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { node, latencyMs: cost } = next;
    if (node === destination) break;
    if (cost > distance[node] || (node !== source && relays[node] !== 1)) continue;
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const head = heads[arc];
      if (present !== undefined && present[head] !== 1) continue;
      const through = cost + latencyMs[arc];
      if (!(through < distance[head])) continue;
      distance[head] = through;
      cameFrom[head] = node;
      queue.push(head, through);
    }
  }
  if (distance[destination] === Number.POSITIVE_INFINITY) return [{ node: source, latencyMs: 0 }];
  const path: PathNode[] = [];
  for (let node = destination; node !== -1; node = cameFrom[node])
    path.push({ node, latencyMs: distance[node] });
  return path;
}

/** A binary heap by (latency, alphabetically last name). */
class NearestFirst {
  readonly #items: PathNode[] = [];
  readonly #nameRank: ArrayLike<number>;

  constructor(nameRank: ArrayLike<number>) {
    this.#nameRank = nameRank;
  }

  push(node: number, latencyMs: number): void {
    const items = this.#items;
    const item = { node, latencyMs };
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(item, items[above])) break;
      items[at] = items[above];
      at = above;
    }
    items[at] = item;
  }

  pop(): PathNode | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return last;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && this.#before(items[below + 1], items[below])) below++;
      if (!this.#before(items[below], last)) break;
      items[at] = items[below];
      at = below;
    }
    items[at] = last;
    return first;
  }

  #before(a: PathNode, b: PathNode): boolean {
    if (a.latencyMs !== b.latencyMs) return a.latencyMs < b.latencyMs;
    return this.#nameRank[a.node] > this.#nameRank[b.node];
  }
}
