/** Days of the Gregorian calendar, counted from 1970-01-01. */

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @param month 1 to 12 */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] as number);
}

/** Whole days from 1970-01-01 to 1 January of `year`. */
export function dayOfNewYear(year: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  // 719,162 days lie between 0001-01-01 and 1970-01-01 in the proleptic Gregorian calendar.
  return before * 365 + leapDays - 719_162;
}

/** Whole days from 1970-01-01 to a date; month and day count from 1. */
export function dayOfDate(year: number, month: number, day: number): number {
  let days = dayOfNewYear(year) + day - 1;
  for (let m = 1; m < month; m++) days += daysInMonth(year, m);
  return days;
}
