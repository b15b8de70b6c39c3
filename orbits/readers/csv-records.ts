import { didYouMean } from "../nearest-name.js";
import { csvColumn, readCsvTable } from "./csv-table.js";
import { parseDecimal } from "./decimal-text.js";
import type { ProblemList } from "./problem-list.js";

/** A row of a CSV file by the names of its columns. */
export interface CsvRecord<C extends string> {
  readonly line: number;
  /** `""` where the file has no such column. */
  cell(column: C): string;
  /** Notes what is wrong with a cell, at its place. */
  fail(column: C, message: string): void;
  /** A decimal number; undefined, and noted, where the cell holds none, or one that `isValid` refuses. */
  number(column: C, expected: string, isValid?: (value: number) => boolean): number | undefined;
}

/** Which columns a file may have, and which it must. */
export interface CsvColumns<C extends string> {
  readonly columns: readonly C[];
  readonly required: readonly C[];
}

/**
 * Reads comma-separated values with a header, columns in any order. What is wrong with the header and rows of another
 * length are told to `problems`.
 *
 * @throws InputError for broken quotes and for an empty file
 */
export function readCsvRecords<C extends string>(
  text: string,
  problems: ProblemList,
  { columns, required }: CsvColumns<C>,
): CsvRecord<C>[] {
  const { header, headerLine, rows } = readCsvTable(problems.file, text, problems);
  const places = new Map<C, number>();
  header.forEach((name, index) => {
    const column = columns.find((each) => each === name);
    const fail = (message: string) => problems.add(headerLine, csvColumn(text, headerLine, index), message);
    if (column === undefined) fail(`unknown column "${name}"${didYouMean(name, columns)}`);
    else if (places.has(column)) fail(`column "${name}" repeats`);
    else places.set(column, index);
  });
  const missing = required.filter((column) => !places.has(column));
  for (const column of missing) problems.add(headerLine, 1, `the header has no column ${column}`);
  if (missing.length > 0) return [];
  return rows.map(({ line, values }) => {
    const cell = (column: C) => values[places.get(column) ?? -1] ?? "";
    const fail = (column: C, message: string) =>
      problems.addAt(() => ({ line, column: csvColumn(text, line, places.get(column) ?? 0) }), message);
    const number: CsvRecord<C>["number"] = (column, expected, isValid = () => true) => {
      const value = parseDecimal(cell(column));
      if (value !== undefined && isValid(value)) return value;
      fail(column, `expected ${expected}; got "${cell(column)}"`);
      return undefined;
    };
    return { line, cell, fail, number };
  });
}
