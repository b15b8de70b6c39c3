import type { ParquetColumn } from "./parquet-file.js";
import type { ColumnSchema, RowOf, TableSchema } from "./tables.js";

type Value = number | string | boolean | null;

/** Rows of a table on their way to a part, column by column, each value checked against the schema. */
export class RowBuffer<S extends TableSchema> {
  rows = 0;
  /** Characters held in strings: with `rows`, a measure of the memory in use. */
  characters = 0;
  readonly #schema: S;
  #columns: Value[][];

  constructor(schema: S) {
    this.#schema = schema;
    this.#columns = schema.columns.map(() => []);
  }

  /** @throws TypeError for a value that the column cannot hold: nothing of the row is taken then */
  append(row: RowOf<S>): void {
    const values = row as Readonly<Record<string, Value | undefined>>;
    const columns = this.#schema.columns;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i];
      const value = values[column.name];
      if (!fits(column, value)) throw new TypeError(misfit(this.#schema, column, value));
    }
    for (let i = 0; i < columns.length; i++) {
      const value = values[columns[i].name] as Value;
      this.#columns[i].push(value);
      if (typeof value === "string") this.characters += value.length;
    }
    this.rows++;
  }

  /** Values of `time_ns` in the first and last row; null for a table without it. */
  timeSpanNs(): readonly [number, number] | null {
    const index = this.#schema.columns.findIndex((column) => column.name === "time_ns");
    if (index < 0 || this.rows === 0) return null;
    const times = this.#columns[index] as number[];
    return [times[0], times[this.rows - 1]];
  }

  toParquet(): ParquetColumn[] {
    return this.#schema.columns.map(({ type, nullable }, i) => {
      const values = this.#columns[i];
      if (type !== "int64") return values;
      if (nullable === true) return values.map((value) => (value === null ? null : BigInt(value as number)));
      const integers = new BigInt64Array(values.length);
      for (let row = 0; row < values.length; row++) integers[row] = BigInt(values[row] as number);
      return integers;
    });
  }

  /** The rows one by one. */
  toRows(): Readonly<Record<string, Value>>[] {
    return Array.from({ length: this.rows }, (_, row) =>
      Object.fromEntries(this.#schema.columns.map(({ name }, i) => [name, this.#columns[i][row]])),
    );
  }

  clear(): void {
    this.#columns = this.#schema.columns.map(() => []);
    this.rows = 0;
    this.characters = 0;
  }
}

function fits({ type, nullable }: ColumnSchema, value: Value | undefined): boolean {
  if (value === null) return nullable === true;
  switch (type) {
    case "int64":
      return Number.isSafeInteger(value);
    case "int32":
      return typeof value === "number" && (value | 0) === value;
    case "double":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return typeof value === "string";
  }
}

function misfit(table: TableSchema, column: ColumnSchema, value: unknown): string {
  const expected = `${column.type}${column.nullable === true ? " or null" : ""}`;
  return `${table.name}.${column.name}: expected ${expected}, got ${String(value)} (${typeof value})`;
}
