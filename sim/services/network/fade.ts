import type { FadePlan } from "./network-plan.js";

/**
 * Share of its clear-sky capacity that a link of constant bandwidth keeps when its signal is weaker by
 * `attenuationDb`: the ratio of Shannon's capacities B log2(1 + SNR) at both signal-to-noise ratios.
 * Source: C. E. Shannon, "Communication in the Presence of Noise", Proc. IRE 37 (1949), theorem 2.
 */
export function shannonShare(attenuationDb: number, clearSkySnrDb: number): number {
  const clear = Math.log1p(10 ** (clearSkySnrDb / 10));
  return Math.log1p(10 ** ((clearSkySnrDb - attenuationDb) / 10)) / clear;
}

/** A fade's share of capacity at each moment. */
export class FadeCurve {
  readonly timesNs: Float64Array;
  /** From each instant on. */
  readonly #shares: Float64Array;

  constructor({ timesNs, attenuationDb, clearSkySnrDb, fadeMarginDb }: FadePlan) {
    this.timesNs = timesNs;
    this.#shares = attenuationDb.map((db) => (db > fadeMarginDb ? 0 : shannonShare(db, clearSkySnrDb)));
  }

  shareAt(timeNs: number): number {
    let low = 0;
    let high = this.timesNs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timesNs[middle] <= timeNs) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 1 : this.#shares[low - 1];
  }
}
