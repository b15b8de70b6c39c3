import type { Ephemeris, RelativeLimits } from "../ephemeris.js";

/** Satellites that are propagated together: neighbours by number are often asked for one after the other. */
const BLOCK = 16;

interface Instant {
  readonly positionsKm: Float64Array;
  readonly status: Uint8Array;
  /** 1 for each block that is there already. */
  readonly isKnown: Uint8Array;
}

/**
 * An ephemeris that keeps what it was asked about chosen instants, so that many searches which all look at those
 * propagate each satellite once. The answers are those of its source, to the bit.
 */
export class KeptInstants implements Ephemeris {
  readonly count: number;
  readonly #source: Ephemeris;
  #kept = new Map<number, Instant>();

  constructor(source: Ephemeris) {
    this.count = source.count;
    this.#source = source;
  }

  /** From now on keeps these instants (integer ns) and no others. */
  keep(instantsNs: Iterable<number>): void {
    const before = this.#kept;
    this.#kept = new Map();
    for (const timeNs of instantsNs) {
      this.#kept.set(timeNs, before.get(timeNs) ?? this.#allocate());
      before.delete(timeNs);
    }
  }

  relativeLimits(a: number, b: number): RelativeLimits | undefined {
    return this.#source.relativeLimits?.(a, b);
  }

  positionsAt(
    timeNs: number,
    positionsKm: Float64Array,
    status: Uint8Array,
    from = 0,
    to = this.count,
  ): void {
    const instant = to - from === 1 ? this.#kept.get(timeNs) : undefined;
    if (instant === undefined) {
      this.#source.positionsAt(timeNs, positionsKm, status, from, to);
      return;
    }
    const block = Math.floor(from / BLOCK);
    if (instant.isKnown[block] === 0) {
      const first = block * BLOCK;
      const end = Math.min(this.count, first + BLOCK);
      this.#source.positionsAt(timeNs, instant.positionsKm, instant.status, first, end);
      instant.isKnown[block] = 1;
    }
    const at = 3 * from;
    positionsKm[at] = instant.positionsKm[at];
    positionsKm[at + 1] = instant.positionsKm[at + 1];
    positionsKm[at + 2] = instant.positionsKm[at + 2];
    status[from] = instant.status[from];
  }

  #allocate(): Instant {
    const { count } = this;
    return {
      positionsKm: new Float64Array(3 * count),
      status: new Uint8Array(count),
      isKnown: new Uint8Array(Math.ceil(count / BLOCK)),
    };
  }
}
