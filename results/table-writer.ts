import { join } from "node:path";
import { SealedDifferenceError } from "./errors.js";
import { type FreeRow, readFreeRows } from "./free-rows.js";
import { KeptRows } from "./kept-rows.js";
import { encodePart, ParquetFileReader, ParquetFileWriter, type WrittenFile } from "./parquet-file.js";
import { isPartWhole, type PartRecord, partPath, readPart, recordPart, writePart } from "./parts.js";
import { RowBuffer } from "./row-buffer.js";
import type { RowDifference } from "./row-difference.js";
import { RowGroupAssembler } from "./row-group-assembler.js";
import type { RowOf, TableSchema } from "./tables.js";

/** Rows of a row group in a merged file: a fixed count, so that its bytes depend on the rows alone. */
export const ROW_GROUP_ROWS = 65_536;

/**
 * A part is sealed at the latest when it holds this many rows, or this many characters of text. Few enough
 * that the rows die young: with 65,536 the garbage collector took a third longer over a million rows.
 */
const PART_ROWS = 8_192;
const PART_CHARACTERS = 1 << 24;

/** Fewer rows than this may wait for so many checkpoints where a run seals often: a hundred files of a row each take longer than it. */
const FEW_ROWS = 32;
const MOST_PASSED = 8;

export interface TableWriterOptions {
  readonly partRows?: number;
  readonly rowGroupRows?: number;
}

/** What a table has to do with the rest of its folder. */
export interface TableSurroundings {
  /** Parts that an earlier attempt at the same run had sealed: each is proven when it is made again. */
  readonly sealed?: readonly PartRecord[];
  /** Gets the path of every part that is written. */
  readonly onWritten?: (path: string) => void;
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
  readonly #kept: KeptRows;
  readonly #sealed: readonly PartRecord[];
  readonly #onWritten: (path: string) => void;
  /** Checkpoints since the last part. */
  #passed = 0;
  #failure: unknown;

  /** @param dir the results folder; its `parts/` and their index exist */
  constructor(
    dir: string,
    schema: S,
    { partRows = PART_ROWS, rowGroupRows = ROW_GROUP_ROWS }: TableWriterOptions = {},
    { sealed = [], onWritten = () => {} }: TableSurroundings = {},
  ) {
    this.#dir = dir;
    this.schema = schema;
    this.#buffer = new RowBuffer(schema);
    this.#partRows = partRows;
    this.#rowGroupRows = rowGroupRows;
    this.#kept = new KeptRows(schema, { rows: partRows, characters: PART_CHARACTERS });
    this.#sealed = sealed;
    this.#onWritten = onWritten;
  }

  /**
   * @throws TypeError for a value that its column cannot hold
   * @throws DiskError when a part was full and could not be sealed, and on every call after that
   * @throws SealedDifferenceError, likewise, when it is not what had been sealed before
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

  /** Whether parts that had been sealed before are still to be made again. */
  get isBehind(): boolean {
    return this.#parts.length < this.#sealed.length;
  }

  /** Rows that a kill would lose. */
  get unsealedRows(): number {
    return this.#buffer.rows;
  }

  /** Makes a part of what waits in memory; of nothing, no part. @throws DiskError, SealedDifferenceError */
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

  /** The same, but that a few rows may wait for a later checkpoint. What parts hold follows from the rows all the same. */
  sealUnlessFew(): void {
    this.#passed++;
    if (this.#buffer.rows >= FEW_ROWS || this.#passed >= MOST_PASSED) this.seal();
  }

  /** Makes a part of the last rows of all. @throws DiskError; SealedDifferenceError also where more had been sealed before */
  sealLast(): void {
    this.seal();
    const missing = this.#sealed[this.#parts.length];
    if (missing === undefined) return;
    this.#failure = new SealedDifferenceError(missing.table, missing.spanNs);
    throw this.#failure;
  }

  #sealBuffer(): void {
    const { name: table } = this.schema;
    const { rows, characters } = this.#buffer;
    const part = this.#parts.length;
    const spanNs = this.#buffer.timeSpanNs();
    const columns = this.#buffer.toParquet();
    const { bytes, written } = encodePart(this.schema, columns, rows);
    const record: PartRecord = { table, part, spanNs, ...written };
    const before = this.#sealed[part];
    if (before !== undefined && before.sha256 !== record.sha256)
      throw new SealedDifferenceError(table, spanNs);
    // A part that is torn is made whole; that it was sealed, the index knows.
    if (before === undefined || !isPartWhole(this.#dir, before)) {
      writePart(this.#dir, table, part, bytes);
      this.#onWritten(partPath(this.#dir, table, part));
    }
    if (before === undefined) recordPart(this.#dir, record);
    this.#parts.push(record);
    this.#passed = 0;
    this.#kept.add(columns, rows, characters);
    this.#buffer.clear();
  }

  /**
   * The first of the waiting rows that is another than in the part sealed before; undefined where there is none, or where that
   * part cannot be read.
   * @param isPart whether the waiting rows are all of a part
   */
  async firstDifference(isPart: boolean): Promise<RowDifference | undefined> {
    const before = this.#sealed[this.#parts.length];
    if (before === undefined || !isPartWhole(this.#dir, before)) return undefined;
    const sealed = await readFreeRows(await this.#openPart(before), this.schema);
    const made = this.#buffer.toRows();
    const { name: table } = this.schema;
    const common = Math.min(sealed.length, made.length);
    for (let i = 0; i < common; i++) {
      if (!areEqualRows(sealed[i], made[i])) return { table, sealed: sealed[i], made: made[i] };
    }
    const isLonger = made.length > common;
    if (!isLonger && !(isPart && sealed.length > common)) return undefined;
    return { table, sealed: sealed[common], made: made[common] };
  }

  /**
   * Streams the rows of all sealed parts into `<table>.parquet`; the parts stay. In memory are one part and
   * one row group at a time, or all rows of a table no longer than a part.
   * @throws DiskError, DamagedResultsError
   */
  async merge(): Promise<WrittenFile> {
    const columns = this.schema.columns.map((column) => column.name);
    const file = new ParquetFileWriter(join(this.#dir, `${this.schema.name}.parquet`), this.schema);
    try {
      const groups = new RowGroupAssembler(columns.length, this.#rowGroupRows, (group, rows) =>
        file.writeGroup(group, rows),
      );
      const kept = this.#kept.parts;
      if (kept === undefined) await this.#readParts(columns, groups);
      else for (const part of kept) groups.add(part);
      groups.finish();
      return file.finish();
    } catch (error) {
      file.abandon();
      throw error;
    }
  }

  async #readParts(columns: readonly string[], groups: RowGroupAssembler): Promise<void> {
    for (const part of this.#parts) {
      const reader = await this.#openPart(part);
      for await (const group of reader.groups(columns, "bytes")) groups.add(group);
    }
  }

  #openPart(part: PartRecord): Promise<ParquetFileReader> {
    const path = partPath(this.#dir, part.table, part.part);
    return ParquetFileReader.open(path, readPart(this.#dir, part), this.schema);
  }
}

function areEqualRows(a: FreeRow, b: FreeRow): boolean {
  return Object.entries(a).every(([name, value]) => Object.is(value, b[name]));
}
