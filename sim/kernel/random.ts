import { createHash } from "node:crypto";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { JumpableRandomGenerator } from "pure-rand/types/JumpableRandomGenerator";

/** State of a stream: four 32-bit integers. Plain data, so that it can be stored. */
export type RandomState = readonly [number, number, number, number];

/** Changes whenever the numbers of a given seed and name would. */
const DERIVATION = "starbelt random stream 1";

/**
 * Named streams of random numbers from one seed. A stream depends on the seed and its own name alone: asking
 * for another stream, or drawing from it, changes nothing in this one.
 */
export class RandomStreams {
  readonly seed: number;
  readonly #streams = new Map<string, RandomStream>();

  /** @throws RangeError for a seed that is not a safe integer */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`expected an integer seed; got ${seed}`);
    this.seed = seed;
  }

  /** The stream of that name: the same one, wherever it stands by now, each time it is asked for. */
  stream(name: string): RandomStream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = new RandomStream(deriveState(this.seed, name));
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** States of all streams asked for so far, by name. */
  save(): Readonly<Record<string, RandomState>> {
    return Object.fromEntries([...this.#streams].map(([name, stream]) => [name, stream.save()]));
  }

  /** Puts streams back to what `save` gave; streams that it does not name begin anew. */
  restore(states: Readonly<Record<string, RandomState>>): void {
    for (const [name, stream] of this.#streams) {
      stream.restore(Object.hasOwn(states, name) ? states[name] : deriveState(this.seed, name));
    }
    for (const [name, state] of Object.entries(states)) this.stream(name).restore(state);
  }
}

/**
 * One stream: xoroshiro128+ (Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators").
 * Its lowest bits are weak, so that every method takes from the top of the generator's words.
 */
export class RandomStream {
  #generator: JumpableRandomGenerator;

  constructor(state: RandomState) {
    this.#generator = xoroshiro128plusFromState(state);
  }

  /** Uniform in [0, 1): one of 2^53 multiples of 2^-53. */
  next(): number {
    return this.#next53() * 2 ** -53;
  }

  /** Uniform integer from 0 to `max` - 1, each exactly as likely. @throws RangeError unless 1 <= max <= 2^53 - 1 */
  int(max: number): number {
    if (!Number.isSafeInteger(max) || max < 1)
      throw new RangeError(`expected an integer of 1 or more; got ${max}`);
    // Equal buckets; what falls into the rest beyond the last one is drawn again.
    if (max <= 2 ** 32) {
      const bucket = Math.floor(2 ** 32 / max);
      for (;;) {
        const value = Math.floor((this.#generator.next() >>> 0) / bucket);
        if (value < max) return value;
      }
    }
    const bucket = Math.floor(2 ** 53 / max);
    for (;;) {
      const value = Math.floor(this.#next53() / bucket);
      if (value < max) return value;
    }
  }

  /** Uniform in [min, max). @throws RangeError unless min < max, both finite */
  range(min: number, max: number): number {
    if (!(min < max) || !Number.isFinite(max - min)) {
      throw new RangeError(`expected a range from low to high; got ${min} to ${max}`);
    }
    for (;;) {
      const value = min + this.next() * (max - min);
      // The sum may round up to `max`, which is outside.
      if (value < max) return value;
    }
  }

  /** Exponentially distributed, by inversion. @param mean above 0 */
  exponential(mean: number): number {
    if (!(mean > 0) || mean === Number.POSITIVE_INFINITY) {
      throw new RangeError(`expected a mean above 0; got ${mean}`);
    }
    return -mean * Math.log1p(-this.next());
  }

  /**
   * Normally distributed (Box and Muller 1958, "A note on the generation of random normal deviates"); the
   * second deviate of each pair is not kept, so that the state is the generator's alone.
   * @param sd standard deviation, 0 or more
   */
  normal(mean: number, sd: number): number {
    if (!(sd >= 0) || !Number.isFinite(sd) || !Number.isFinite(mean)) {
      throw new RangeError(
        `expected a finite mean and a standard deviation of 0 or more; got ${mean} and ${sd}`,
      );
    }
    const radius = Math.sqrt(-2 * Math.log1p(-this.next()));
    return mean + sd * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** One of the items, each as likely. @throws RangeError for none */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("expected at least one item to pick from");
    return items[this.int(items.length)];
  }

  /** Shuffles in place (Fisher and Yates), each order as likely. @returns the same array */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
    return items;
  }

  save(): RandomState {
    const [a, b, c, d] = this.#generator.getState();
    return [a!, b!, c!, d!];
  }

  restore(state: RandomState): void {
    this.#generator = xoroshiro128plusFromState(state);
  }

  /** Uniform integer below 2^53, from the upper bits of two words. */
  #next53(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return high * 2 ** 26 + low;
  }
}

function deriveState(seed: number, name: string): RandomState {
  const digest = createHash("sha256").update(`${DERIVATION}\n${seed}\n${name}`, "utf8").digest();
  // The generator's one bad state, all zeros, would take a preimage of SHA-256 to meet.
  return [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)];
}
