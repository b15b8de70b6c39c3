const END = -1;

/** Which pairs are to be looked at in which step: linked lists in typed arrays, each pair in one list at most. */
export class DueList {
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(pairCount: number, stepCount: number) {
    this.#first = new Int32Array(stepCount).fill(END);
    this.#next = new Int32Array(pairCount);
  }

  push(pair: number, step: number): void {
    this.#next[pair] = this.#first[step];
    this.#first[step] = pair;
  }

  isEmpty(step: number): boolean {
    return this.#first[step] === END;
  }

  /** Calls `visit` for each pair of a step; it may push the pair to a later one. */
  forEach(step: number, visit: (pair: number) => void): void {
    let pair = this.#first[step];
    while (pair !== END) {
      const next = this.#next[pair];
      visit(pair);
      pair = next;
    }
  }
}
