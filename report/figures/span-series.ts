import type { LinePoint } from "../chart.js";
import type { TimeSpans } from "./time-spans.js";

/** Values as they come in time, added up span by span: mean, least, greatest, sum and last of each. */
export class SpanSeries {
  readonly #spans: TimeSpans;
  readonly #counts: Uint32Array;
  readonly #sums: Float64Array;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  readonly #lasts: Float64Array;
  /** Of all values. */
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  count = 0;

  constructor(spans: TimeSpans) {
    this.#spans = spans;
    this.#counts = new Uint32Array(spans.count);
    this.#sums = new Float64Array(spans.count);
    this.#lows = new Float64Array(spans.count);
    this.#highs = new Float64Array(spans.count);
    this.#lasts = new Float64Array(spans.count);
  }

  add(timeNs: number, value: number): void {
    const i = this.#spans.indexOf(timeNs);
    const isFirst = this.#counts[i] === 0;
    this.#counts[i]++;
    this.#sums[i] += value;
    this.#lows[i] = isFirst ? value : Math.min(this.#lows[i], value);
    this.#highs[i] = isFirst ? value : Math.max(this.#highs[i], value);
    this.#lasts[i] = value;
    this.low = Math.min(this.low, value);
    this.high = Math.max(this.high, value);
    this.count++;
  }

  /** Whether all values are the same, to a millionth: less than that a chart would show as digits alone. */
  get isConstant(): boolean {
    return this.count > 0 && this.high - this.low <= 1e-6 * Math.max(Math.abs(this.low), Math.abs(this.high));
  }

  /** Mean of each span, with its least and greatest where spans are longer than a tick; null where nothing came. */
  means(): LinePoint[] {
    const isBand = this.#spans.ticksPerSpan > 1;
    return this.#points((i) => ({
      y: this.#sums[i] / this.#counts[i],
      ...(isBand && { low: this.#lows[i], high: this.#highs[i] }),
    }));
  }

  /** Sum of each span, in the span's bounds. */
  sums(): { readonly from: number; readonly to: number; readonly count: number }[] {
    return Array.from(this.#sums, (count, i) => ({
      from: this.#spans.startOf(i),
      to: this.#spans.startOf(i + 1),
      count,
    }));
  }

  /**
   * The last value of each span, for what stays until it changes.
   * @param endNs until when it stays
   * @param initial what it is before the first value; without, the line begins there
   */
  lasts(endNs: number, initial?: number): LinePoint[] {
    const points: LinePoint[] = [];
    let held = initial;
    const end = Math.max(this.#lastIndex(), this.#spans.indexOf(endNs));
    for (let i = 0; i <= end; i++) {
      if (this.#counts[i] > 0) held = this.#lasts[i];
      if (held !== undefined) points.push({ x: this.#spans.startOf(i), y: held });
    }
    return points;
  }

  #points(of: (i: number) => Omit<LinePoint, "x">): LinePoint[] {
    const end = this.#lastIndex();
    return Array.from({ length: end + 1 }, (_, i) => {
      const x = this.#spans.startOf(i);
      return this.#counts[i] === 0 ? { x, y: null } : { x, ...of(i) };
    });
  }

  #lastIndex(): number {
    return this.#counts.findLastIndex((count) => count > 0);
  }
}
