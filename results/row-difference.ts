import { ParquetFileReader } from "./parquet-file.js";
import { type PartRecord, partPath, readPart } from "./parts.js";
import type { FreeRow } from "./table-file.js";
import type { TableSchema } from "./tables.js";

/** Where two makings of a table part ways; one of the rows is undefined where the other has more. */
export interface RowDifference {
  readonly table: string;
  readonly sealed: FreeRow | undefined;
  readonly made: FreeRow | undefined;
}

/** The rows of a part. @throws DamagedResultsError */
export async function readPartRows(dir: string, part: PartRecord, schema: TableSchema): Promise<FreeRow[]> {
  const path = partPath(dir, part.table, part.part);
  const reader = await ParquetFileReader.open(path, readPart(dir, part), schema);
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
