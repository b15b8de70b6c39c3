const NONE = -1;

/**
 * A circle of buckets of nodes, as lists in typed arrays. An entry is put in where a node's cost falls, and the one that
 * it had stays behind in a later bucket: whoever takes entries tells by the node's cost that it is stale. So nothing is
 * unlinked, and since entries serve again as soon as they are taken, the lists stay as short as the search's front is
 * wide, which the caches hold however large the network is.
 *
 * Searches write out `add` and `take` in their loops over these arrays; `grow` is for when no entry is left.
 */
export class BucketQueue {
  /** First entry of each bucket; -1 for none. */
  heads = new Int32Array(0);
  /** The node of each entry, and the entry after it in its bucket, or among those that are free. */
  nodes = new Int32Array(0);
  next = new Int32Array(0);
  /** The first entry that is free; -1 where there is none. */
  free = NONE;
  /** Entries in all buckets, stale ones too. */
  count = 0;

  /** Empties it. @param buckets how many there are, a power of two */
  reset(buckets: number): void {
    if (this.heads.length !== buckets) this.heads = new Int32Array(buckets);
    this.heads.fill(NONE);
    this.count = 0;
    this.#freeFrom(0);
  }

  add(node: number, bucket: number): void {
    if (this.free === NONE) this.grow();
    const entry = this.free;
    this.free = this.next[entry];
    this.nodes[entry] = node;
    this.next[entry] = this.heads[bucket];
    this.heads[bucket] = entry;
    this.count++;
  }

  /** Makes more entries, in arrays of their own; to be called while none is free. */
  grow(): void {
    const { nodes, next } = this;
    const size = Math.max(FIRST_SIZE, 2 * nodes.length);
    this.nodes = new Int32Array(size);
    this.next = new Int32Array(size);
    this.nodes.set(nodes);
    this.next.set(next);
    this.#freeFrom(nodes.length);
  }

  #freeFrom(first: number): void {
    const { next } = this;
    for (let entry = first; entry < next.length; entry++) next[entry] = entry + 1;
    if (first < next.length) next[next.length - 1] = NONE;
    this.free = first < next.length ? first : NONE;
  }
}

const FIRST_SIZE = 1024;
