import { daysInYear } from "./calendar.js";
import { CATALOGUE_NUMBER_COLUMNS, catalogueNumberAt } from "./catalogue-number.js";
import { isWithin } from "./element-ranges.js";
import type { ProblemList } from "./problem-list.js";
import { quote } from "./text-place.js";
import * as field from "./tle-fields.js";
import * as shape from "./tle-lines.js";

/** What to do about lines whose checksum is wrong: refuse the file, count them in one warning, or nothing. */
export type ChecksumRule = "error" | "warn" | "ignore";

const BLANK = 32;
const TAB = 9;

/** Ephemeris types that are propagated by SGP4; distributed sets carry 0. */
const SGP4_TYPES = " 0123";

/** Reads the numbers of element lines and tells of all that is wrong with a line, each at its column. */
export class TleLineCheck {
  /** Numbers of the last line 1 and line 2, in the order of `LINE_1_FIELDS` and `LINE_2_FIELDS`. */
  readonly values1 = new Float64Array(field.LINE_1_FIELDS.length);
  readonly values2 = new Float64Array(field.LINE_2_FIELDS.length);
  badChecksums = 0;
  firstBadChecksum = 0;
  readonly #text: string;
  readonly #checksum: ChecksumRule;
  readonly #problems: ProblemList;
  #line = 0;

  constructor(text: string, checksum: ChecksumRule, problems: ProblemList) {
    this.#text = text;
    this.#checksum = checksum;
    this.#problems = problems;
  }

  /** Checks the element line from offset `start` to `end`, which is line `line` of the file; true if it is good. */
  check(number: shape.LineNumber, start: number, end: number, line: number): boolean {
    this.#line = line;
    const columns = end - start;
    if (columns < shape.LINE_COLUMNS) {
      const message = `line ${number} has ${columns} columns, expected ${shape.LINE_COLUMNS}: is it cut short?`;
      this.#problems.add(line, columns + 1, message);
      return false;
    }
    const before = this.#problems.total;
    if (!shape.hasShape(number, this.#text, start, end)) this.#explainShape(number, start);
    if (number === 1) this.#checkLine1(start);
    else this.#readFields(field.LINE_2_FIELDS, this.values2, start);
    this.#checkEnd(number, start, columns);
    // Damage already told of would only be told again by the checksum.
    if (this.#problems.total > before) return false;
    return (
      this.#checksum === "ignore" || shape.hasGoodChecksum(this.#text, start) || this.#badChecksum(start)
    );
  }

  #readFields(fields: readonly field.TleField[], values: Float64Array, start: number): void {
    for (let f = 0; f < fields.length; f++) {
      const { from, to, read, range } = fields[f] as field.TleField;
      const value = read(this.#text, start + from, start + to);
      values[f] = value;
      if (!isWithin(value, range)) this.#explainField(fields[f] as field.TleField, value, start);
    }
  }

  #checkLine1(start: number): void {
    this.#readFields(field.LINE_1_FIELDS, this.values1, start);
    const year = field.fullYear(this.values1[field.EPOCH_YEAR] as number);
    const day = this.values1[field.EPOCH_DAY] as number;
    // Days above 366 have been told of by the field's own range.
    if (day < 367 && day >= daysInYear(year) + 1) {
      this.#add(field.EPOCH_DAY_AT, `epoch day of year: ${year} has ${daysInYear(year)} days, found ${day}`);
    }
    const type = this.#text[start + field.EPHEMERIS_TYPE_AT] as string;
    if (!SGP4_TYPES.includes(type)) {
      const found = type === "4" ? "4 (SGP4-XP)" : quote(type);
      this.#add(field.EPHEMERIS_TYPE_AT, `ephemeris type: expected 0 or a blank (SGP4), found ${found}`);
    }
  }

  #checkEnd(number: shape.LineNumber, start: number, columns: number): void {
    if (columns === shape.LINE_COLUMNS) return;
    const code = this.#text.charCodeAt(start + shape.LINE_COLUMNS);
    if (code === BLANK || code === TAB) return;
    const found = quote(this.#text[start + shape.LINE_COLUMNS] as string);
    this.#add(shape.LINE_COLUMNS, `line ${number} goes on after column 69: expected a blank, found ${found}`);
  }

  #explainShape(number: shape.LineNumber, start: number): void {
    const text = this.#text;
    const numberAt = start + shape.NUMBER_AT;
    if (catalogueNumberAt(text, numberAt) === -1) {
      const found = quote(text.slice(numberAt, numberAt + CATALOGUE_NUMBER_COLUMNS));
      const expected = "five digits, or a capital letter other than I and O and four digits";
      this.#add(shape.NUMBER_AT, `catalogue number: expected ${expected}, found ${found}`);
    }
    for (const at of number === 1 ? shape.LINE_1_BLANKS : shape.LINE_2_BLANKS) {
      if (text.charCodeAt(start + at) === BLANK) continue;
      const found = quote(text[start + at] as string);
      this.#add(at, `line ${number}: expected a blank between two fields, found ${found}`);
    }
  }

  #explainField({ name, from, to, expected, range }: field.TleField, value: number, start: number): void {
    const found = quote(this.#text.slice(start + from, start + to));
    if (Number.isNaN(value)) this.#add(from, `${name}: expected ${expected}, found ${found}`);
    else this.#add(from, `${name}: expected ${range.text}, found ${value}`);
  }

  /** Gives whether the line may be used all the same. */
  #badChecksum(start: number): boolean {
    if (this.badChecksums++ === 0) this.firstBadChecksum = this.#line;
    if (this.#checksum === "warn") return true;
    const found = quote(this.#text[start + shape.LINE_COLUMNS - 1] as string);
    const message = `bad checksum: the line adds up to ${shape.checksumOf(this.#text, start)}, found ${found}`;
    this.#add(shape.LINE_COLUMNS - 1, message);
    return false;
  }

  /** @param offset in the line that is being checked */
  #add(offset: number, message: string): void {
    this.#problems.add(this.#line, offset + 1, message);
  }
}
