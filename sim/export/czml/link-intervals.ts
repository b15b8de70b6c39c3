import type { LinkClass, LinkTable } from "../../../routing/link-table.js";

/** A link, and the ticks that had it. */
export interface LinkHistory {
  /** a < b. */
  readonly a: number;
  readonly b: number;
  readonly kind: LinkClass["kind"];
  /** `[first tick, tick after the last]` of each stretch, ascending. */
  readonly stretches: readonly (readonly [number, number])[];
}

/** When links existed, tick by tick. Takes 12 bytes for each stretch of ticks, and some hundred for each link. */
export class LinkIntervals {
  readonly #nodeCount: number;
  readonly #classes: readonly LinkClass[];
  /** By `a * nodeCount + b`: the place of the link below. */
  readonly #places = new Map<number, number>();
  readonly #kinds: LinkClass["kind"][] = [];
  /** Of each link the last of its stretches. */
  readonly #last: number[] = [];
  /** `[first tick, tick after the last, stretch before it of the same link or -1]`. */
  #stretches = new Int32Array(3 * 1024);
  #count = 0;

  constructor(nodeCount: number, classes: readonly LinkClass[]) {
    this.#nodeCount = nodeCount;
    this.#classes = classes;
  }

  /** Takes in the links of the next tick that can be used. */
  add(tick: number, { a, b, count, linkClass }: LinkTable): void {
    for (let i = 0; i < count; i++) {
      const key = a[i] * this.#nodeCount + b[i];
      let place = this.#places.get(key);
      if (place === undefined) {
        place = this.#kinds.push(this.#classes[linkClass[i]].kind) - 1;
        this.#places.set(key, place);
        this.#last.push(-1);
      }
      const last = this.#last[place];
      const end = last < 0 ? -1 : this.#stretches[3 * last + 1];
      if (end > tick) continue;
      if (end === tick) this.#stretches[3 * last + 1] = tick + 1;
      else this.#last[place] = this.#begin(tick, last);
    }
  }

  /** All links, in the order (a, b). */
  *all(): Generator<LinkHistory, void, undefined> {
    const keys = Float64Array.from(this.#places.keys()).sort();
    for (const key of keys) {
      const place = this.#places.get(key) as number;
      const b = key % this.#nodeCount;
      const a = (key - b) / this.#nodeCount;
      yield { a, b, kind: this.#kinds[place], stretches: this.#stretchesOf(place) };
    }
  }

  #stretchesOf(place: number): [number, number][] {
    const found: [number, number][] = [];
    for (let i = this.#last[place]; i >= 0; i = this.#stretches[3 * i + 2]) {
      found.push([this.#stretches[3 * i], this.#stretches[3 * i + 1]]);
    }
    return found.reverse();
  }

  #begin(tick: number, before: number): number {
    if (3 * this.#count === this.#stretches.length) {
      const grown = new Int32Array(2 * this.#stretches.length);
      grown.set(this.#stretches);
      this.#stretches = grown;
    }
    this.#stretches.set([tick, tick + 1, before], 3 * this.#count);
    return this.#count++;
  }
}
