import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { ByteSink } from "./byte-sink.js";
import { RecordError } from "./record-error.js";

/** How the bytes of a plane are told. */
export const PlaneMode = { Zero: 1, Sparse: 2, Plain: 3, Packed: 4 } as const;

/** Planes shorter than this are not worth packing. */
const SHORT_PLANE = 64;

/** Bytes of a plane that are looked at to see whether it can be packed. */
const SAMPLES = 1_024;

/**
 * Collision entropy, 6.5 bits a byte, below which a plane is packed: two bytes of it are then alike more often than
 * once in 2^6.5 times. (Whole numbers decide, so that every machine decides alike.)
 */
const ALIKE_ONCE_IN = 90;

/**
 * Run lengths and Huffman codes, without a search for earlier strings: planes of bytes have none to find, and the search's
 * hash differs between processors, and its answer with it.
 */
const DEFLATE = { strategy: constants.Z_RLE, memLevel: 9 };

/** The bytes of one record's columns. */
export interface RecordBytes {
  readonly plain: Uint8Array;
  /** Raw deflate of `packedSize` bytes. */
  readonly packed: Uint8Array;
  readonly packedSize: number;
}

export const NO_BYTES: RecordBytes = { plain: new Uint8Array(0), packed: new Uint8Array(0), packedSize: 0 };

/** Takes planes of bytes, and packs those that are worth it. */
export class PlaneWriter {
  readonly #plain = new ByteSink();
  readonly #packed = new ByteSink();
  readonly #histogram = new Uint32Array(256);

  clear(): void {
    this.#plain.length = 0;
    this.#packed.length = 0;
  }

  /** Adds a plane. @returns its mode */
  add(plane: Uint8Array): number {
    const isPacked = this.#isWorthPacking(plane);
    (isPacked ? this.#packed : this.#plain).add(plane);
    return isPacked ? PlaneMode.Packed : PlaneMode.Plain;
  }

  /**
   * Adds a plane of which few bytes are not zero.
   * @param places where they may be, ascending
   * @param words whose byte it is, counted in bits from the lowest
   * @returns its mode
   */
  addFew(places: Uint32Array, words: Uint32Array, shift: number): number {
    let filled = 0;
    for (const place of places) if (((words[place] >>> shift) & 255) !== 0) filled++;
    if (filled === 0) return PlaneMode.Zero;
    const sink = this.#plain;
    sink.addUint32(filled);
    for (const place of places) {
      const byte = (words[place] >>> shift) & 255;
      if (byte === 0) continue;
      sink.addUint32(place);
      sink.addByte(byte);
    }
    return PlaneMode.Sparse;
  }

  /** What was added since `clear`; `plain` is valid until then. */
  finish(): RecordBytes {
    const unpacked = this.#packed.bytes();
    const packed =
      unpacked.length === 0
        ? unpacked
        : deflateRawSync(unpacked, { ...DEFLATE, chunkSize: Math.max(1_024, unpacked.length + 64) });
    return { plain: this.#plain.bytes(), packed, packedSize: unpacked.length };
  }

  #isWorthPacking(plane: Uint8Array): boolean {
    if (plane.length < SHORT_PLANE) return false;
    const histogram = this.#histogram.fill(0);
    const stride = Math.max(1, Math.floor(plane.length / SAMPLES));
    let samples = 0;
    for (let i = 0; i < plane.length; i += stride, samples++) histogram[plane[i]]++;
    let alike = 0;
    for (let byte = 0; byte < 256; byte++) alike += histogram[byte] * (histogram[byte] - 1);
    return alike * ALIKE_ONCE_IN > samples * (samples - 1);
  }
}

/** Gives the planes of a record back, in the order in which they were written. */
export class PlaneReader {
  #plain = NO_BYTES.plain;
  #packed = NO_BYTES.packed;
  #plainAt = 0;
  #packedAt = 0;

  /** Turns to another record. @throws RecordError where `packed` does not hold what it says */
  begin({ plain, packed, packedSize }: RecordBytes): void {
    this.#plain = plain;
    this.#packed = packedSize === 0 ? packed : inflate(packed, packedSize);
    if (this.#packed.length !== packedSize) throw new RecordError("its packed bytes have another length");
    this.#plainAt = 0;
    this.#packedAt = 0;
  }

  /** The next plane, in place. @throws RecordError */
  plane(mode: number, length: number): Uint8Array {
    const isPacked = mode === PlaneMode.Packed;
    const from = isPacked ? this.#packed : this.#plain;
    const at = isPacked ? this.#packedAt : this.#plainAt;
    if (at + length > from.length) throw new RecordError("it has too few bytes");
    if (isPacked) this.#packedAt += length;
    else this.#plainAt += length;
    return from.subarray(at, at + length);
  }

  /**
   * Adds the next plane, one of few bytes, to words whose byte it is, counted in bits from the lowest.
   * @throws RecordError
   */
  few(words: Uint32Array, shift: number): void {
    const filled = this.#uint32();
    for (let k = 0; k < filled; k++) {
      const place = this.#uint32();
      if (place >= words.length || this.#plainAt >= this.#plain.length)
        throw new RecordError("a plane leaves its bounds");
      words[place] |= this.#plain[this.#plainAt++] << shift;
    }
  }

  /** @throws RecordError where bytes are left over */
  end(): void {
    if (this.#plainAt !== this.#plain.length || this.#packedAt !== this.#packed.length) {
      throw new RecordError("bytes of it are left over");
    }
  }

  #uint32(): number {
    const at = this.#plainAt;
    const bytes = this.#plain;
    if (at + 4 > bytes.length) throw new RecordError("it has too few bytes");
    this.#plainAt = at + 4;
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  }
}

function inflate(packed: Uint8Array, size: number): Uint8Array {
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: size, chunkSize: Math.max(64, size + 1) });
    // No Buffer: loops over bytes are compiled for one kind of array.
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  } catch (error) {
    throw new RecordError(`its packed bytes cannot be read: ${(error as Error).message}`);
  }
}
