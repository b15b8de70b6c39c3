/** A run of names: as they are written, or those of a pattern `prefix-a-b`, `b` below `slots`, counted from 0. */
export type NamePiece =
  | readonly string[]
  | { readonly prefix: string; readonly slots: number; readonly count: number };

/**
 * Names by index. Those of a pattern are made when somebody asks for them, so that a million of them take no memory.
 * In JSON it is its pieces.
 */
export class NameList implements Iterable<string> {
  readonly pieces: readonly NamePiece[];
  /** Index of the first name of each piece. */
  readonly #firsts: readonly number[];
  readonly length: number;
  /** The written names, in order of their index; made when a name is first looked for. */
  #written: Map<string, number[]> | undefined;

  constructor(pieces: readonly NamePiece[]) {
    this.pieces = pieces.filter((piece) => countOf(piece) > 0);
    let length = 0;
    this.#firsts = this.pieces.map((piece) => {
      const first = length;
      length += countOf(piece);
      return first;
    });
    this.length = length;
  }

  static of(names: readonly string[]): NameList {
    return new NameList([names]);
  }

  /** @throws RangeError where there is none of that index */
  at(index: number): string {
    if (!(Number.isInteger(index) && index >= 0 && index < this.length)) {
      throw new RangeError(`expected an index from 0 to ${this.length - 1}; got ${index}`);
    }
    const piece = this.#pieceAt(index);
    return nameIn(this.pieces[piece], index - this.#firsts[piece]);
  }

  /** Indices, ascending, of all that bear this name. */
  allOf(name: string): number[] {
    this.#written ??= this.#indexWritten();
    const found = [...(this.#written.get(name) ?? [])];
    this.pieces.forEach((piece, i) => {
      if (!("prefix" in piece)) return;
      const at = placeInPattern(piece, name);
      if (at !== undefined) found.push(this.#firsts[i] + at);
    });
    return found.sort((a, b) => a - b);
  }

  /** Names that one that is none of them may have been meant for: all that are written, of each pattern the likest. */
  *near(name: string): IterableIterator<string> {
    const [a = 0, b = 0] = (name.match(/\d+/g) ?? []).slice(-2).map(Number);
    for (const piece of this.pieces) {
      if ("prefix" in piece) yield nameIn(piece, nearestPlace(piece, a, b));
      else yield* piece;
    }
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (const piece of this.pieces) {
      for (let i = 0; i < countOf(piece); i++) yield nameIn(piece, i);
    }
  }

  /** Those from one index to another, exclusive; like an array's, negative ones count from the end. */
  slice(from = 0, to = this.length): string[] {
    const place = (index: number) =>
      Math.min(index < 0 ? Math.max(0, this.length + index) : index, this.length);
    const first = place(from);
    return Array.from({ length: Math.max(0, place(to) - first) }, (_, i) => this.at(first + i));
  }

  toJSON(): readonly NamePiece[] {
    return this.pieces;
  }

  #pieceAt(index: number): number {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#firsts[middle] <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #indexWritten(): Map<string, number[]> {
    const written = new Map<string, number[]>();
    this.pieces.forEach((piece, p) => {
      if ("prefix" in piece) return;
      for (const [i, name] of piece.entries()) {
        const index = this.#firsts[p] + i;
        const same = written.get(name);
        if (same === undefined) written.set(name, [index]);
        else same.push(index);
      }
    });
    return written;
  }
}

function countOf(piece: NamePiece): number {
  return "prefix" in piece ? piece.count : piece.length;
}

function nameIn(piece: NamePiece, i: number): string {
  if (!("prefix" in piece)) return piece[i];
  return `${piece.prefix}-${Math.floor(i / piece.slots)}-${i % piece.slots}`;
}

type Pattern = Extract<NamePiece, { prefix: string }>;

/** Where the name with these numbers stands, or where they are more than the pattern has, with its largest. */
function nearestPlace({ slots, count }: Pattern, a: number, b: number): number {
  const lastA = Math.floor((count - 1) / slots);
  return Math.min(Math.min(a, lastA) * slots + Math.min(b, slots - 1), count - 1);
}

function placeInPattern({ prefix, slots, count }: Pattern, name: string): number | undefined {
  if (!name.startsWith(`${prefix}-`)) return undefined;
  // Numbers are written in one way only: 007 names nobody.
  const found = /^(0|[1-9]\d*)-(0|[1-9]\d*)$/.exec(name.slice(prefix.length + 1));
  if (found === null) return undefined;
  const [plane, slot] = [Number(found[1]), Number(found[2])];
  const at = plane * slots + slot;
  return slot < slots && at < count ? at : undefined;
}
