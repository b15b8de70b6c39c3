import type { Bin } from "../chart.js";

/** Bins at most, of those that values fall between. */
const MOST_BINS = 48;

/**
 * Counts values in bins of equal width, without knowing their range before: where bins become too many, each two become
 * one. Bounds are whole multiples of the width, so that the outcome does not depend on the order of the values.
 */
export class ValueBins {
  readonly #narrowest: number;
  /** Narrowest bins in one. */
  #merged = 1;
  #counts = new Map<number, number>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** @param width of the narrowest bins */
  constructor(width: number) {
    this.#narrowest = width;
  }

  add(value: number): void {
    // By way of the narrowest, so that a value is never rounded into another bin as bins widen; no minus zero.
    const narrow = Math.floor(value / this.#narrowest) + 0;
    let bin = Math.floor(narrow / this.#merged);
    while (Math.max(this.#last, bin) - Math.min(this.#first, bin) >= MOST_BINS) {
      this.#widen();
      bin = Math.floor(narrow / this.#merged);
    }
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + 1);
    this.#first = Math.min(this.#first, bin);
    this.#last = Math.max(this.#last, bin);
  }

  /** From the lowest to the highest that has a value, those between without any included. */
  bins(): Bin[] {
    const bins: Bin[] = [];
    for (let bin = this.#first; bin <= this.#last; bin++) {
      const width = this.#merged * this.#narrowest;
      const from = bin * width;
      bins.push({ from, to: from + width, count: this.#counts.get(bin) ?? 0 });
    }
    return bins;
  }

  #widen(): void {
    const wider = new Map<number, number>();
    for (const [bin, count] of this.#counts) {
      const into = Math.floor(bin / 2);
      wider.set(into, (wider.get(into) ?? 0) + count);
    }
    this.#counts = wider;
    this.#merged *= 2;
    this.#first = Math.floor(this.#first / 2);
    this.#last = Math.floor(this.#last / 2);
  }
}
