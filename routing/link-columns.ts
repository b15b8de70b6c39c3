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

/** Brings links into the order (a, b) by two counting sorts, in time linear in links and nodes. */
export class LinkSorter {
  #order = new Uint32Array(0);
  #byB = new Uint32Array(0);
  readonly #start: Uint32Array;

  constructor(nodeCount: number) {
    this.#start = new Uint32Array(nodeCount + 1);
  }

  /** Appends the links of `from`, sorted by (a, b), to `to`; of links between the same pair the first stays. */
  appendSorted(from: LinkColumns, to: LinkColumns): void {
    const { count, a, b } = from;
    if (this.#order.length < count) {
      this.#order = new Uint32Array(from.a.length);
      this.#byB = new Uint32Array(from.a.length);
    }
    const byB = this.#byB;
    const order = this.#order;
    this.#countInto(b, count);
    for (let i = 0; i < count; i++) byB[this.#start[b[i]]++] = i;
    this.#countInto(a, count);
    for (let i = 0; i < count; i++) order[this.#start[a[byB[i]]]++] = byB[i];
    to.reserve(to.count + count);
    const begin = to.count;
    for (let i = 0; i < count; i++) {
      const link = order[i];
      const last = to.count - 1;
      if (last >= begin && to.a[last] === a[link] && to.b[last] === b[link]) continue;
      to.add(a[link], b[link], from.lengthKm[link], from.linkClass[link]);
    }
  }

  /** Turns `#start` into the first place of each value. */
  #countInto(values: Uint32Array, count: number): void {
    const start = this.#start;
    start.fill(0);
    for (let i = 0; i < count; i++) start[values[i] + 1]++;
    for (let i = 1; i < start.length; i++) start[i] += start[i - 1];
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
