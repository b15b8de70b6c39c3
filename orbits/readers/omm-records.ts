import { allocateElementSets } from "../element-sets.js";
import { nearestName } from "../nearest-name.js";
import { parseCatalogueNumber } from "./catalogue-number.js";
import { parseDecimal } from "./decimal-text.js";
import { type ReadElements, trimElementSets } from "./element-columns.js";
import { isWithin } from "./element-ranges.js";
import { KNOWN_FIELDS, NUMERIC_FIELDS, SGP4_FIELDS } from "./omm-fields.js";
import type { ProblemList } from "./problem-list.js";
import { repeatWarnings } from "./repeats.js";
import { type Place, quote } from "./text-place.js";
import { parseUtc } from "./utc-text.js";

/** Objects of an OMM file in any of its formats. */
export interface OmmRecords {
  readonly count: number;
  /** Value of a keyword; undefined where the object has none. */
  field(index: number, key: string): unknown;
  /** Keywords that the object has. */
  keys(index: number): readonly string[];
  /** Where the object, or one of its fields, stands; called for problems only. */
  placeOf(index: number, key?: string): Place;
}

/**
 * Turns OMM objects into element sets, in the order of the file.
 * @throws InputError with everything that is wrong, and what `problems` already holds
 */
export function readOmmRecords(records: OmmRecords, problems: ProblemList): ReadElements {
  const names: string[] = [];
  const columns = allocateElementSets(records.count, []);
  for (let i = 0; i < records.count; i++) {
    const name = records.field(i, "OBJECT_NAME");
    names.push(isAbsent(name) ? "" : String(name).trim());
    const object = new OmmObject(records, i, names[i] as string, problems);
    object.checkTheory();
    columns.catalogueNumbers[i] = object.catalogueNumber();
    const epoch = object.epoch();
    columns.epochDay[i] = epoch.day;
    columns.epochSecondOfDay[i] = epoch.secondOfDay;
    for (const { key, column, range } of NUMERIC_FIELDS) columns[column][i] = object.number(key, range);
  }
  if (records.count === 0) problems.add(1, 1, "no objects found: expected at least one element set");
  problems.throwIfAny();
  const elements = trimElementSets(columns, names);
  return {
    elements,
    warnings: repeatWarnings(problems.file, elements, (i) => records.placeOf(i).line),
  };
}

class OmmObject {
  readonly #records: OmmRecords;
  readonly #index: number;
  readonly #name: string;
  readonly #problems: ProblemList;

  constructor(records: OmmRecords, index: number, name: string, problems: ProblemList) {
    this.#records = records;
    this.#index = index;
    this.#name = name;
    this.#problems = problems;
  }

  checkTheory(): void {
    for (const { key, values } of SGP4_FIELDS) {
      const value = this.#records.field(this.#index, key);
      if (isAbsent(value) || values.includes(String(value).trim().toUpperCase())) continue;
      this.#add(
        key,
        `${key}: only mean elements for SGP4 can be read (${values.join(", ")}), found ${quote(value)}`,
      );
    }
  }

  number(key: string, range: (typeof NUMERIC_FIELDS)[number]["range"]): number {
    const given = this.#required(key);
    if (given === undefined) return Number.NaN;
    const value = typeof given === "string" ? parseDecimal(given) : given;
    if (typeof value !== "number" || !Number.isFinite(value)) {
      this.#add(key, `${key}: expected a number, found ${quote(given)}`);
      return Number.NaN;
    }
    if (!isWithin(value, range)) this.#add(key, `${key}: expected ${range.text}, found ${value}`);
    return value;
  }

  epoch(): { readonly day: number; readonly secondOfDay: number } {
    const given = this.#required("EPOCH");
    const instant = typeof given === "string" ? parseUtc(given.trim()) : undefined;
    if (given !== undefined && instant === undefined) {
      const expected = "an instant of UTC, such as 2024-12-15T13:35:41.952000";
      this.#add("EPOCH", `EPOCH: expected ${expected}, found ${quote(given)}`);
    }
    return instant ?? { day: 0, secondOfDay: 0 };
  }

  catalogueNumber(): number {
    const given = this.#required("NORAD_CAT_ID");
    const value = parseCatalogueNumber(given);
    if (given !== undefined && value === -1) {
      this.#add("NORAD_CAT_ID", `NORAD_CAT_ID: expected a number of up to 9 digits, found ${quote(given)}`);
    }
    return value;
  }

  /** The value of a field that must be there; undefined, and a problem, where it is not. */
  #required(key: string): unknown {
    const value = this.#records.field(this.#index, key);
    if (!isAbsent(value)) return value;
    const unknown = this.#records.keys(this.#index).filter((other) => !KNOWN_FIELDS.has(other));
    const near = nearestName(key, unknown);
    this.#add(undefined, `${key} is missing${near === undefined ? "" : `; did you mean it by "${near}"?`}`);
    return undefined;
  }

  #add(key: string | undefined, message: string): void {
    const name = this.#name === "" ? "" : ` (${quote(this.#name)})`;
    this.#problems.addAt(
      () => this.#records.placeOf(this.#index, key),
      `object ${this.#index + 1}${name}: ${message}`,
    );
  }
}

function isAbsent(value: unknown): value is undefined | null | "" {
  return value === undefined || value === null || value === "";
}
