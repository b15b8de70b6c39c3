import type { ParquetFileReader } from "./parquet-file.js";
import type { TableSchema } from "./tables.js";

/** A row of a table whose columns are known only when it is written. */
export type FreeRow = Readonly<Record<string, number | string | boolean | null>>;

/** All rows of a file, with 64-bit integers as numbers. @throws DamagedResultsError */
export async function readFreeRows(reader: ParquetFileReader, schema: TableSchema): Promise<FreeRow[]> {
  const names = schema.columns.map(({ name }) => name);
  const rows: FreeRow[] = [];
  for await (const group of reader.groups(names)) {
    for (let row = 0; row < group[0].length; row++) {
      rows.push(Object.fromEntries(names.map((name, c) => [name, plainValue(group[c][row])])));
    }
  }
  return rows;
}

function plainValue(value: unknown): FreeRow[string] {
  return typeof value === "bigint" ? Number(value) : ((value ?? null) as FreeRow[string]);
}
