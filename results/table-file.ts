import { readWhole } from "./disk.js";
import { type FreeRow, readFreeRows } from "./free-rows.js";
import { ParquetFileReader, ParquetFileWriter, type WrittenFile } from "./parquet-file.js";
import { RowBuffer } from "./row-buffer.js";
import { ROW_GROUP_ROWS } from "./table-writer.js";
import type { RowOf, TableSchema } from "./tables.js";

/**
 * Writes a table that is no part of a run's results, as a Parquet file whose bytes depend on the rows alone.
 * @throws TypeError for a value that its column cannot hold
 * @throws DiskError
 */
export function writeTableFile(path: string, schema: TableSchema, rows: readonly FreeRow[]): WrittenFile {
  const file = new ParquetFileWriter(path, schema);
  try {
    for (let from = 0; from < rows.length; from += ROW_GROUP_ROWS) {
      const buffer = new RowBuffer<TableSchema>(schema);
      for (const row of rows.slice(from, from + ROW_GROUP_ROWS)) buffer.append(row as RowOf<TableSchema>);
      file.writeGroup(buffer.toParquet(), buffer.rows);
    }
    return file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** Reads a whole table of `writeTableFile`. @throws DamagedResultsError where it is not of this schema; DiskError */
export async function readTableFile(path: string, schema: TableSchema): Promise<FreeRow[]> {
  const bytes = readWhole(path);
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return readFreeRows(await ParquetFileReader.open(path, whole, schema), schema);
}

/** The same rows as CSV (RFC 4180, lines end with a line feed): a header, shortest exact numbers, nothing for null. */
export function csvText(schema: TableSchema, rows: readonly FreeRow[]): string {
  const names = schema.columns.map(({ name }) => name);
  const lines = [names.map(csvField), ...rows.map((row) => names.map((name) => csvField(row[name] ?? null)))];
  return lines.map((fields) => `${fields.join(",")}\n`).join("");
}

function csvField(value: FreeRow[string]): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
