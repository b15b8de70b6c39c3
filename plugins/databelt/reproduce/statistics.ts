import { type MeanInterval, meanInterval } from "../../../index.js";

/** A mean over seeds, and half the width of its 95 % confidence interval: null for a single value. */
export type Estimate = Pick<MeanInterval, "mean" | "halfWidth">;

/** @throws RangeError for no value */
export function estimate(values: readonly number[]): Estimate {
  const interval = meanInterval(values, 0.95);
  if (interval === undefined) throw new RangeError("expected at least one value");
  return interval;
}

/** `12.3 ± 0.4`. */
export function withInterval({ mean, halfWidth }: Estimate, digits: number): string {
  const centre = rounded(mean, digits);
  return halfWidth === null ? centre : `${centre} ± ${halfWidth.toFixed(digits)}`;
}

/** With so many digits, and never as a negative zero. */
export function rounded(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text;
}

/** A Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
