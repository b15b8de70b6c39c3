import { join } from "node:path";
import { ParquetFileReader, ParquetFileWriter, type WrittenFile } from "./parquet-file.js";
import { type PartRecord, partPath, readPart, recordPart } from "./parts.js";
import { RowBuffer } from "./row-buffer.js";
import { RowGroupAssembler } from "./row-group-assembler.js";
import type { RowOf, TableSchema } from "./tables.js";

/** Rows of a row group in a merged file: a fixed count, so that its bytes depend on the rows alone. */
export const ROW_GROUP_ROWS = 65_536;

/**
 * A part is sealed at the latest when it holds this many rows, or this many characters of text. Few enough
 * that the rows die young: with 65,536 the garbage collector took a third longer over a million rows.
 */
export const PART_ROWS = 8_192;
export const PART_CHARACTERS = 1 << 24;

export interface TableWriterOptions {
  readonly partRows?: number;
  readonly rowGroupRows?: number;
}

/**
 * Takes the rows of one table. They wait in memory, at most a part of them, and become parts of the results
 * folder: by themselves when enough have come, and at every `seal`.
 */
export class TableWriter<S extends TableSchema = TableSchema> {
  readonly schema: S;
  readonly #dir: string;
  readonly #buffer: RowBuffer<S>;
  readonly #partRows: number;
  readonly #rowGroupRows: number;
  readonly #parts: PartRecord[] = [];
  #failure: unknown;

  /** @param dir the results folder; its `parts/` and their index exist */
  constructor(dir: string, schema: S, options: TableWriterOptions = {}) {
    this.#dir = dir;
    this.schema = schema;
    this.#buffer = new RowBuffer(schema);
    this.#partRows = options.partRows ?? PART_ROWS;
    this.#rowGroupRows = options.rowGroupRows ?? ROW_GROUP_ROWS;
  }

  /**
   * @throws TypeError for a value that its column cannot hold
   * @throws DiskError when a part was full and could not be sealed, and on every call after that
   */
  append(row: RowOf<S>): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#buffer.append(row);
    if (this.#buffer.rows >= this.#partRows || this.#buffer.characters >= PART_CHARACTERS) this.seal();
  }

  /** Rows taken so far, sealed or not. */
  get rows(): number {
    return this.#parts.reduce((sum, part) => sum + part.rows, this.#buffer.rows);
  }

  /** Whether a part could not be sealed: rows after it were refused. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Rows that a kill would lose. */
  get unsealedRows(): number {
    return this.#buffer.rows;
  }

  /** Makes a part of what waits in memory; of nothing, no part. @throws DiskError */
  seal(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#buffer.rows === 0) return;
    try {
      this.#sealBuffer();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  #sealBuffer(): void {
    const part = this.#parts.length;
    const spanNs = this.#buffer.timeSpanNs();
    const file = new ParquetFileWriter(partPath(this.#dir, this.schema.name, part), this.schema, "part");
    let written: WrittenFile;
    try {
      file.writeGroup(this.#buffer.toParquet(), this.#buffer.rows);
      written = file.finish();
    } catch (error) {
      file.abandon();
      throw error;
    }
    const record: PartRecord = { table: this.schema.name, part, spanNs, ...written };
    recordPart(this.#dir, record);
    this.#parts.push(record);
    this.#buffer.clear();
  }

  /**
   * Streams the rows of all sealed parts into `<table>.parquet`; the parts stay. In memory are one part and
   * one row group at a time.
   * @throws DiskError, DamagedResultsError
   */
  async merge(): Promise<WrittenFile> {
    const columns = this.schema.columns.map((column) => column.name);
    const file = new ParquetFileWriter(join(this.#dir, `${this.schema.name}.parquet`), this.schema, "merged");
    try {
      const groups = new RowGroupAssembler(columns.length, this.#rowGroupRows, (group, rows) =>
        file.writeGroup(group, rows),
      );
      for (const part of this.#parts) {
        const path = partPath(this.#dir, part.table, part.part);
        const reader = await ParquetFileReader.open(path, readPart(this.#dir, part), this.schema);
        for await (const group of reader.groups(columns, "bytes")) groups.add(group);
      }
      groups.finish();
      return file.finish();
    } catch (error) {
      file.abandon();
      throw error;
    }
  }
}
