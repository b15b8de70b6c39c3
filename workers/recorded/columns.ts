import type { Builder } from "flatbuffers";
import { Column } from "../generated/starbelt/records/column.js";
import { writeVector } from "../write-vector.js";
import { PlaneMode, PlaneReader, PlaneWriter, type RecordBytes } from "./byte-planes.js";
import { RecordError } from "./record-error.js";
import { EXACT, type Integers, integersBack, integersLeft, type Residuals, type Words } from "./residuals.js";

/** A column's entry in its record; the bytes are in the record's `plain` and `packed`. */
export interface ColumnEntry {
  readonly length: number;
  readonly order: number;
  readonly modes: Uint8Array;
}

const DOUBLE_PLANES = 8;
const INTEGER_PLANES = 4;

/** Planes that at most one word in so many reaches are told byte by byte: 5 bytes each. */
const FEW_ONE_IN = 48;

/** Against nothing: numbers are told as they are. */
const NOTHING = new Uint32Array(0);

/** Writes the columns of one record after another. */
export class ColumnWriter {
  readonly #planes = new PlaneWriter();
  #low = new Uint32Array(0);
  #high = new Uint32Array(0);
  #plane = new Uint8Array(0);
  /** Bytes that each word takes, and places of large ones. */
  #sizes = new Uint8Array(0);
  #places = new Uint32Array(0);
  readonly #counts = new Uint32Array(DOUBLE_PLANES + 1);

  clear(): void {
    this.#planes.clear();
  }

  /** @param expected as many values as there are */
  doubles(
    values: Float64Array,
    expected: Float64Array,
    order = 0,
    residuals: Residuals = EXACT,
  ): ColumnEntry {
    const { length } = values;
    const words = this.#reserve(length);
    residuals.left(values, expected, words);
    return { length, order, modes: this.#split(words, DOUBLE_PLANES) };
  }

  /** @param expected as many values as there are, or none: the values are told as they are */
  integers(values: Integers, expected: Integers = NOTHING): ColumnEntry {
    const { length } = values;
    const isTold = expected.length === length;
    const words = this.#reserve(length);
    words.low.set(values);
    if (isTold) integersLeft(words.low, expected);
    return { length, order: isTold ? 1 : 0, modes: this.#split(words, INTEGER_PLANES) };
  }

  /** Marks are told as they are: 0 or 1. */
  marks(values: Uint8Array): ColumnEntry {
    const entry = this.integers(values);
    return { ...entry, order: 0 };
  }

  finish(): RecordBytes {
    return this.#planes.finish();
  }

  /** Tells words plane by plane: those that few words reach by the places of these, the ones below as a whole. */
  #split(words: Words, planes: number): Uint8Array {
    const { length } = words.low;
    const modes = new Uint8Array(planes).fill(PlaneMode.Zero);
    const reach = this.#countBytes(words, planes === DOUBLE_PLANES);
    const plane = this.#plane.subarray(0, length);
    let k = 0;
    for (; k < planes && reach[k + 1] * FEW_ONE_IN > length; k++) {
      const { half, shift } = byteOf(words, k);
      takeByte(half, shift, plane);
      modes[k] = this.#planes.add(plane);
    }
    if (k === planes || reach[k + 1] === 0) return modes;
    const places = this.#places.subarray(0, reach[k + 1]);
    for (let i = 0, found = 0; i < length; i++) if (this.#sizes[i] > k) places[found++] = i;
    for (; k < planes && reach[k + 1] > 0; k++) {
      const { half, shift } = byteOf(words, k);
      modes[k] = this.#planes.addFew(places, half, shift);
    }
    return modes;
  }

  /** Notes how many bytes each word takes. @returns how many words take at least so many */
  #countBytes({ low, high }: Words, hasHigh: boolean): Uint32Array {
    const counts = this.#counts.fill(0);
    const sizes = this.#sizes;
    const { length } = low;
    for (let i = 0; i < length; i++) sizes[i] = (39 - Math.clz32(low[i])) >> 3;
    if (hasHigh)
      for (let i = 0; i < length; i++) if (high[i] !== 0) sizes[i] = (71 - Math.clz32(high[i])) >> 3;
    for (let i = 0; i < length; i++) counts[sizes[i]]++;
    for (let size = DOUBLE_PLANES; size > 0; size--) counts[size - 1] += counts[size];
    return counts;
  }

  #reserve(length: number): Words {
    if (this.#low.length < length) {
      this.#low = new Uint32Array(length);
      this.#high = new Uint32Array(length);
      this.#plane = new Uint8Array(length);
      this.#sizes = new Uint8Array(length);
      this.#places = new Uint32Array(length);
    }
    return { low: this.#low.subarray(0, length), high: this.#high.subarray(0, length) };
  }
}

/** Reads the columns of one record after another, each in the order in which they were written. */
export class ColumnReader {
  readonly #mostValues: number;
  readonly #planes = new PlaneReader();
  #low = new Uint32Array(0);
  #high = new Uint32Array(0);

  /** @param mostValues more than any column can have: nothing larger is allocated */
  constructor(mostValues: number) {
    this.#mostValues = mostValues;
  }

  /** Turns to the columns of another record. @throws RecordError */
  begin(bytes: RecordBytes): void {
    this.#planes.begin(bytes);
  }

  /** @throws RecordError where there is none, or one of another length */
  entry(column: Column | null, what: string, length?: number): ColumnEntry {
    if (column === null) throw new RecordError(`it has no ${what}`);
    const found = column.length();
    if (length === undefined ? found > this.#mostValues : found !== length) {
      const expected = length === undefined ? `at most ${this.#mostValues}` : length;
      throw new RecordError(`expected ${expected} values of ${what}; found ${found}`);
    }
    return { length: found, order: column.order(), modes: column.modesArray() ?? new Uint8Array(0) };
  }

  /** @param values what is expected of them; becomes what they are @throws RecordError */
  doubles({ length, modes }: ColumnEntry, values: Float64Array, residuals: Residuals = EXACT): void {
    if (isZero(modes, DOUBLE_PLANES)) return;
    if (this.#low.length < length) {
      this.#low = new Uint32Array(length);
      this.#high = new Uint32Array(length);
    }
    const low = this.#low.subarray(0, length);
    const high = this.#high.subarray(0, length);
    this.#join(modes.subarray(0, 4), low);
    this.#join(modes.subarray(4), high);
    residuals.back({ low, high }, values);
  }

  /**
   * @param expected as many values as the column has, unless it was told against none
   * @throws RecordError
   */
  integers({ length, order, modes }: ColumnEntry, expected: Integers = NOTHING): Uint32Array {
    if (order !== 0 && expected.length !== length)
      throw new RecordError(`${length} values are told against ${expected.length}`);
    if (isZero(modes, INTEGER_PLANES))
      return order === 0 ? new Uint32Array(length) : new Uint32Array(expected);
    const words = new Uint32Array(length);
    this.#join(modes, words);
    if (order !== 0) integersBack(words, expected);
    return words;
  }

  /** Marks, of which all but the lowest byte are zero. @throws RecordError for others */
  marks({ length, order, modes }: ColumnEntry): Uint8Array {
    if (isZero(modes, INTEGER_PLANES)) return new Uint8Array(length);
    const [mode] = modes;
    if (order !== 0 || modes.subarray(1).some((other) => other !== PlaneMode.Zero))
      throw new RecordError("it has marks that are none");
    if (mode !== PlaneMode.Sparse) return this.#planes.plane(mode, length);
    const words = new Uint32Array(length);
    this.#planes.few(words, 0);
    return new Uint8Array(words);
  }

  /** @throws RecordError where bytes are left over */
  end(): void {
    this.#planes.end();
  }

  /** Puts words together of four planes: some as a whole, then those of few bytes. */
  #join(modes: Uint8Array, words: Uint32Array): void {
    let k = 0;
    for (; k < modes.length && (modes[k] === PlaneMode.Plain || modes[k] === PlaneMode.Packed); k++) {
      const plane = this.#planes.plane(modes[k], words.length);
      if (k === 0) words.set(plane);
      else addByte(plane, 8 * k, words);
    }
    if (k === 0) words.fill(0);
    for (; k < modes.length; k++) {
      if (modes[k] === PlaneMode.Sparse) this.#planes.few(words, 8 * k);
      else if (modes[k] !== PlaneMode.Zero)
        throw new RecordError(`plane ${k} of a column has mode ${modes[k]}`);
    }
  }
}

function takeByte(words: Uint32Array, shift: number, plane: Uint8Array): void {
  const { length } = words;
  for (let i = 0; i < length; i++) plane[i] = words[i] >>> shift;
}

function addByte(plane: Uint8Array, shift: number, words: Uint32Array): void {
  const { length } = words;
  for (let i = 0; i < length; i++) words[i] |= plane[i] << shift;
}

/** Where byte `k` of words stands. */
function byteOf({ low, high }: Words, k: number): { readonly half: Uint32Array; readonly shift: number } {
  return k < 4 ? { half: low, shift: 8 * k } : { half: high, shift: 8 * (k - 4) };
}

/** @throws RecordError for another number of planes */
function isZero(modes: Uint8Array, planes: number): boolean {
  if (modes.length !== planes)
    throw new RecordError(`expected ${planes} planes of a column; found ${modes.length}`);
  for (const mode of modes) if (mode !== PlaneMode.Zero) return false;
  return true;
}

/** Writes a column's entry into a record under way. @returns its place */
export function putColumn(builder: Builder, { length, order, modes }: ColumnEntry): number {
  return Column.createColumn(builder, length, order, writeVector(builder, modes));
}
