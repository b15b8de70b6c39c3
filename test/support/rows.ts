import { openResults, type TableName, type TableRow } from "../../index.js";

/** All rows of one table of a results folder. */
export async function rowsOf<N extends TableName>(dir: string, table: N): Promise<TableRow<N>[]> {
  const rows: TableRow<N>[] = [];
  for await (const row of openResults(dir).rows(table)) rows.push(row);
  return rows;
}
