import type { ParquetColumn } from "./parquet-file.js";
import type { TableSchema } from "./tables.js";

/** What a table may hold, at most, to be kept: as much as a part. */
export interface KeptLimits {
  readonly rows: number;
  readonly characters: number;
}

/** The rows of a small table as its parts hold them, so that merging it need not read a hundred small files. */
export class KeptRows {
  readonly #schema: TableSchema;
  readonly #limits: KeptLimits;
  #parts: (readonly ParquetColumn[])[] = [];
  #rows = 0;
  #characters = 0;

  constructor(schema: TableSchema, limits: KeptLimits) {
    this.#schema = schema;
    this.#limits = limits;
  }

  add(columns: readonly ParquetColumn[], rows: number, characters: number): void {
    this.#rows += rows;
    this.#characters += characters;
    if (this.#isAll) this.#parts.push(columns);
    else this.#parts = [];
  }

  /** Part by part; undefined where they have become too many. */
  get parts(): readonly (readonly ParquetColumn[])[] | undefined {
    return this.#isAll ? this.#parts.map((columns) => this.#asRead(columns)) : undefined;
  }

  get #isAll(): boolean {
    return this.#rows <= this.#limits.rows && this.#characters <= this.#limits.characters;
  }

  /** With text as bytes, as it comes from a file: how a column is encoded depends on their number. */
  #asRead(columns: readonly ParquetColumn[]): ParquetColumn[] {
    return columns.map((column, i) => {
      if (this.#schema.columns[i].type !== "string") return column;
      return Array.from(column as Iterable<string | null>, (text) =>
        text === null ? null : encoder.encode(text),
      );
    });
  }
}

const encoder = new TextEncoder();
