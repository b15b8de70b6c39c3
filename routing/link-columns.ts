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

  /** Adds all links of other columns. */
  append({ count, a, b, lengthKm, linkClass }: LinkColumns): void {
    const at = this.count;
    this.reserve(at + count);
    this.a.set(a.subarray(0, count), at);
    this.b.set(b.subarray(0, count), at);
    this.lengthKm.set(lengthKm.subarray(0, count), at);
    this.linkClass.set(linkClass.subarray(0, count), at);
    this.count = at + count;
  }

  /** Takes over what other columns hold, and gives them its own. */
  exchange(other: LinkColumns): void {
    const { count, a, b, lengthKm, linkClass } = this;
    this.count = other.count;
    this.a = other.a;
    this.b = other.b;
    this.lengthKm = other.lengthKm;
    this.linkClass = other.linkClass;
    other.count = count;
    other.a = a;
    other.b = b;
    other.lengthKm = lengthKm;
    other.linkClass = linkClass;
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
