import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AsyncBuffer } from "hyparquet";
import { MANIFEST_FILE, RESULTS_FORMAT, SUMMARY_FILE, tableFile } from "./claim-folder.js";
import { onDisk, readJson, readWhole, sha256 } from "./disk.js";
import { DamagedResultsError, NotResultsFolderError } from "./errors.js";
import { FRAMES_FILE } from "./frames/index.js";
import { type ParquetColumn, ParquetFileReader } from "./parquet-file.js";
import { type PartRecord, partPath, readPart, readPartsIndex } from "./parts.js";
import type { OwnManifestFields } from "./results-folder.js";
import { type ColumnSchema, TABLES, type TableColumns, type TableName, type TableRow } from "./tables.js";

export type Manifest = OwnManifestFields & Readonly<Record<string, unknown>>;

/** Where the rows of a table are: in its merged file, or (a run that was killed) in sealed parts. */
export type TableSource = "merged" | "parts" | "absent";

/**
 * Opens the results of a run: finished, still running, or killed.
 * @throws NotResultsFolderError, DamagedResultsError for an unreadable manifest, summary or index of parts
 */
export function openResults(dir: string): ResultsReader {
  const path = resolve(dir);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new NotResultsFolderError(dir, "no such folder");
  if (!stats.isDirectory()) throw new NotResultsFolderError(dir, "it is a file");
  if (!existsSync(join(path, MANIFEST_FILE)))
    throw new NotResultsFolderError(dir, `no ${MANIFEST_FILE} in it`);
  const manifest = readJson(join(path, MANIFEST_FILE)) as Partial<Manifest> | null;
  const resultsFormat = manifest?.resultsFormat;
  if (resultsFormat === undefined) {
    throw new NotResultsFolderError(dir, `its ${MANIFEST_FILE} is of something else`);
  }
  if (resultsFormat !== RESULTS_FORMAT) {
    throw new NotResultsFolderError(
      dir,
      `it has results format ${resultsFormat}; this version reads format ${RESULTS_FORMAT}`,
    );
  }
  const summaryFile = join(path, SUMMARY_FILE);
  const summary = existsSync(summaryFile) ? readJson(summaryFile) : undefined;
  return new ResultsReader(path, manifest as Manifest, summary, readPartsIndex(path));
}

/** The results of a run; `openResults` makes it. Tables are read when asked for, row group by row group. */
export class ResultsReader {
  /** Absolute. */
  readonly dir: string;
  readonly manifest: Manifest;
  /** Content of `summary.json`; undefined where the run did not come to write it. */
  readonly summary: unknown;
  readonly #parts: readonly PartRecord[];

  constructor(dir: string, manifest: Manifest, summary: unknown, parts: readonly PartRecord[]) {
    this.dir = dir;
    this.manifest = manifest;
    this.summary = summary;
    this.#parts = parts;
  }

  source(table: TableName): TableSource {
    // A merged file has its name only once it is whole, so it goes before parts that a kill left behind.
    if (existsSync(join(this.dir, tableFile(table)))) return "merged";
    return this.#partsOf(table).length > 0 ? "parts" : "absent";
  }

  /** Rows that can be read: of a killed run, those of its sealed parts. @throws DamagedResultsError */
  async rowCount(table: TableName): Promise<number> {
    if (this.source(table) !== "merged")
      return this.#partsOf(table).reduce((sum, part) => sum + part.rows, 0);
    return this.#readMerged(table, async (reader) => reader.rows);
  }

  /**
   * The rows in the order in which they were written; in memory is one row group at a time.
   * @throws DamagedResultsError, also for a part that is not what was sealed
   */
  async *rows<N extends TableName>(table: N): AsyncGenerator<TableRow<N>, void, undefined> {
    const schema = TABLES[table].columns as readonly ColumnSchema[];
    for await (const group of this.#groups(table, schema)) {
      const count = group[0].length;
      for (let i = 0; i < count; i++) {
        const row: Record<string, unknown> = {};
        for (let c = 0; c < schema.length; c++) row[schema[c].name] = group[c][i];
        yield row as TableRow<N>;
      }
    }
  }

  /**
   * Whole columns; all of them unless named.
   * @throws RangeError for a column that the table does not have
   * @throws DamagedResultsError, also for a part that is not what was sealed
   */
  async columns<
    N extends TableName,
    C extends keyof TableColumns<N> & string = keyof TableColumns<N> & string,
  >(table: N, names?: readonly C[]): Promise<Pick<TableColumns<N>, C>> {
    const all = TABLES[table].columns as readonly ColumnSchema[];
    const wanted = (names ?? all.map(({ name }) => name)).map((name) => {
      const column = all.find((candidate) => candidate.name === name);
      if (column === undefined) throw new RangeError(`${table} has no column "${name}"`);
      return column;
    });
    const result: Record<string, unknown[]> = Object.fromEntries(wanted.map(({ name }) => [name, []]));
    for await (const group of this.#groups(table, wanted)) {
      for (const [c, { name }] of wanted.entries()) {
        for (const value of group[c]) result[name].push(value);
      }
    }
    return result as unknown as Pick<TableColumns<N>, C>;
  }

  /**
   * Proves every table, and the frames, against the checksums taken when it was written.
   * @throws DamagedResultsError naming the first file that differs
   */
  verify(): void {
    for (const table of Object.keys(TABLES) as TableName[]) {
      const recorded = this.manifest.tables?.[table];
      if (this.source(table) !== "merged") {
        if (recorded !== undefined) {
          throw new DamagedResultsError(
            join(this.dir, tableFile(table)),
            "the manifest lists it, but it is missing",
          );
        }
        for (const part of this.#partsOf(table)) readPart(this.dir, part);
      } else if (recorded !== undefined) this.#verifyFile(tableFile(table), recorded.sha256);
    }
    const { frames } = this.manifest;
    if (frames !== undefined) this.#verifyFile(FRAMES_FILE, frames.sha256);
  }

  #verifyFile(name: string, recorded: string): void {
    const path = join(this.dir, name);
    if (sha256(readWhole(path)) === recorded) return;
    throw new DamagedResultsError(path, "its content is not what the manifest records (the SHA-256 differs)");
  }

  #partsOf(table: TableName): PartRecord[] {
    return this.#parts.filter((part) => part.table === table);
  }

  async *#groups(
    table: TableName,
    columns: readonly ColumnSchema[],
  ): AsyncGenerator<unknown[][], void, undefined> {
    const names = columns.map(({ name }) => name);
    if (this.source(table) === "merged") {
      const path = join(this.dir, tableFile(table));
      const file = openForReading(path);
      try {
        const reader = await ParquetFileReader.open(path, file.buffer, TABLES[table]);
        for await (const group of reader.groups(names))
          yield group.map((c, i) => fromParquet(path, columns[i], c));
      } finally {
        file.close();
      }
      return;
    }
    for (const part of this.#partsOf(table)) {
      const path = partPath(this.dir, part.table, part.part);
      const reader = await ParquetFileReader.open(path, readPart(this.dir, part), TABLES[table]);
      for await (const group of reader.groups(names))
        yield group.map((c, i) => fromParquet(path, columns[i], c));
    }
  }

  async #readMerged<T>(table: TableName, read: (reader: ParquetFileReader) => Promise<T>): Promise<T> {
    const path = join(this.dir, tableFile(table));
    const file = openForReading(path);
    try {
      return await read(await ParquetFileReader.open(path, file.buffer, TABLES[table]));
    } finally {
      file.close();
    }
  }
}

/** Values as they are in memory: 64-bit integers as numbers, and null (never undefined) where there is none. */
function fromParquet(file: string, { name, type }: ColumnSchema, values: ParquetColumn): unknown[] {
  return Array.from<unknown, unknown>(values, (value) => {
    if (type !== "int64" || typeof value !== "bigint") return value ?? null;
    const integer = Number(value);
    if (!Number.isSafeInteger(integer)) {
      throw new DamagedResultsError(file, `${name}: ${value} is beyond 2^53 - 1`);
    }
    return integer;
  });
}

function openForReading(path: string): { readonly buffer: AsyncBuffer; close(): void } {
  const fd = onDisk("read", path, () => openSync(path, "r"));
  const { size } = statSync(path);
  const slice = (start: number, end = size): ArrayBuffer => {
    const bytes = new Uint8Array(end - start);
    onDisk("read", path, () => {
      for (let done = 0; done < bytes.length; ) {
        const count = readSync(fd, bytes, done, bytes.length - done, start + done);
        if (count === 0) throw new DamagedResultsError(path, `ends at byte ${start + done}`);
        done += count;
      }
    });
    return bytes.buffer;
  };
  return { buffer: { byteLength: size, slice }, close: () => closeSync(fd) };
}
