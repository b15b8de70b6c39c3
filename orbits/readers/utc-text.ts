import type { Instant } from "../instant.js";
import { dayOfDate, dayOfNewYear, daysInMonth, daysInYear } from "./calendar.js";

/** CCSDS 502.0 (OMM), section 7.5.10: calendar date or day of year, any number of decimals, optional Z. */
const UTC = /^(\d{4})-(?:(\d\d)-(\d\d)|(\d{3}))[T ](\d\d):(\d\d):(\d\d)(?:\.(\d*))?(?:Z|\+00:00)?$/;

/**
 * Reads `2024-12-15T13:35:41.952000` or `2024-350T13:35:41.952` (UTC) digit by digit: a `Date` would keep
 * milliseconds only, 7 m of orbit. Undefined where the text is no such instant.
 */
export function parseUtc(text: string): Instant | undefined {
  const match = UTC.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const hour = Number(match[5]);
  const minute = Number(match[6]);
  const second = Number(match[7]);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const day = match[4] === undefined ? calendarDay(year, match) : ordinalDay(year, Number(match[4]));
  if (day === undefined) return undefined;
  // One conversion of the whole decimal number: the nearest double, with no sum to round in between.
  return { day, secondOfDay: Number(`${hour * 3600 + minute * 60 + second}.${match[8] || "0"}`) };
}

function calendarDay(year: number, match: RegExpExecArray): number | undefined {
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayOfDate(year, month, day);
}

function ordinalDay(year: number, dayOfYear: number): number | undefined {
  if (dayOfYear < 1 || dayOfYear > daysInYear(year)) return undefined;
  return dayOfNewYear(year) + dayOfYear - 1;
}
