import { sortPairs } from "./pair-sort.js";

const INSERTION_MAX = 24;

/**
 * Sorts satellites by (slant range, id). Seen from one site, satellites are spread evenly over the area below them
 * and so by the square of the range: one pass into as many bins as there are satellites leaves next to nothing to
 * sort.
 */
export class RangeSorter {
  /** What is to be sorted; the caller fills it. */
  rangeKm = new Float64Array(0);
  ids = new Uint32Array(0);
  #bin = new Uint32Array(0);
  #start = new Uint32Array(0);
  /** Second key where the general sort has to help out; ids are unique, so it is never looked at. */
  #noTies = new Uint32Array(0);

  /** Makes room for so many satellites; those held stay. */
  reserve(count: number): void {
    if (this.ids.length >= count) return;
    const { rangeKm, ids } = this;
    this.rangeKm = new Float64Array(2 * count);
    this.ids = new Uint32Array(2 * count);
    this.#bin = new Uint32Array(2 * count);
    this.#start = new Uint32Array(2 * count + 1);
    this.rangeKm.set(rangeKm);
    this.ids.set(ids);
  }

  /** Writes the first `count` satellites, sorted, to columns from place `from` on. */
  sortInto(count: number, rangeTo: Float64Array, idsTo: Uint32Array, from: number): void {
    this.#spread(count, rangeTo, idsTo, from);
    const to = from + count;
    let moves = 0;
    for (let i = from + 1; i < to; i++) {
      const range = rangeTo[i];
      if (rangeTo[i - 1] < range) continue;
      const id = idsTo[i];
      let at = i;
      for (
        ;
        at > from && (rangeTo[at - 1] > range || (rangeTo[at - 1] === range && idsTo[at - 1] > id));
        at--
      ) {
        rangeTo[at] = rangeTo[at - 1];
        idsTo[at] = idsTo[at - 1];
      }
      rangeTo[at] = range;
      idsTo[at] = id;
      moves += i - at;
      // Many at one range after all.
      if (moves > INSERTION_MAX * count) {
        if (this.#noTies.length < to) this.#noTies = new Uint32Array(rangeTo.length);
        sortPairs(rangeTo, idsTo, this.#noTies, from, to);
        return;
      }
    }
  }

  /** Copies in the order of bins, where there are enough to be worth it. */
  #spread(count: number, rangeTo: Float64Array, idsTo: Uint32Array, from: number): void {
    const { rangeKm, ids } = this;
    let nearest = Number.POSITIVE_INFINITY;
    let farthest = 0;
    for (let i = 0; i < count; i++) {
      const range = rangeKm[i];
      if (range < nearest) nearest = range;
      if (range > farthest) farthest = range;
    }
    const least = nearest * nearest;
    const binsPerKm2 = count / (farthest * farthest - least);
    if (count <= INSERTION_MAX || !(binsPerKm2 < Number.POSITIVE_INFINITY)) {
      for (let i = 0; i < count; i++) {
        rangeTo[from + i] = rangeKm[i];
        idsTo[from + i] = ids[i];
      }
      return;
    }
    const bins = this.#bin;
    const start = this.#start;
    const last = count - 1;
    start.fill(0, 0, count + 1);
    for (let i = 0; i < count; i++) {
      const bin = ((rangeKm[i] * rangeKm[i] - least) * binsPerKm2) | 0;
      bins[i] = bin < last ? bin : last;
      start[1 + bins[i]]++;
    }
    for (let bin = 0; bin < count; bin++) start[bin + 1] += start[bin];
    for (let i = 0; i < count; i++) {
      const at = from + start[bins[i]]++;
      rangeTo[at] = rangeKm[i];
      idsTo[at] = ids[i];
    }
  }
}
