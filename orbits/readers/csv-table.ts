import { CsvError, parse } from "csv-parse/sync";
import { InputError } from "../input-error.js";
import type { ProblemList } from "./problem-list.js";

/** A CSV file with a header: what stands in each row, and where. */
export interface CsvTable {
  /** Names of the columns, as given. */
  readonly header: readonly string[];
  readonly headerLine: number;
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  readonly line: number;
  /** As many as the header has. */
  readonly values: readonly string[];
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads comma-separated values: quotes by RFC 4180, blanks around values dropped, blank lines skipped.
 * Rows that are longer or shorter than the header are told to `problems` and left out.
 *
 * @throws InputError for broken quotes and for an empty file
 */
export function readCsvTable(file: string, text: string, problems: ProblemList): CsvTable {
  let parsed: Parsed[];
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
    parsed = parse(text, options) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : 1;
    throw new InputError([{ file, line, column: 1, message: `not CSV: ${error.message}` }]);
  }
  const [first, ...others] = parsed;
  if (first === undefined) {
    throw new InputError([{ file, line: 1, column: 1, message: "the file is empty" }]);
  }
  const header = first.record;
  const rows: CsvRow[] = [];
  for (const { record, info } of others) {
    if (record.length === header.length) rows.push({ line: info.lines, values: record });
    else {
      problems.add(
        info.lines,
        1,
        `expected ${header.length} values, as in the header; found ${record.length}`,
      );
    }
  }
  return { header, headerLine: first.info.lines, rows };
}

/** Column in which the value with the given index begins on a line; for error paths. 1 where it is not on it. */
export function csvColumn(text: string, line: number, index: number): number {
  const content = text.split("\n", line)[line - 1] ?? "";
  let quoted = false;
  let values = 0;
  let start = 0;
  for (let at = 0; at < content.length && values < index; at++) {
    if (content[at] === '"') quoted = !quoted;
    else if (content[at] === "," && !quoted) {
      values++;
      start = at + 1;
    }
  }
  if (values < index) return 1;
  while (content[start] === " ") start++;
  return start + 1;
}
