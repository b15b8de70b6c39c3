import type { ColumnSchema } from "../../results/index.js";
import type { SweepAxes } from "./axes.js";
import { readMeasure } from "./variable.js";

/** How an axis stands in the tables. */
export interface AxisColumn {
  /** Dotted path. */
  readonly key: string;
  /** `axis.<key>`, with the unit in brackets where all values have the same. */
  readonly column: string;
  /** `double`: all values are numbers, or have one unit; else `string`, lists and mappings as JSON. */
  readonly type: "double" | "string";
  /** Null for plain numbers and for texts. */
  readonly unit: string | null;
}

/** The columns of the axes, in their order. */
export function axisColumns({ keys, points }: SweepAxes): AxisColumn[] {
  return keys.map((key) => {
    const values = points.filter((point) => Object.hasOwn(point, key)).map((point) => point[key]);
    const unit = commonUnit(values);
    if (unit === undefined) return { key, column: `axis.${key}`, type: "string", unit: null };
    if (unit === "") return { key, column: `axis.${key}`, type: "double", unit: null };
    return { key, column: `axis.${key} (${unit})`, type: "double", unit };
  });
}

/** The unit that all values have; empty for plain numbers; undefined where they are something else. */
function commonUnit(values: readonly unknown[]): string | undefined {
  // A text such as "5" is a text: a number has no quotes.
  const units = values.map((value) => {
    const unit = readMeasure(value)?.unit;
    return typeof value === "string" && unit === "" ? undefined : unit;
  });
  return units.every((unit) => unit !== undefined && unit === units[0]) ? units[0] : undefined;
}

/** A point's value as its column holds it; null where the point leaves the axis as the scenario has it. */
export function axisCell(
  { key, type }: AxisColumn,
  values: Readonly<Record<string, unknown>>,
): number | string | null {
  if (!Object.hasOwn(values, key)) return null;
  const value = values[key];
  if (type === "double") return readMeasure(value)?.value ?? null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function axisSchema(columns: readonly AxisColumn[]): ColumnSchema[] {
  return columns.map(({ column, type }) => ({ name: column, type, nullable: true }));
}
