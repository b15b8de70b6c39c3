import { allocateElementSets, type ElementSets } from "../element-sets.js";
import type { InputProblem } from "../input-error.js";
import { dayOfNewYear } from "./calendar.js";
import { catalogueNumberAt } from "./catalogue-number.js";
import { type ReadElements, trimElementSets } from "./element-columns.js";
import { ProblemList } from "./problem-list.js";
import { repeatWarnings } from "./repeats.js";
import { quote, textStart } from "./text-place.js";
import * as field from "./tle-fields.js";
import { type ChecksumRule, TleLineCheck } from "./tle-line-check.js";
import * as shape from "./tle-lines.js";

/**
 * Reads two-line element sets with or without names (TLE, 3LE, any mixture), as CelesTrak, Space-Track and
 * Hypatia write them: names may have a leading `0 `, the first line may be Hypatia's two integers, lines may
 * end in CRLF, be blank, or (where they begin with `#`) be comments, and text may follow column 69 after a
 * blank. Ephemeris types of SGP4 only. Satellites keep the order of the file.
 *
 * @throws InputError with everything that is wrong: cut or unpaired lines, numbers that cannot be read or
 *   are out of range, and bad checksums unless `checksum` lets them through
 */
export function readTle(
  file: string,
  text: string,
  options: { readonly checksum: ChecksumRule },
): ReadElements {
  return new TleReader(file, text, options.checksum).read();
}

const HASH = 35;

class TleReader {
  readonly #file: string;
  readonly #text: string;
  readonly #problems: ProblemList;
  readonly #check: TleLineCheck;
  readonly #names: string[] = [];
  /** Line that each satellite's set begins on, its name's if it has one. */
  readonly #lines: number[] = [];
  /** Columns with room for as many sets as the text can hold. */
  readonly #sets: ElementSets;
  #count = 0;
  #line = 0;
  #sawContent = false;
  #sawElementLine = false;
  /** Satellites promised by Hypatia's first line. */
  #promised: number | undefined;
  /** A name that waits for its line 1, and where it stands. */
  #name: string | undefined;
  #nameLine = 0;
  /** Offset of the line 1 that waits for its line 2, or -1. */
  #line1 = -1;
  #line1Line = 0;
  #line1Name = "";
  #setLine = 0;
  #line1Good = false;

  constructor(file: string, text: string, checksum: ChecksumRule) {
    this.#file = file;
    this.#text = text;
    this.#problems = new ProblemList(file);
    this.#check = new TleLineCheck(text, checksum, this.#problems);
    const room = Math.floor(text.length / (2 * shape.LINE_COLUMNS)) + 1;
    this.#sets = allocateElementSets(room, []);
  }

  read(): ReadElements {
    const text = this.#text;
    let at = textStart(text);
    while (at < text.length) {
      let newline = text.indexOf("\n", at);
      if (newline === -1) newline = text.length;
      const end = trimmedEnd(text, at, newline);
      this.#line++;
      if (end > at && text.charCodeAt(at) !== HASH) this.#readLine(at, end);
      at = newline + 1;
    }
    return this.#finish();
  }

  #readLine(start: number, end: number): void {
    const first = !this.#sawContent;
    this.#sawContent = true;
    if (this.#line1 !== -1) {
      if (this.#isLine2(start, end)) {
        this.#readLine2(start, end);
        return;
      }
      this.#missingLine2();
    }
    if (this.#isLine1(start, end)) this.#readLine1(start, end);
    else if (shape.isElementLine(2, this.#text, start, end)) this.#loneLine2();
    else if (!(first && this.#readHeader(start, end))) this.#readName(start, end);
  }

  #isLine1(start: number, end: number): boolean {
    const text = this.#text;
    if (shape.isElementLine(1, text, start, end)) return true;
    if (!shape.startsAs(1, text, start)) return false;
    // Short, and unlike an element line so far: what comes next decides whether this is a name.
    const [next, nextEnd] = nextLine(text, end);
    return next === nextEnd || shape.isElementLine(2, text, next, nextEnd);
  }

  #isLine2(start: number, end: number): boolean {
    const text = this.#text;
    if (shape.isElementLine(2, text, start, end)) return true;
    return shape.startsAs(2, text, start) && shape.hasNumberOf(text, this.#line1, start, end);
  }

  /** Hypatia's first line: the numbers of planes and of satellites in each. */
  #readHeader(start: number, end: number): boolean {
    const match = /^([1-9]\d*)\s+([1-9]\d*)$/.exec(this.#text.slice(start, Math.min(end, start + 40)));
    if (match === null) return false;
    this.#promised = Number(match[1]) * Number(match[2]);
    return true;
  }

  #readName(start: number, end: number): void {
    this.#unusedName();
    const line = this.#text.slice(start, end);
    const name = line.trimStart();
    const indent = line.length - name.length;
    if (indent > 0 && /^[12] .{67}/.test(name)) {
      this.#sawElementLine = true;
      const message = `an element line begins in column 1; this one begins in column ${indent + 1}`;
      this.#problems.add(this.#line, indent + 1, message);
      return;
    }
    this.#name = name.startsWith("0 ") ? name.slice(2).trimStart() : name;
    this.#nameLine = this.#line;
  }

  #readLine1(start: number, end: number): void {
    this.#sawElementLine = true;
    this.#line1 = start;
    this.#line1Line = this.#line;
    this.#setLine = this.#name === undefined ? this.#line : this.#nameLine;
    this.#line1Name = this.#name ?? "";
    this.#name = undefined;
    this.#line1Good = this.#check.check(1, start, end, this.#line);
  }

  #readLine2(start: number, end: number): void {
    const line1 = this.#line1;
    this.#line1 = -1;
    const good = this.#check.check(2, start, end, this.#line);
    if (!this.#line1Good || !good) return;
    const number = catalogueNumberAt(this.#text, line1 + shape.NUMBER_AT);
    const number2 = catalogueNumberAt(this.#text, start + shape.NUMBER_AT);
    if (number !== number2) {
      const message = `catalogue number ${number2}, but line 1 (on line ${this.#line1Line}) has ${number}`;
      this.#problems.add(this.#line, shape.NUMBER_AT + 1, message);
    } else if (this.#problems.total === 0) {
      this.#keep(line1, number);
    }
  }

  #keep(line1: number, number: number): void {
    const sets = this.#sets;
    const { values1, values2 } = this.#check;
    const i = this.#count++;
    this.#names.push(this.#line1Name);
    this.#lines.push(this.#setLine);
    sets.catalogueNumbers[i] = number;
    const newYear = dayOfNewYear(field.fullYear(values1[field.EPOCH_YEAR] as number));
    sets.epochDay[i] = newYear + Math.floor(values1[field.EPOCH_DAY] as number) - 1;
    sets.epochSecondOfDay[i] = field.epochSecondOfDay(this.#text, line1);
    sets.bstar[i] = values1[field.BSTAR] as number;
    sets.inclinationDeg[i] = values2[field.INCLINATION] as number;
    sets.rightAscensionDeg[i] = values2[field.RIGHT_ASCENSION] as number;
    sets.eccentricity[i] = values2[field.ECCENTRICITY] as number;
    sets.argumentOfPerigeeDeg[i] = values2[field.ARGUMENT_OF_PERIGEE] as number;
    sets.meanAnomalyDeg[i] = values2[field.MEAN_ANOMALY] as number;
    sets.meanMotionRevPerDay[i] = values2[field.MEAN_MOTION] as number;
  }

  #loneLine2(): void {
    this.#sawElementLine = true;
    this.#name = undefined;
    this.#problems.add(this.#line, 1, "line 2 of an element set without a line 1 before it");
  }

  #missingLine2(): void {
    const name = this.#line1Name === "" ? "" : ` of ${quote(this.#line1Name)}`;
    this.#problems.add(this.#line1Line, 1, `line 1${name} has no line 2 after it`);
    this.#line1 = -1;
  }

  #unusedName(): void {
    if (this.#name === undefined) return;
    const message = `expected element lines after the name ${quote(this.#name)}: "1 " and "2 ", 69 columns each`;
    this.#problems.add(this.#nameLine, 1, message);
    this.#name = undefined;
  }

  #finish(): ReadElements {
    if (!this.#sawElementLine) throwNothingFound(this.#file, this.#text);
    if (this.#line1 !== -1) this.#missingLine2();
    this.#unusedName();
    this.#problems.throwIfAny();
    const elements = trimElementSets(this.#sets, this.#names);
    const repeats = repeatWarnings(this.#file, elements, (i) => this.#lines[i]);
    return { elements, warnings: [...this.#warnings(), ...repeats] };
  }

  #warnings(): InputProblem[] {
    const file = this.#file;
    const warnings: InputProblem[] = [];
    const { badChecksums, firstBadChecksum: line } = this.#check;
    if (badChecksums > 0) {
      const lines = badChecksums === 1 ? "1 line" : `${badChecksums} lines`;
      const message = `${lines} with a bad checksum, first at line ${line}`;
      warnings.push({ file, line, column: shape.LINE_COLUMNS, message });
    }
    if (this.#promised !== undefined && this.#promised !== this.#count) {
      const message = `the first line promises ${this.#promised} satellites, the file has ${this.#count}`;
      warnings.push({ file, line: 1, column: 1, message });
    }
    return warnings;
  }
}

/** Not one line of the file is an element line: one problem instead of one for each line. */
function throwNothingFound(file: string, text: string): void {
  const problems = new ProblemList(file);
  const start = text.slice(textStart(text)).trimStart()[0];
  if (start === undefined) {
    problems.add(1, 1, "the file is empty");
  } else {
    const other = start === "<" ? "XML" : start === "{" || start === "[" ? "JSON" : undefined;
    const hint = other === undefined ? "" : `; it looks like ${other}, and "omm" reads that`;
    const expected = 'expected lines of 69 columns that begin with "1 " and "2 "';
    problems.add(1, 1, `no element sets found: ${expected}${hint}`);
  }
  problems.throwIfAny();
}

/** End of the line without blanks, tabs and carriage returns. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  for (; at > start; at--) {
    const code = text.charCodeAt(at - 1);
    if (code !== 32 && code !== 13 && code !== 9) break;
  }
  return at;
}

/** Start and end of the next line that has content; both the text's length where there is none. */
function nextLine(text: string, from: number): [number, number] {
  let newline = text.indexOf("\n", from);
  while (newline !== -1) {
    const start = newline + 1;
    newline = text.indexOf("\n", start);
    const end = trimmedEnd(text, start, newline === -1 ? text.length : newline);
    if (end > start && text.charCodeAt(start) !== HASH) return [start, end];
  }
  return [text.length, text.length];
}
