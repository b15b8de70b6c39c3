/** A figure for a table: six digits, and no more than it has. */
export function figureText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(6)));
}

/** The same with its sign. */
export function signedText(value: number): string {
  return `${value > 0 ? "+" : ""}${figureText(value)}`;
}

/** A share as a percentage of three digits, with its sign; nothing where there is none. */
export function percentText(share: number | null): string {
  if (share === null) return "";
  return `${share > 0 ? "+" : ""}${Number((100 * share).toPrecision(3))} %`;
}

/** `1 run`, `2 runs`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
