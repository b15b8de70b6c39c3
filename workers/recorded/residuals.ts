/**
 * What is left of numbers when what was expected of them is taken away, as words whose size is that of the difference:
 * 0, -1, 1, -2 become 0, 1, 2, 3. Words of doubles have 64 bits, in two halves; those of integers 32.
 */
export interface Words {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** How doubles are told against what was expected of them, and got back. */
export interface Residuals {
  /** @param words as many as values, written */
  left(values: Float64Array, expected: Float64Array, words: Words): void;
  /** Undoes `left`. @param values what was expected; becomes what the values are */
  back(words: Words, values: Float64Array): void;
}

/** Differences of the doubles' bits, which are small where the doubles are near each other. Any bits come back. */
function bitsLeft(values: Float64Array, expected: Float64Array, { low, high }: Words): void {
  const x = halves(values);
  const e = halves(expected);
  const { length } = values;
  for (let i = 0, at = 0; i < length; i++, at += 2) {
    const l = (x[at] - e[at]) | 0;
    const borrow = x[at] < e[at] ? 1 : 0;
    const h = (x[at + 1] - e[at + 1] - borrow) | 0;
    const sign = h >> 31;
    low[i] = (l << 1) ^ sign;
    high[i] = ((h << 1) | (l >>> 31)) ^ sign;
  }
}

function bitsBack({ low, high }: Words, values: Float64Array): void {
  const x = halves(values);
  const { length } = values;
  for (let i = 0, at = 0; i < length; i++, at += 2) {
    const sign = -(low[i] & 1);
    const sum = x[at] + ((((low[i] >>> 1) | (high[i] << 31)) ^ sign) >>> 0);
    x[at + 1] += ((high[i] >>> 1) ^ sign) + (sum > 0xffff_ffff ? 1 : 0);
    x[at] = sum;
  }
}

/** The same for whole numbers below 2^52. */
function wholeLeft(values: Float64Array, expected: Float64Array, { low, high }: Words): void {
  for (let i = 0; i < values.length; i++) {
    const left = values[i] - expected[i];
    const folded = left < 0 ? -2 * left - 1 : 2 * left;
    low[i] = folded;
    high[i] = folded / 2 ** 32;
  }
}

function wholeBack({ low, high }: Words, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const folded = high[i] * 2 ** 32 + low[i];
    values[i] += folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }
}

/** To the last bit, whatever the values are. */
export const EXACT: Residuals = { left: bitsLeft, back: bitsBack };

/** For whole numbers below 2^52. */
export const WHOLE: Residuals = { left: wholeLeft, back: wholeBack };

export type Integers = Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** The same for 32-bit integers, in place. */
export function integersLeft(values: Uint32Array, expected: Integers): void {
  for (let i = 0; i < values.length; i++) {
    const left = (values[i] - expected[i]) | 0;
    values[i] = (left << 1) ^ (left >> 31);
  }
}

/** Undoes `integersLeft`, in place. */
export function integersBack(values: Uint32Array, expected: Integers): void {
  for (let i = 0; i < values.length; i++) {
    const left = (values[i] >>> 1) ^ -(values[i] & 1);
    values[i] = left + expected[i];
  }
}

function halves(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
}
