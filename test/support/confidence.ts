/** Student's t for 9 degrees of freedom, two-sided 99 %. Source: any table of the distribution. */
const T_9_99 = 3.25;

/** Mean over ten seeds, and half the width of its 99 % confidence interval. */
export function meanOfTen(values: readonly number[]): { readonly mean: number; readonly halfWidth: number } {
  const n = values.length;
  if (n !== 10) throw new RangeError(`expected 10 values; got ${n}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, halfWidth: T_9_99 * Math.sqrt(variance / n) };
}
