import { CATALOGUE_NUMBER_COLUMNS, catalogueNumberAt } from "./catalogue-number.js";

/** Columns of an element line, checksum included. */
export const LINE_COLUMNS = 69;

/** Offset of the catalogue number in both lines. */
export const NUMBER_AT = 2;

const BLANK = 32;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

/** Offsets that are blank in every element line: what stands there was shifted or damaged. */
export const LINE_1_BLANKS: readonly number[] = [1, 8, 32, 43, 52, 61];
export const LINE_2_BLANKS: readonly number[] = [1, 7, 16, 25, 33, 42, 51];

export type LineNumber = 1 | 2;

/** Starts with the digit `number` and a blank. Names may do so too. */
export function startsAs(number: LineNumber, text: string, start: number): boolean {
  return text.charCodeAt(start) === ZERO + number && text.charCodeAt(start + 1) === BLANK;
}

/** Has the whole shape of an element line: length, catalogue number, blanks between fields. */
export function hasShape(number: LineNumber, text: string, start: number, end: number): boolean {
  if (end - start < LINE_COLUMNS || !startsAs(number, text, start)) return false;
  if (catalogueNumberAt(text, start + NUMBER_AT) === -1) return false;
  const blanks = number === 1 ? LINE_1_BLANKS : LINE_2_BLANKS;
  for (let i = 0; i < blanks.length; i++) {
    if (text.charCodeAt(start + (blanks[i] as number)) !== BLANK) return false;
  }
  return true;
}

/** The start of each line up to its first full field, for recognising lines that were cut. */
const LINE_1_START = /^1 [\dA-Z ]\d{4}[A-Z ] [\d ]{0,5}[A-Z ]{0,3} ?[\d ]{0,2}/;
const LINE_2_START = /^2 [\dA-Z ]\d{4} [-\d. ]{0,8} ?/;

/** Names have up to 24 columns; what is longer than this and begins as an element line is one. */
const LONGER_THAN_NAMES = 40;

/**
 * An element line, whole or cut or damaged, rather than a name that begins with the same digit: it has the
 * whole shape, or it is longer than names are, or it goes on as an element line for at least 9 columns.
 */
export function isElementLine(number: LineNumber, text: string, start: number, end: number): boolean {
  if (!startsAs(number, text, start)) return false;
  if (hasShape(number, text, start, end)) return true;
  const line = text.slice(start, Math.min(end, start + LINE_COLUMNS));
  if (line.length > LONGER_THAN_NAMES) return true;
  const match = (number === 1 ? LINE_1_START : LINE_2_START).exec(line);
  return match !== null && match[0].length >= 9 && match[0].length >= Math.min(line.length, 17);
}

/** Line 2 carries, as far as it goes, the same catalogue number as the line 1 that starts at `line1`. */
export function hasNumberOf(text: string, line1: number, start: number, end: number): boolean {
  const length = Math.min(end - start - NUMBER_AT, CATALOGUE_NUMBER_COLUMNS);
  if (length < 1) return false;
  const from = line1 + NUMBER_AT;
  return text.slice(from, from + length) === text.slice(start + NUMBER_AT, start + NUMBER_AT + length);
}

/**
 * Last digit of the sum over columns 1 to 68, where digits count as themselves, minus signs as 1 and all
 * else as 0. Source: Kelso, "NORAD Two-Line Element Set Format".
 */
export function checksumOf(text: string, start: number): number {
  let sum = 0;
  for (let at = start; at < start + LINE_COLUMNS - 1; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) sum += code - ZERO;
    else if (code === MINUS) sum++;
  }
  return sum % 10;
}

/** Column 69 says what the line adds up to. */
export function hasGoodChecksum(text: string, start: number): boolean {
  return text.charCodeAt(start + LINE_COLUMNS - 1) - ZERO === checksumOf(text, start);
}
