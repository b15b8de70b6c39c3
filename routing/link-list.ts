const MAX_ID = 0xffff_ffff;

/** Growing list of links between node ids, in typed arrays. Which end is `a` is settled later (a < b). */
export class LinkList {
  a: Uint32Array;
  b: Uint32Array;
  count = 0;

  constructor(capacity = 1024) {
    this.a = new Uint32Array(capacity);
    this.b = new Uint32Array(capacity);
  }

  /** @throws RangeError for what is no whole number; whether such nodes exist is checked where the list goes */
  add(a: number, b: number): void {
    if (!Number.isInteger(a) || !Number.isInteger(b) || a > MAX_ID || b > MAX_ID) {
      throw new RangeError(`expected two node ids, got ${a} and ${b}`);
    }
    if (this.count === this.a.length) this.#grow();
    this.a[this.count] = a;
    this.b[this.count++] = b;
  }

  /** Adds links that stand in columns, all at once. */
  addAll(a: Uint32Array, b: Uint32Array): void {
    if (this.count + a.length > this.a.length) this.#grow(this.count + a.length);
    this.a.set(a, this.count);
    this.b.set(b, this.count);
    this.count += a.length;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(needed = 0): void {
    const capacity = Math.max(16, needed, this.a.length * 2);
    const a = new Uint32Array(capacity);
    const b = new Uint32Array(capacity);
    a.set(this.a);
    b.set(this.b);
    this.a = a;
    this.b = b;
  }
}
