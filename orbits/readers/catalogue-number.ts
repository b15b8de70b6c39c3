/**
 * NORAD catalogue numbers. A TLE has five columns for them: digits, or Alpha-5 for 100,000 to 339,999, a
 * capital letter (without I and O, which look like digits) for the first two digits. OMM has up to 9 digits.
 * Source: space-track.org, "Alpha-5 Satellite Catalog Numbers".
 */
const ALPHA_5_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

export const CATALOGUE_NUMBER_COLUMNS = 5;

const ZERO = 48;
const NINE = 57;
const BLANK = 32;

/** The number in the five columns from offset `from`, leading blanks allowed; -1 where there is none. */
export function catalogueNumberAt(text: string, from: number): number {
  const end = from + CATALOGUE_NUMBER_COLUMNS;
  let at = from;
  while (at < end && text.charCodeAt(at) === BLANK) at++;
  if (at === end) return -1;
  let value = 0;
  const first = text.charCodeAt(at);
  if (at === from && (first < ZERO || first > NINE)) {
    const letter = ALPHA_5_LETTERS.indexOf(text[at] as string);
    if (letter === -1) return -1;
    value = 10 + letter;
    at++;
  }
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return -1;
    value = value * 10 + (code - ZERO);
  }
  return value;
}

/** Five columns of a TLE for `number`, or undefined above 339,999, where TLEs end. */
export function alpha5(number: number): string | undefined {
  if (number < 100_000) return String(number).padStart(CATALOGUE_NUMBER_COLUMNS, "0");
  const letter = ALPHA_5_LETTERS[Math.floor(number / 10_000) - 10];
  return letter === undefined ? undefined : letter + String(number % 10_000).padStart(4, "0");
}

/** The number of an OMM's `NORAD_CAT_ID`, up to 9 digits, given as number or text; -1 where it is neither. */
export function parseCatalogueNumber(value: unknown): number {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^\d{1,9}$/.test(text.trim()) ? Number(text) : -1;
}
