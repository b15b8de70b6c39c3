import type { Residuals, Words } from "./residuals.js";

/** Most ticks before that numbers are told against: beyond, rounding grows faster than the error of the orbit shrinks. */
export const MOST_ORDER = 8;

/** Values of one instant; `history[k]` are those of `k + 1` ticks before. */
export type History = readonly Float64Array[];

/**
 * Writes into `out` the values that a polynomial through the last `order` ticks has at the next; zeros for order 0, and
 * where it has no number. Sums are taken in one fixed order, so that writer and reader get the same bits.
 */
export function extrapolate(history: History, order: number, out: Float64Array): void {
  const n = out.length;
  const [p1, p2, p3, p4, p5, p6, p7, p8] = history;
  switch (order) {
    case 0:
      out.fill(0);
      return;
    case 1:
      out.set(p1);
      break;
    case 2:
      for (let i = 0; i < n; i++) out[i] = 2 * p1[i] - p2[i];
      break;
    case 3:
      for (let i = 0; i < n; i++) out[i] = 3 * (p1[i] - p2[i]) + p3[i];
      break;
    case 4:
      for (let i = 0; i < n; i++) out[i] = 4 * (p1[i] + p3[i]) - 6 * p2[i] - p4[i];
      break;
    case 5:
      for (let i = 0; i < n; i++) out[i] = 5 * (p1[i] - p4[i]) - 10 * (p2[i] - p3[i]) + p5[i];
      break;
    case 6:
      for (let i = 0; i < n; i++) out[i] = 6 * (p1[i] + p5[i]) - 15 * (p2[i] + p4[i]) + 20 * p3[i] - p6[i];
      break;
    case 7:
      for (let i = 0; i < n; i++)
        out[i] = 7 * (p1[i] - p6[i]) - 21 * (p2[i] - p5[i]) + 35 * (p3[i] - p4[i]) + p7[i];
      break;
    case 8:
      for (let i = 0; i < n; i++)
        out[i] = 8 * (p1[i] + p7[i]) - 28 * (p2[i] + p6[i]) + 56 * (p3[i] + p5[i]) - 70 * p4[i] - p8[i];
      break;
    default:
      throw new RangeError(`expected an order of 0 to ${MOST_ORDER}; got ${order}`);
  }
  // The bits of a NaN are not the same everywhere.
  let sum = 0;
  for (let i = 0; i < n; i++) sum += out[i];
  if (!Number.isFinite(sum)) for (let i = 0; i < n; i++) if (Number.isNaN(out[i])) out[i] = 0;
}

/** Values that are looked at to find the best order. */
const SAMPLES = 192;

/** Finds the order that leaves the least to tell, by a sample of the values. */
export class OrderChooser {
  readonly #residuals: Residuals;
  readonly #sample = new Float64Array(SAMPLES);
  readonly #expected = new Float64Array(SAMPLES);
  readonly #words = { low: new Uint32Array(SAMPLES), high: new Uint32Array(SAMPLES) };
  readonly #history = Array.from({ length: MOST_ORDER }, () => new Float64Array(SAMPLES));

  constructor(residuals: Residuals) {
    this.#residuals = residuals;
  }

  choose(values: Float64Array, history: History): number {
    if (history.length === 0 || values.length === 0) return 0;
    const stride = Math.max(1, Math.floor(values.length / SAMPLES));
    const count = Math.min(SAMPLES, Math.ceil(values.length / stride));
    const sample = take(values, stride, this.#sample.subarray(0, count));
    const before = history.map((each, k) => take(each, stride, this.#history[k].subarray(0, count)));
    const expected = this.#expected.subarray(0, count);
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let order = 0; order <= history.length; order++) {
      extrapolate(before, order, expected);
      this.#residuals.left(sample, expected, this.#words);
      const bits = bitsOf(this.#words, count);
      if (bits >= least) continue;
      least = bits;
      best = order;
    }
    return best;
  }
}

/** Bits that so many words take without their leading zeros. */
function bitsOf({ low, high }: Words, count: number): number {
  let bits = 0;
  for (let i = 0; i < count; i++) {
    bits += high[i] === 0 ? 32 - Math.clz32(low[i]) : 64 - Math.clz32(high[i]);
  }
  return bits;
}

function take(values: Float64Array, stride: number, out: Float64Array): Float64Array {
  for (let i = 0; i < out.length; i++) out[i] = values[i * stride];
  return out;
}
