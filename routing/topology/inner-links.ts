import { clearsEarth, lengthSquaredKm } from "../line-of-sight.js";
import type { LinkList } from "../link-list.js";
import type { IslTick } from "../link-protocol.js";

const NONE = -1;

/**
 * What an inner protocol has linked: degrees, and who is linked with whom. Counts the links that the stage
 * will let stand, each once.
 */
export class InnerLinks {
  readonly degree: Uint32Array;
  /** Entry of each node's newest link; entry 2i is the a-end of link i, 2i + 1 its b-end. */
  readonly #newest: Int32Array;
  /** Entry before, of the same node. */
  #older = new Int32Array(0);
  /** Node at the other end of an entry's link. */
  #other = new Uint32Array(0);

  constructor(satelliteCount: number) {
    this.degree = new Uint32Array(satelliteCount);
    this.#newest = new Int32Array(satelliteCount);
  }

  read({ a, b, count }: LinkList, { positionsKm, usable }: IslTick, maxRangeKm: number): void {
    const satelliteCount = this.degree.length;
    this.degree.fill(0);
    this.#newest.fill(NONE);
    if (this.#other.length < 2 * count) {
      this.#older = new Int32Array(2 * a.length);
      this.#other = new Uint32Array(2 * a.length);
    }
    for (let i = 0; i < count; i++) {
      const [p, q] = [a[i], b[i]];
      // What is no pair of satellites at all is the stage's to complain about.
      if (p === q || p >= satelliteCount || q >= satelliteCount || this.has(p, q)) continue;
      if (usable[p] !== 1 || usable[q] !== 1 || !clearsEarth(positionsKm, p, q)) continue;
      if (lengthSquaredKm(positionsKm, p, q) > maxRangeKm * maxRangeKm) continue;
      this.#note(2 * i, p, q);
      this.#note(2 * i + 1, q, p);
    }
  }

  has(a: number, b: number): boolean {
    for (let entry = this.#newest[a]; entry !== NONE; entry = this.#older[entry]) {
      if (this.#other[entry] === b) return true;
    }
    return false;
  }

  #note(entry: number, node: number, other: number): void {
    this.#other[entry] = other;
    this.#older[entry] = this.#newest[node];
    this.#newest[node] = entry;
    this.degree[node]++;
  }
}
