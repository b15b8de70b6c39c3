const LEAST_ROOM = 4;

/**
 * Many short lists of integers in one array, each a segment with room for a power of two of them. Segments that were
 * given back are used again, so that nothing is allocated once the lists have been as long as they get.
 */
export class ListPool {
  data = new Int32Array(1 << 12);
  #end = 0;
  /** Starts of free segments, by the logarithm of their room. */
  readonly #free: number[][] = Array.from({ length: 32 }, () => []);

  /** @param room as `roomFor` gives it, or that times a power of two. @returns where the segment starts */
  allocate(room: number): number {
    const free = this.#free[31 - Math.clz32(room)].pop();
    if (free !== undefined) return free;
    const start = this.#end;
    this.#end += room;
    if (this.#end > this.data.length) {
      const longer = new Int32Array(Math.max(2 * this.data.length, this.#end));
      longer.set(this.data);
      this.data = longer;
    }
    return start;
  }

  release(start: number, room: number): void {
    this.#free[31 - Math.clz32(room)].push(start);
  }
}

/** The room of a list that long. */
export function roomFor(length: number): number {
  return length <= LEAST_ROOM ? LEAST_ROOM : 2 ** (32 - Math.clz32(length - 1));
}
