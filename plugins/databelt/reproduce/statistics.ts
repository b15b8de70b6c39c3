/** Student's t, two-sided 95 %, by degrees of freedom from 1. Source: any table of the distribution. */
const T_95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179];

/** A mean over seeds, and half the width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  /** NaN for a single value. */
  readonly halfWidth: number;
}

/** @throws RangeError for no value, or more than the table of t has */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  if (n < 1 || n > T_95.length + 1) throw new RangeError(`expected 1 to ${T_95.length + 1} values; got ${n}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, halfWidth: Number.NaN };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, halfWidth: T_95[n - 2] * Math.sqrt(variance / n) };
}

/** `12.3 ± 0.4`. */
export function withInterval({ mean, halfWidth }: Estimate, digits: number): string {
  const centre = rounded(mean, digits);
  return Number.isNaN(halfWidth) ? centre : `${centre} ± ${halfWidth.toFixed(digits)}`;
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
