import {
  ANGLE_RANGE,
  BSTAR_RANGE,
  ECCENTRICITY_RANGE,
  type ElementRange,
  INCLINATION_RANGE,
  MEAN_MOTION_RANGE,
} from "./element-ranges.js";

/**
 * The numeric fields of a two-line element set and their columns. Source of the layout: Kelso, "NORAD
 * Two-Line Element Set Format", celestrak.org; Vallado et al., AIAA 2006-6753, appendix B.
 */
export interface TleField {
  readonly name: string;
  /** Columns as offsets in the line: `from` inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** NaN where the columns hold no such number. */
  readonly read: (text: string, from: number, to: number) => number;
  /** What `read` takes, said to a user. */
  readonly expected: string;
  readonly range: ElementRange;
}

const BLANK = 32;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** Powers of ten that are exact doubles. */
const POW10 = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * A decimal number with blanks around it. At most 12 columns wide, so that its digits are an exact integer;
 * dividing that by an exact power of ten rounds once, to the same double as `parseFloat`.
 */
export function decimalAt(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) === BLANK) at++;
  let sign = 1;
  const first = text.charCodeAt(at);
  if (at < to && (first === MINUS || first === PLUS)) {
    if (first === MINUS) sign = -1;
    at++;
  }
  let digits = 0;
  let mantissa = 0;
  let decimals = -1;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (code === POINT && decimals < 0) {
      decimals = 0;
    } else {
      break;
    }
  }
  while (at < to && text.charCodeAt(at) === BLANK) at++;
  if (at < to || digits === 0) return Number.NaN;
  return decimals > 0 ? sign * (mantissa / (POW10[decimals] as number)) : sign * mantissa;
}

/** Digits after an implied point; blanks count as zeros. */
function fractionAt(text: string, from: number, to: number): number {
  const value = digitsAt(text, from, to);
  return value / (POW10[to - from] as number);
}

/** Digits as an integer; blanks count as zeros. */
function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === BLANK) value *= 10;
    else if (code >= ZERO && code <= NINE) value = value * 10 + (code - ZERO);
    else return Number.NaN;
  }
  return value;
}

/** Eight columns: sign or blank, five digits after an implied point, sign and digit of the exponent. */
function exponentialAt(text: string, from: number): number {
  const signCode = text.charCodeAt(from);
  if (signCode !== BLANK && signCode !== PLUS && signCode !== MINUS) return Number.NaN;
  let mantissa = 0;
  for (let at = from + 1; at < from + 6; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return Number.NaN;
    mantissa = mantissa * 10 + (code - ZERO);
  }
  const exponentSign = text.charCodeAt(from + 6);
  const exponentDigit = text.charCodeAt(from + 7) - ZERO;
  if (!(exponentDigit >= 0 && exponentDigit <= 9)) return Number.NaN;
  // A blank for the exponent's sign is unambiguous before a zero only.
  const signed = exponentSign === PLUS || exponentSign === MINUS;
  if (!signed && !(exponentSign === BLANK && exponentDigit === 0)) return Number.NaN;
  const exponent = (exponentSign === MINUS ? -exponentDigit : exponentDigit) - 5;
  const value =
    exponent < 0 ? mantissa / (POW10[-exponent] as number) : mantissa * (POW10[exponent] as number);
  return signCode === MINUS ? -value : value;
}

const orBlank =
  (read: TleField["read"]): TleField["read"] =>
  (text, from, to) => {
    for (let at = from; at < to; at++) if (text.charCodeAt(at) !== BLANK) return read(text, from, to);
    return 0;
  };

const DECIMAL = "a decimal number";
const EXPONENTIAL = "five digits after an implied point and a signed exponent, as in 17578-2";
const ANY: ElementRange = BSTAR_RANGE;

/** Up to the end of day 366; the last day of a common year is checked with the year. */
const DAY_OF_YEAR_RANGE: ElementRange = { min: 1, max: 367 - 1e-12, text: "1 to 366" };

const field = (
  name: string,
  from: number,
  to: number,
  read: TleField["read"],
  expected: string,
  range: ElementRange,
): TleField => ({ name, from, to, read, expected, range });

/** TLEs know years 1957 to 2056 by their last two digits. */
export function fullYear(twoDigits: number): number {
  return twoDigits < 57 ? 2000 + twoDigits : 1900 + twoDigits;
}

/** Offsets of the epoch's day of year, and of the ephemeris type, which is one character. */
export const EPOCH_DAY_AT = 20;
const EPOCH_DAY_TO = 32;
export const EPHEMERIS_TYPE_AT = 62;

/** Order of `LINE_1_FIELDS`. */
export const EPOCH_YEAR = 0;
export const EPOCH_DAY = 1;
export const BSTAR = 2;

/** SGP4 does not use the last three, yet a bad character in them tells of a damaged line. */
export const LINE_1_FIELDS: readonly TleField[] = [
  field("epoch year", 18, 20, digitsAt, "two digits", ANY),
  field("epoch day of year", EPOCH_DAY_AT, EPOCH_DAY_TO, decimalAt, DECIMAL, DAY_OF_YEAR_RANGE),
  field("B* drag term", 53, 61, exponentialAt, EXPONENTIAL, BSTAR_RANGE),
  field("first derivative of mean motion", 33, 43, orBlank(decimalAt), DECIMAL, ANY),
  field("second derivative of mean motion", 44, 52, orBlank(exponentialAt), EXPONENTIAL, ANY),
  field("element set number", 64, 68, digitsAt, "digits", ANY),
];

/** Order of `LINE_2_FIELDS`. */
export const INCLINATION = 0;
export const RIGHT_ASCENSION = 1;
export const ECCENTRICITY = 2;
export const ARGUMENT_OF_PERIGEE = 3;
export const MEAN_ANOMALY = 4;
export const MEAN_MOTION = 5;

export const LINE_2_FIELDS: readonly TleField[] = [
  field("inclination", 8, 16, decimalAt, DECIMAL, INCLINATION_RANGE),
  field("right ascension of the ascending node", 17, 25, decimalAt, DECIMAL, ANGLE_RANGE),
  field("eccentricity", 26, 33, fractionAt, "seven digits after an implied point", ECCENTRICITY_RANGE),
  field("argument of perigee", 34, 42, decimalAt, DECIMAL, ANGLE_RANGE),
  field("mean anomaly", 43, 51, decimalAt, DECIMAL, ANGLE_RANGE),
  field("mean motion", 52, 63, decimalAt, DECIMAL, MEAN_MOTION_RANGE),
  field("revolution number", 63, 68, digitsAt, "digits", ANY),
];

/**
 * Seconds into the day of the epoch in the line 1 at offset `start`, once its day of year has been read:
 * exact but for one final rounding, because the digits after the point stay an integer (below 2^53 even when
 * multiplied by 86,400).
 */
export function epochSecondOfDay(text: string, start: number): number {
  let fraction = 0;
  let decimals = -1;
  for (let at = start + EPOCH_DAY_AT; at < start + EPOCH_DAY_TO; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT) decimals = 0;
    else if (decimals >= 0 && code !== BLANK) {
      fraction = fraction * 10 + (code - ZERO);
      decimals++;
    }
  }
  return decimals > 0 ? (fraction * 86_400) / (POW10[decimals] as number) : 0;
}
