import type { Instant } from "./instant.js";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/;
const MS_PER_DAY = 86_400_000;

/**
 * Reads an ISO 8601 instant that says its zone (`Z` or an offset), exact to the nanosecond. Gives a message
 * for the user instead where it cannot.
 */
export function parseIsoInstant(text: unknown): Instant | { readonly error: string } {
  const expected = 'expected an instant with its zone, such as "2024-12-15T13:00:00Z"';
  if (typeof text !== "string") return { error: expected };
  const match = ISO.exec(text.trim());
  if (match === null) {
    const zoneless = ISO.test(`${text.trim()}Z`) ? " (add Z for UTC)" : "";
    return { error: `${expected}; got "${text}"${zoneless}` };
  }
  const part = (i: number): number => Number(match[i] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (year < 100 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return { error: `${expected}; "${text}" is not a date of the calendar` };
  }
  if (hour > 23 || minute > 59 || second > 59 || part(10) > 23 || part(11) > 59) {
    return { error: `${expected}; "${text}" is not a time of day` };
  }
  const offset = (match[9] === "-" ? -1 : 1) * (part(10) * 3600 + part(11) * 60);
  const seconds = hour * 3600 + minute * 60 + second - offset;
  const dayShift = Math.floor(seconds / 86_400);
  const nanoseconds = Number((match[7] ?? "").padEnd(9, "0"));
  return {
    day: Math.round(midnight / MS_PER_DAY) + dayShift,
    secondOfDay: seconds - dayShift * 86_400 + nanoseconds / 1e9,
  };
}

/** `2024-12-15T13:00:00Z`; a fraction of a second is shown only where there is one. */
export function formatIsoInstant({ day, secondOfDay }: Instant): string {
  const whole = Math.floor(secondOfDay);
  const nanoseconds = Math.round((secondOfDay - whole) * 1e9);
  const ms = day * MS_PER_DAY + whole * 1000 + (nanoseconds === 1e9 ? 1000 : 0);
  const fraction = String(nanoseconds % 1e9)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${new Date(ms).toISOString().slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}Z`;
}
