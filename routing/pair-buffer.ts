import { sortPairs } from "./pair-sort.js";

/** Sorting spreads pairs over this many buckets at most; more would leave the cache. */
const MAX_BUCKETS = 1 << 17;

/**
 * Growing columns of pairs of nodes (a < b) with the square of their distance, and a sort into the order
 * (length squared, a, b) that every protocol takes pairs in.
 */
export class PairBuffer {
  count = 0;
  lengthSquared = new Float64Array(0);
  a = new Uint32Array(0);
  b = new Uint32Array(0);
  #sortedLength = new Float64Array(0);
  #sortedA = new Uint32Array(0);
  #sortedB = new Uint32Array(0);
  #bucketStart = new Uint32Array(0);

  get capacity(): number {
    return this.a.length;
  }

  /** Makes room for `capacity` pairs; those held stay. */
  reserve(capacity: number): void {
    if (this.a.length >= capacity) return;
    const size = Math.max(capacity, 2 * this.a.length);
    const { lengthSquared, a, b } = this;
    this.lengthSquared = new Float64Array(size);
    this.a = new Uint32Array(size);
    this.b = new Uint32Array(size);
    this.lengthSquared.set(lengthSquared.subarray(0, this.count));
    this.a.set(a.subarray(0, this.count));
    this.b.set(b.subarray(0, this.count));
  }

  /** Forgets pairs whose squared length is above the limit. */
  keepUpTo(limitSquared: number): void {
    const { lengthSquared, a, b } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (lengthSquared[i] > limitSquared) continue;
      lengthSquared[kept] = lengthSquared[i];
      a[kept] = a[i];
      b[kept++] = b[i];
    }
    this.count = kept;
  }

  /**
   * Sorts by (length squared, a, b), given that all squared lengths are between `low` and `high`. Buckets of
   * equal width first: pairs over a surface are spread evenly by squared length.
   */
  sort(low: number, high: number): void {
    const count = this.count;
    const buckets = Math.min(MAX_BUCKETS, Math.max(1, count));
    const width = buckets / (high - low);
    const scale = width > 0 && width < Number.POSITIVE_INFINITY ? width : 0;
    this.#reserveScratch(buckets + 1);
    const start = this.#bucketStart;
    start.fill(0, 0, buckets + 1);
    const spread = { low, scale, last: buckets - 1 };
    const { lengthSquared, a, b } = this;
    countInBuckets(lengthSquared, count, spread, start);
    addUp(start, buckets);
    this.#scatter(count, spread, start);
    this.lengthSquared = this.#sortedLength;
    this.a = this.#sortedA;
    this.b = this.#sortedB;
    this.#sortedLength = lengthSquared;
    this.#sortedA = a;
    this.#sortedB = b;
    // Each start has moved to its bucket's end.
    sortBuckets(this, start, buckets);
  }

  #scatter(count: number, { low, scale, last }: Spread, start: Uint32Array): void {
    const { lengthSquared, a, b } = this;
    const sortedLength = this.#sortedLength;
    const sortedA = this.#sortedA;
    const sortedB = this.#sortedB;
    for (let i = 0; i < count; i++) {
      const d = lengthSquared[i];
      const at = start[Math.min(last, ((d - low) * scale) | 0)]++;
      sortedLength[at] = d;
      sortedA[at] = a[i];
      sortedB[at] = b[i];
    }
  }

  #reserveScratch(buckets: number): void {
    if (this.#sortedA.length < this.a.length) {
      this.#sortedLength = new Float64Array(this.a.length);
      this.#sortedA = new Uint32Array(this.a.length);
      this.#sortedB = new Uint32Array(this.a.length);
    }
    if (this.#bucketStart.length < buckets) this.#bucketStart = new Uint32Array(buckets);
  }
}

/** Bucket `b` holds squared lengths from `low + b / scale` on, the one at `last` all above. */
interface Spread {
  readonly low: number;
  readonly scale: number;
  readonly last: number;
}

// One long loop to a function, with nothing after it: docs/performance.md says why.

/** Counts the pairs of bucket `b` in `start[b + 1]`. */
function countInBuckets(
  lengthSquared: Float64Array,
  count: number,
  { low, scale, last }: Spread,
  start: Uint32Array,
): void {
  for (let i = 0; i < count; i++) {
    start[1 + Math.min(last, ((lengthSquared[i] - low) * scale) | 0)]++;
  }
}

function addUp(start: Uint32Array, buckets: number): void {
  for (let i = 0; i < buckets; i++) start[i + 1] += start[i];
}

function sortBuckets({ lengthSquared, a, b }: PairBuffer, ends: Uint32Array, buckets: number): void {
  for (let bucket = 0, from = 0; bucket < buckets; bucket++) {
    const to = ends[bucket];
    if (to - from > 1) sortPairs(lengthSquared, a, b, from, to);
    from = to;
  }
}
