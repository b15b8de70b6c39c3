/**
 * Bits of the mantissa that tell buckets apart: values of one bucket differ by less than 2^-11, 0.05 %, at any
 * size, and whole numbers up to 4,096 have buckets of their own.
 */
const MANTISSA_BITS = 11;
/** Of the 20 mantissa bits in the upper half of a double, those that are dropped. */
const DROPPED_BITS = 20 - MANTISSA_BITS;

/** Below any rounding error of `q * count`, above none: a rank that is meant to be whole stays it. */
const RANK_SLACK = 1e-6;

/**
 * Distribution of values: exact count, mean, minimum and maximum; quantiles within 0.05 % of the value of that
 * rank. Buckets are cut from the bits of the double itself, so they need neither range nor resolution (an HDR
 * histogram counts whole multiples of one resolution, and only up to 2^53 of them), and memory is taken only
 * for buckets in use.
 */
export class Histogram {
  readonly #counts = new Map<number, number>();
  readonly #view = new DataView(new ArrayBuffer(8));
  /** Keys of `#counts`, ascending; undefined after a new one. */
  #order: readonly number[] | undefined;
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  get min(): number {
    return this.#min;
  }

  get max(): number {
    return this.#max;
  }

  /** @throws RangeError for a negative or non-finite value */
  record(value: number): void {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a histogram takes finite values of at least 0, not ${value}`);
    }
    const key = this.#keyOf(value);
    const before = this.#counts.get(key);
    if (before === undefined) this.#order = undefined;
    this.#counts.set(key, (before ?? 0) + 1);
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /**
   * The value of nearest rank: the smallest that a share `q` of all values does not exceed. NaN of no values.
   * @param q from 0 to 1
   * @throws RangeError for another q
   */
  quantile(q: number): number {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile is from 0 to 1, not ${q}`);
    const rank = Math.max(1, Math.ceil(q * this.#count - RANK_SLACK));
    if (rank === this.#count) return this.#max;
    this.#order ??= [...this.#counts.keys()].sort((a, b) => a - b);
    let passed = 0;
    for (const key of this.#order) {
      passed += this.#counts.get(key) as number;
      // The bucket's lower edge may lie below the least value in it.
      if (passed >= rank) return Math.max(this.#min, this.#lowerEdge(key));
    }
    return Number.NaN;
  }

  /** Doubles of one sign are in the order of their bits, and so are the leading ones. */
  #keyOf(value: number): number {
    // -0 is 0 here.
    this.#view.setFloat64(0, value + 0);
    return this.#view.getUint32(0) >>> DROPPED_BITS;
  }

  #lowerEdge(key: number): number {
    this.#view.setUint32(0, key << DROPPED_BITS);
    this.#view.setUint32(4, 0);
    return this.#view.getFloat64(0);
  }
}
