/** A cell of a CSV file; null is left empty. */
export type CsvValue = string | number | boolean | null;

/** What makes a cell be quoted (RFC 4180, section 2), and blanks at its ends, which some readers take away. */
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$|^$/;

/** A line of a CSV file with its end. Numbers are written so that they are read back to the last bit; an empty text is `""`. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(",")}\n`;
}

function cell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Rows of objects as CSV with a header, in pieces. */
export async function* csvText<Column extends string>(
  columns: readonly Column[],
  rows: Iterable<Readonly<Record<Column, CsvValue>>> | AsyncIterable<Readonly<Record<Column, CsvValue>>>,
): AsyncGenerator<string, void, undefined> {
  yield csvLine(columns);
  for await (const row of rows) yield csvLine(columns.map((column) => row[column]));
}
