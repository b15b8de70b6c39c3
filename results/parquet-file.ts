import { createHash, type Hash } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from "hyparquet";
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { onDisk, putInPlace, sha256, temporaryName, writeFully } from "./disk.js";
import { DamagedResultsError, ResultsError } from "./errors.js";
import type { ColumnSchema, TableSchema } from "./tables.js";

/** Values of one column as the Parquet libraries take and give them: 64-bit integers are bigints. */
export type ParquetColumn = ColumnSource["data"];

/** Written into every file; with the schema and the codec, all that its bytes depend on beside the rows. */
const CREATED_BY = "starbelt";

export interface WrittenFile {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

const PHYSICAL_TYPES = {
  int64: { type: "INT64" },
  int32: { type: "INT32" },
  double: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
} as const satisfies Record<ColumnSchema["type"], Partial<SchemaElement>>;

function parquetSchema(schema: TableSchema): SchemaElement[] {
  const columns = schema.columns.map(
    ({ name, type, nullable }): SchemaElement => ({
      name,
      ...PHYSICAL_TYPES[type],
      repetition_type: nullable === true ? "OPTIONAL" : "REQUIRED",
    }),
  );
  return [{ name: schema.name, num_children: columns.length }, ...columns];
}

/** Sends what the Parquet writer makes to a file, row group by row group, and hashes it on the way. */
class FileByteWriter extends ByteWriter {
  readonly #fd: number;
  readonly #hash: Hash = createHash("sha256");

  constructor(fd: number) {
    super(1 << 20);
    this.#fd = fd;
  }

  flush(): void {
    const bytes = this.getBytes();
    this.#hash.update(bytes);
    writeFully(this.#fd, bytes);
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

/**
 * Merged files are compressed and carry statistics of their numbers, by which readers skip row groups. Parts
 * are read once, by us: there the time counts more than the space.
 */
type FilePurpose = "merged" | "part";

function columnSources(
  { columns: schemas }: TableSchema,
  columns: readonly ParquetColumn[],
  purpose: FilePurpose,
): ColumnSource[] {
  return schemas.map(({ name, type }, i) => ({
    name,
    data: columns[i],
    statistics: purpose === "merged" && type !== "string",
    // A dictionary would take 0 and -0 for one value; all other types may have one where it pays.
    ...(type === "double" ? { encoding: "PLAIN" as const } : {}),
  }));
}

/** Bytes that a part begins with in memory: most are small. */
const PART_BYTES = 4_096;

/** A part of a table, as a Parquet file in memory: its bytes depend on the rows alone. */
export function encodePart(
  schema: TableSchema,
  columns: readonly ParquetColumn[],
  rows: number,
): { readonly bytes: Uint8Array; readonly written: WrittenFile } {
  const memory = new ByteWriter(PART_BYTES);
  const writer = new ParquetWriter({
    writer: memory,
    schema: parquetSchema(schema),
    codec: "UNCOMPRESSED",
    createdBy: CREATED_BY,
  });
  writer.write({ columnData: columnSources(schema, columns, "part"), rowGroupSize: rows });
  writer.finish();
  const bytes = memory.getBytes();
  return { bytes, written: { rows, bytes: bytes.length, sha256: sha256(bytes) } };
}

/**
 * A merged Parquet file under way. Each group of rows is encoded by itself, so that bytes depend on the rows of the
 * group only; nothing bears the file's name until it is whole and on the disk.
 */
export class ParquetFileWriter {
  readonly #schema: TableSchema;
  readonly #path: string;
  readonly #fd: number;
  readonly #bytes: FileByteWriter;
  readonly #writer: ParquetWriter;
  #rows = 0;
  #open = true;

  /** @throws DiskError */
  constructor(path: string, schema: TableSchema) {
    this.#schema = schema;
    this.#path = path;
    this.#fd = onDisk("write", path, () => openSync(temporaryName(path), "w"));
    this.#bytes = new FileByteWriter(this.#fd);
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchema(schema),
      codec: "SNAPPY",
      createdBy: CREATED_BY,
    });
  }

  /** Writes one row group. @throws DiskError */
  writeGroup(columns: readonly ParquetColumn[], rows: number): void {
    if (rows === 0) return;
    const columnData = columnSources(this.#schema, columns, "merged");
    onDisk("write", this.#path, () => this.#writer.write({ columnData, rowGroupSize: rows }));
    this.#rows += rows;
  }

  /** Ends the file, makes it last and moves it into its place. @throws DiskError */
  finish(): WrittenFile {
    onDisk("write", this.#path, () => {
      this.#writer.finish();
      fsyncSync(this.#fd);
      this.#close();
    });
    putInPlace(this.#path);
    return { rows: this.#rows, bytes: this.#bytes.offset, sha256: this.#bytes.digest() };
  }

  /** Gives up: leaves nothing behind. */
  abandon(): void {
    try {
      this.#close();
      rmSync(temporaryName(this.#path), { force: true });
    } catch {
      // The folder is out of reach: the error that led here tells why.
    }
  }

  #close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }
}

// hyparquet's own decoder drops a byte order mark at the start of a string.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Strings decoded, or as the UTF-8 bytes in the file: enough to write them again. */
export type StringForm = "text" | "bytes";

const STRING_PARSERS = {
  text: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes),
  bytes: (bytes: Uint8Array | undefined) => bytes,
} as const;

/** A Parquet file of ours, read one row group at a time. */
export class ParquetFileReader {
  readonly rows: number;
  readonly #file: AsyncBuffer;
  readonly #name: string;
  readonly #metadata: FileMetaData;

  private constructor(name: string, file: AsyncBuffer, metadata: FileMetaData) {
    this.#name = name;
    this.#file = file;
    this.#metadata = metadata;
    this.rows = Number(metadata.num_rows);
  }

  /** @throws DamagedResultsError where the file is not Parquet or not of this table */
  static async open(name: string, file: AsyncBuffer, schema: TableSchema): Promise<ParquetFileReader> {
    const metadata = await orDamaged(name, () => parquetMetadataAsync(file, { geoparquet: false }));
    const expected = parquetSchema(schema).map(describeElement).join(", ");
    const found = metadata.schema.map(describeElement).join(", ");
    if (found !== expected) {
      throw new DamagedResultsError(name, `expected the columns ${expected}; found ${found}`);
    }
    return new ParquetFileReader(name, file, metadata);
  }

  /** The named columns of each row group in turn. @throws DamagedResultsError */
  async *groups(
    names: readonly string[],
    strings: StringForm = "text",
  ): AsyncGenerator<ParquetColumn[], void, undefined> {
    let rowStart = 0;
    for (const group of this.#metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const pages = new Map<string, ParquetColumn[]>(names.map((name) => [name, []]));
      await orDamaged(this.#name, () =>
        parquetRead({
          file: this.#file,
          metadata: this.#metadata,
          columns: [...names],
          rowStart,
          rowEnd,
          parsers: { stringFromBytes: STRING_PARSERS[strings] },
          onChunk: ({ columnName, columnData }) => pages.get(columnName)?.push(columnData),
        }),
      );
      yield names.map((name) => joinPages(this.#name, name, pages.get(name)!, rowEnd - rowStart));
      rowStart = rowEnd;
    }
  }
}

function joinPages(file: string, column: string, pages: ParquetColumn[], rows: number): ParquetColumn {
  const found = pages.reduce((sum, page) => sum + page.length, 0);
  if (found !== rows) {
    throw new DamagedResultsError(file, `column ${column} has ${found} values in a group of ${rows} rows`);
  }
  return pages.length === 1 ? pages[0] : pages.flatMap((page) => Array.from<unknown>(page));
}

async function orDamaged<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ResultsError) throw error;
    throw new DamagedResultsError(file, `cannot be read as Parquet: ${(error as Error).message}`);
  }
}

function describeElement({
  name,
  type,
  converted_type,
  repetition_type,
  num_children,
}: SchemaElement): string {
  if (num_children !== undefined) return `${name}(${num_children})`;
  return `${name}:${converted_type ?? type}${repetition_type === "OPTIONAL" ? "?" : ""}`;
}
