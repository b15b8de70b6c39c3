import { nearestName } from "../nearest-name.js";
import { csvColumn, readCsvTable } from "./csv-table.js";
import { KNOWN_FIELDS, REQUIRED_FIELDS } from "./omm-fields.js";
import type { OmmRecords } from "./omm-records.js";
import type { ProblemList } from "./problem-list.js";

/**
 * OMM as CSV: a header of keywords, one object a row.
 * @throws InputError where a required column is missing or the text is not CSV
 */
export function ommRecordsFromCsv(text: string, problems: ProblemList): OmmRecords {
  const { header, headerLine, rows } = readCsvTable(problems.file, text, problems);
  const columns = new Map<string, number>();
  const beforeHeader = problems.total;
  header.forEach((key, index) => {
    if (columns.has(key))
      problems.add(headerLine, csvColumn(text, headerLine, index), `column "${key}" repeats`);
    columns.set(key, index);
  });
  const unknown = header.filter((key) => !KNOWN_FIELDS.has(key));
  for (const key of REQUIRED_FIELDS) {
    if (columns.has(key)) continue;
    const near = nearestName(key, unknown);
    const hint = near === undefined ? "" : `; did you mean it by "${near}"?`;
    problems.add(headerLine, 1, `the header has no column ${key}${hint}`);
  }
  // Without its columns, every row would be told of again.
  if (problems.total > beforeHeader) problems.throwIfAny();
  const rowAt = (index: number) => rows[index] as (typeof rows)[number];
  return {
    count: rows.length,
    field: (index, key) => {
      const column = columns.get(key);
      return column === undefined ? undefined : rowAt(index).values[column];
    },
    keys: () => header,
    placeOf: (index, key) => {
      const { line } = rowAt(index);
      const column = key === undefined ? undefined : columns.get(key);
      return { line, column: column === undefined ? 1 : csvColumn(text, line, column) };
    },
  };
}
