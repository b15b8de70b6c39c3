/**
 * Finds pairs of nodes in a list of pairs, whichever end comes first. Built in time linear in pairs and nodes;
 * a search takes the logarithm of the lower node's pairs. Buffers are kept from one list to the next.
 */
export class PairLookup {
  /** First place in `#order` of the pairs whose lower node is `n`; one more at the end. */
  #start = new Uint32Array(1);
  /** Places in the list, by (lower, higher node, place). */
  #order = new Uint32Array(0);
  #scratch = new Uint32Array(0);
  #higher = new Uint32Array(0);
  #nodeCount = 0;

  /** Takes in pairs `a[i]`, `b[i]` of nodes below `nodeCount`. */
  build(a: Uint32Array, b: Uint32Array, count: number, nodeCount: number): void {
    if (this.#start.length < nodeCount + 1) this.#start = new Uint32Array(nodeCount + 1);
    if (this.#order.length < count) {
      this.#order = new Uint32Array(count);
      this.#scratch = new Uint32Array(count);
      this.#higher = new Uint32Array(count);
    }
    this.#nodeCount = nodeCount;
    const scratch = this.#scratch;
    const order = this.#order;
    this.#sumUp(count, (i) => Math.max(a[i], b[i]));
    for (let i = 0; i < count; i++) scratch[this.#start[Math.max(a[i], b[i])]++] = i;
    this.#sumUp(count, (i) => Math.min(a[i], b[i]));
    for (let i = 0; i < count; i++) {
      const pair = scratch[i];
      order[this.#start[Math.min(a[pair], b[pair])]++] = pair;
    }
    // Filling moved each start to the next row's: move them back.
    this.#start.copyWithin(1, 0, nodeCount);
    this.#start[0] = 0;
    for (let i = 0; i < count; i++) this.#higher[i] = Math.max(a[order[i]], b[order[i]]);
  }

  /** Place in the list of the first pair of `p` and `q`, -1 where there is none. */
  find(p: number, q: number): number {
    const lower = Math.min(p, q);
    const higher = Math.max(p, q);
    if (higher >= this.#nodeCount) return -1;
    let low = this.#start[lower];
    let high = this.#start[lower + 1];
    const end = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#higher[middle] < higher) low = middle + 1;
      else high = middle;
    }
    return low < end && this.#higher[low] === higher ? this.#order[low] : -1;
  }

  /** Turns `#start` into the first place of each node's pairs. */
  #sumUp(count: number, nodeOf: (pair: number) => number): void {
    const start = this.#start;
    start.fill(0, 0, this.#nodeCount + 1);
    for (let i = 0; i < count; i++) start[nodeOf(i) + 1]++;
    for (let node = 0; node < this.#nodeCount; node++) start[node + 1] += start[node];
  }
}
