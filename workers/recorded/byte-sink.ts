/** Records of a million satellites take tens of megabytes: twice as much as that would be felt. */
const GROWTH = 1.25;

/** Bytes as they come, in memory that grows to the most that were ever needed and is then used again. */
export class ByteSink {
  #bytes = new Uint8Array(1 << 16);
  length = 0;

  add(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  addByte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  /** Lowest byte first. */
  addUint32(value: number): void {
    this.#reserve(4);
    for (let shift = 0; shift < 32; shift += 8) this.#bytes[this.length++] = value >>> shift;
  }

  /** A view, valid until the next addition. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + more, Math.ceil(GROWTH * this.#bytes.length)));
    grown.set(this.#bytes.subarray(0, this.length));
    this.#bytes = grown;
  }
}
