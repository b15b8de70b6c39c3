import { sortPairs } from "./pair-sort.js";

const INSERTION_MAX = 24;

/**
 * Sorts runs of satellites by (slant range, id). Ranges from one site are spread evenly enough that one pass
 * into as many bins as there are satellites leaves next to nothing to sort.
 */
export class RangeSorter {
  #rangeKm = new Float64Array(0);
  #ids = new Uint32Array(0);
  #start = new Uint32Array(0);
  /** Second key where the general sort has to help out; ids are unique, so it is never looked at. */
  #noTies = new Uint32Array(0);

  /** Sorts both columns in place between `from` and `to` (exclusive). */
  sort(rangeKm: Float64Array, ids: Uint32Array, from: number, to: number): void {
    if (to - from > INSERTION_MAX) this.#spread(rangeKm, ids, from, to);
    let moves = 0;
    for (let i = from + 1; i < to; i++) {
      const range = rangeKm[i];
      const id = ids[i];
      let at = i;
      for (
        ;
        at > from && (rangeKm[at - 1] > range || (rangeKm[at - 1] === range && ids[at - 1] > id));
        at--
      ) {
        rangeKm[at] = rangeKm[at - 1];
        ids[at] = ids[at - 1];
      }
      rangeKm[at] = range;
      ids[at] = id;
      moves += i - at;
      // Many at one range after all.
      if (moves > INSERTION_MAX * (to - from)) {
        if (this.#noTies.length < to) this.#noTies = new Uint32Array(rangeKm.length);
        sortPairs(rangeKm, ids, this.#noTies, from, to);
        return;
      }
    }
  }

  /** Brings the columns into the order of their bins. */
  #spread(rangeKm: Float64Array, ids: Uint32Array, from: number, to: number): void {
    const count = to - from;
    this.#reserve(count);
    let nearest = Number.POSITIVE_INFINITY;
    let farthest = 0;
    for (let i = from; i < to; i++) {
      nearest = Math.min(nearest, rangeKm[i]);
      farthest = Math.max(farthest, rangeKm[i]);
    }
    const binsPerKm = count / (farthest - nearest);
    if (!(binsPerKm < Number.POSITIVE_INFINITY)) return;
    const start = this.#start;
    const last = count - 1;
    start.fill(0, 0, count + 1);
    for (let i = from; i < to; i++) start[1 + Math.min(last, ((rangeKm[i] - nearest) * binsPerKm) | 0)]++;
    for (let bin = 0; bin < count; bin++) start[bin + 1] += start[bin];
    for (let i = from; i < to; i++) {
      const at = start[Math.min(last, ((rangeKm[i] - nearest) * binsPerKm) | 0)]++;
      this.#rangeKm[at] = rangeKm[i];
      this.#ids[at] = ids[i];
    }
    for (let i = 0; i < count; i++) {
      rangeKm[from + i] = this.#rangeKm[i];
      ids[from + i] = this.#ids[i];
    }
  }

  #reserve(count: number): void {
    if (this.#ids.length >= count) return;
    const size = 2 * count;
    this.#rangeKm = new Float64Array(size);
    this.#ids = new Uint32Array(size);
    this.#start = new Uint32Array(size + 1);
  }
}
