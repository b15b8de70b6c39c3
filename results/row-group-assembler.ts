import type { ParquetColumn } from "./parquet-file.js";

/** Cuts a stream of columns anew, into groups of a fixed number of rows. */
export class RowGroupAssembler {
  readonly #rowsPerGroup: number;
  readonly #emit: (group: readonly unknown[][], rows: number) => void;
  #group: unknown[][];
  #rows = 0;

  constructor(
    columns: number,
    rowsPerGroup: number,
    emit: (group: readonly unknown[][], rows: number) => void,
  ) {
    this.#rowsPerGroup = rowsPerGroup;
    this.#emit = emit;
    this.#group = Array.from({ length: columns }, () => []);
  }

  add(columns: readonly ParquetColumn[]): void {
    const rows = columns[0]?.length ?? 0;
    for (let from = 0; from < rows; ) {
      const to = Math.min(rows, from + this.#rowsPerGroup - this.#rows);
      for (let c = 0; c < columns.length; c++) {
        const source = columns[c];
        const target = this.#group[c];
        for (let row = from; row < to; row++) target.push(source[row]);
      }
      this.#rows += to - from;
      from = to;
      if (this.#rows === this.#rowsPerGroup) this.#flush();
    }
  }

  /** Emits what is left. */
  finish(): void {
    if (this.#rows > 0) this.#flush();
  }

  #flush(): void {
    this.#emit(this.#group, this.#rows);
    this.#group = this.#group.map(() => []);
    this.#rows = 0;
  }
}
