const ARITY = 4;
const NOT_QUEUED = -1;

/**
 * How far a search from one node has come: a cost for every node reached, and a 4-ary heap of those to go on from.
 * Beginning anew costs nothing for the nodes that the last search did not reach.
 */
export class Frontier {
  #generation = 0;
  /** The generation that a node's entries belong to. */
  #reached = new Uint32Array(0);
  #costs = new Float64Array(0);
  #arcs = new Int32Array(0);
  #previous = new Int32Array(0);
  #keys = new Float64Array(0);
  #place = new Int32Array(0);
  #heap = new Int32Array(0);
  #size = 0;

  begin(nodeCount: number): void {
    if (this.#reached.length < nodeCount) {
      this.#reached = new Uint32Array(nodeCount);
      this.#generation = 0;
      this.#costs = new Float64Array(nodeCount);
      this.#arcs = new Int32Array(nodeCount);
      this.#previous = new Int32Array(nodeCount);
      this.#keys = new Float64Array(nodeCount);
      this.#place = new Int32Array(nodeCount);
      this.#heap = new Int32Array(nodeCount);
    }
    if (this.#generation === 0xffff_ffff) {
      this.#reached.fill(0);
      this.#generation = 0;
    }
    this.#generation++;
    this.#size = 0;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Infinity where nothing is queued. */
  get leastKey(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#keys[this.#heap[0]];
  }

  /** Infinity where the search has not come. */
  costOf(node: number): number {
    return this.#reached[node] === this.#generation ? this.#costs[node] : Number.POSITIVE_INFINITY;
  }

  /** The arc by which the search came to a node, and the node it came from. */
  arcTo(node: number): number {
    return this.#arcs[node];
  }

  nodeBefore(node: number): number {
    return this.#previous[node];
  }

  /** Notes a lesser cost for a node, and queues it (again). */
  reach(node: number, cost: number, key: number, arc: number, from: number): void {
    if (this.#reached[node] !== this.#generation) {
      this.#reached[node] = this.#generation;
      this.#place[node] = NOT_QUEUED;
    }
    this.#costs[node] = cost;
    this.#arcs[node] = arc;
    this.#previous[node] = from;
    this.#keys[node] = key;
    this.#siftUp(this.#place[node] === NOT_QUEUED ? this.#size++ : this.#place[node], node);
  }

  /** Takes the node with the least key. */
  take(): number {
    const top = this.#heap[0];
    this.#place[top] = NOT_QUEUED;
    const last = this.#heap[--this.#size];
    if (this.#size > 0) this.#siftDown(last);
    return top;
  }

  #siftUp(from: number, node: number): void {
    const heap = this.#heap;
    const key = this.#keys[node];
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = heap[parent];
      if (key >= this.#keys[above]) break;
      heap[at] = above;
      this.#place[above] = at;
      at = parent;
    }
    heap[at] = node;
    this.#place[node] = at;
  }

  #siftDown(node: number): void {
    const heap = this.#heap;
    const keys = this.#keys;
    const size = this.#size;
    let at = 0;
    for (let first = 1; first < size; first = ARITY * at + 1) {
      let best = first;
      const end = Math.min(size, first + ARITY);
      for (let child = first + 1; child < end; child++) {
        if (keys[heap[child]] < keys[heap[best]]) best = child;
      }
      if (keys[heap[best]] >= keys[node]) break;
      heap[at] = heap[best];
      this.#place[heap[at]] = at;
      at = best;
    }
    heap[at] = node;
    this.#place[node] = at;
  }
}

/** The arcs by which a search that travels forward came to a node. */
export function arcsTo(frontier: Frontier, node: number): number[] {
  const arcs: number[] = [];
  for (let at = node; frontier.arcTo(at) >= 0; at = frontier.nodeBefore(at)) arcs.push(frontier.arcTo(at));
  return arcs.reverse();
}
