import type { LinkTable } from "./link-table.js";

/** Columns of a `LinkTable` under construction; they grow and are reused from tick to tick. */
export class LinkColumns {
  count = 0;
  a = new Uint32Array(0);
  b = new Uint32Array(0);
  lengthKm = new Float64Array(0);
  linkClass = new Uint16Array(0);

  reserve(capacity: number): void {
    if (this.a.length >= capacity) return;
    const size = Math.max(capacity, 2 * this.a.length, 1024);
    const { a, b, lengthKm, linkClass } = this;
    this.a = new Uint32Array(size);
    this.b = new Uint32Array(size);
    this.lengthKm = new Float64Array(size);
    this.linkClass = new Uint16Array(size);
    this.a.set(a);
    this.b.set(b);
    this.lengthKm.set(lengthKm);
    this.linkClass.set(linkClass);
  }

  /** Adds a link, a < b; `reserve` must have made room. */
  add(a: number, b: number, lengthKm: number, linkClass: number): void {
    const at = this.count++;
    this.a[at] = a;
    this.b[at] = b;
    this.lengthKm[at] = lengthKm;
    this.linkClass[at] = linkClass;
  }
}

const INSERTION_MAX = 32;

/** Brings links into the order (a, b): a counting sort by `a`, then each node's own links, which are few. */
export class LinkSorter {
  #order = new Uint32Array(0);
  /** First place of each node's links in `#order`, then, once filled, the place after its last. */
  readonly #start: Uint32Array;

  constructor(nodeCount: number) {
    this.#start = new Uint32Array(nodeCount + 1);
  }

  /** Appends the links of `from`, sorted by (a, b), to `to`; of links between the same pair the first stays. */
  appendSorted(from: LinkColumns, to: LinkColumns): void {
    const { count, a, b, lengthKm, linkClass } = from;
    this.#orderByA(a, count);
    this.#orderRows(b);
    const order = this.#order;
    to.reserve(to.count + count);
    let previousA = -1;
    let previousB = -1;
    for (let i = 0; i < count; i++) {
      const link = order[i];
      if (a[link] === previousA && b[link] === previousB) continue;
      previousA = a[link];
      previousB = b[link];
      to.add(previousA, previousB, lengthKm[link], linkClass[link]);
    }
  }

  #orderByA(a: Uint32Array, count: number): void {
    const start = this.#start;
    if (this.#order.length < count) this.#order = new Uint32Array(a.length);
    start.fill(0);
    for (let i = 0; i < count; i++) start[a[i] + 1]++;
    for (let node = 1; node < start.length; node++) start[node] += start[node - 1];
    for (let i = 0; i < count; i++) this.#order[start[a[i]]++] = i;
  }

  /** Sorts each row by `b`, keeping the order of equals. */
  #orderRows(b: Uint32Array): void {
    const order = this.#order;
    const end = this.#start;
    for (let node = 0, from = 0; node < end.length - 1; from = end[node++]) {
      const to = end[node];
      if (to - from > INSERTION_MAX) {
        order.subarray(from, to).sort((i, j) => b[i] - b[j] || i - j);
        continue;
      }
      for (let i = from + 1; i < to; i++) {
        const link = order[i];
        let at = i;
        for (; at > from && b[order[at - 1]] > b[link]; at--) order[at] = order[at - 1];
        order[at] = link;
      }
    }
  }
}

/** A table over the columns' arrays, which stay theirs. */
export function tableOf(
  columns: LinkColumns,
  islCount: number,
  gslCount: number,
  fixedLatencyMs: Float64Array,
): LinkTable {
  const { count, a, b, lengthKm, linkClass } = columns;
  const fixedCount = count - islCount - gslCount;
  return { islCount, gslCount, fixedCount, count, a, b, lengthKm, linkClass, fixedLatencyMs };
}
