/**
 * Interfaces as Hypatia numbers them: those of a satellite's links in the order of isls.txt from 0, then the
 * one for ground links; a station has the one, number 0.
 */
export class IslInterfaces {
  readonly #satelliteCount: number;
  readonly #islCounts: Uint32Array;
  /** Interface of the first satellite towards the second, by `first * satelliteCount + second`. */
  readonly #towards = new Map<number, number>();

  /** @param pairs `[a0, b0, a1, b1, ...]` in the order of isls.txt */
  constructor(pairs: Uint32Array, satelliteCount: number) {
    this.#satelliteCount = satelliteCount;
    this.#islCounts = new Uint32Array(satelliteCount);
    for (let i = 0; i < pairs.length; i += 2) {
      this.#add(pairs[i], pairs[i + 1]);
      this.#add(pairs[i + 1], pairs[i]);
    }
  }

  #add(from: number, to: number): void {
    this.#towards.set(from * this.#satelliteCount + to, this.#islCounts[from]++);
  }

  /** The interface of `from` that leads to `to`, either a satellite or a station. */
  of(from: number, to: number): number {
    const satellites = this.#satelliteCount;
    if (from >= satellites) return 0;
    if (to >= satellites) return this.#islCounts[from];
    const number = this.#towards.get(from * satellites + to);
    if (number === undefined) throw new Error(`the link ${from}-${to} is not among those of isls.txt`);
    return number;
  }
}
