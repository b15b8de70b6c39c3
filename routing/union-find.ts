/** Disjoint sets of node ids: union by size, paths halved as they are walked (Tarjan and van Leeuwen, JACM 31(2), 1984). */
export class UnionFind {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(count: number) {
    this.#parent = new Int32Array(count);
    this.#size = new Int32Array(count);
    this.reset();
  }

  /** Every node becomes a set of its own. */
  reset(): void {
    for (let i = 0; i < this.#parent.length; i++) this.#parent[i] = i;
    this.#size.fill(1);
  }

  /** The node that stands for the set of `node`. */
  find(node: number): number {
    const parent = this.#parent;
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** Joins the sets of `a` and `b`; false where they are one already. */
  union(a: number, b: number): boolean {
    const p = this.find(a);
    const q = this.find(b);
    if (p === q) return false;
    const large = this.#size[p] < this.#size[q] ? q : p;
    const small = large === p ? q : p;
    this.#parent[small] = large;
    this.#size[large] += this.#size[small];
    return true;
  }
}
