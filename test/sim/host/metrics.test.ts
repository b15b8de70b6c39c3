import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { Histogram, Metrics } from "../../../index.js";

/** The value of nearest rank, from all values. */
function exactQuantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  // Rounded to a millionth first: 0.07 * 100 is a little over 7 in doubles.
  const rank = Math.ceil(Math.round(q * sorted.length * 1e6) / 1e6);
  return sorted[Math.max(0, rank - 1)] as number;
}

describe("a counter", () => {
  test("adds up, and refuses to go down", () => {
    const counter = new Metrics().counter("sent", { unit: "bytes" });
    counter.add();
    counter.add(2.5);
    counter.add(0);
    expect(counter.value).toBe(3.5);
    for (const amount of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => counter.add(amount)).toThrow(RangeError);
    }
    expect(counter.value).toBe(3.5);
  });
});

describe("a gauge", () => {
  test("holds its latest value, none at first", () => {
    const gauge = new Metrics().gauge("battery", { unit: "Wh" });
    expect(gauge.value).toBeUndefined();
    gauge.set(5);
    gauge.set(-2);
    expect(gauge.value).toBe(-2);
    expect(() => gauge.set(Number.NaN)).toThrow(RangeError);
  });
});

describe("a histogram", () => {
  test("has exact count, mean, minimum and maximum", () => {
    const histogram = new Histogram();
    for (const value of [3, 1.25, 2, 0]) histogram.record(value);
    expect([histogram.count, histogram.mean, histogram.min, histogram.max]).toEqual([4, 1.5625, 0, 3]);
    for (const value of [-1e-9, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => histogram.record(value)).toThrow(RangeError);
    }
  });

  test("has quantiles within 0.1 % of the exact ones, whatever the size of the values", () => {
    const value = fc.double({ min: -300, max: 300, noNaN: true }).map((exponent) => 10 ** exponent);
    const lists = fc.array(fc.oneof(value, fc.constant(0), fc.nat()), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 300 }), (values, pick) => {
        const histogram = new Histogram();
        for (const each of values) histogram.record(each);
        const q = Math.min(pick, values.length) / values.length;
        const exact = exactQuantile(values, q);
        expect(Math.abs(histogram.quantile(q) - exact)).toBeLessThanOrEqual(1e-3 * exact);
      }),
    );
  });

  test("has quantiles of whole numbers such as hops exactly", () => {
    const histogram = new Histogram();
    const values = Array.from({ length: 1000 }, (_, i) => (i * 37) % 101);
    for (const value of values) histogram.record(value);
    for (const q of [0, 0.01, 0.25, 0.5, 0.95, 0.99, 1]) {
      expect(histogram.quantile(q)).toBe(exactQuantile(values, q));
    }
  });

  test("has percentiles of ten thousand values", () => {
    const histogram = new Histogram();
    const values = Array.from({ length: 10_000 }, (_, i) => 20 + 200 * ((i * 7919) % 10_000) ** 2 * 1e-8);
    for (const value of values) histogram.record(value);
    for (const q of [0.07, 0.5, 0.9, 0.95, 0.99]) {
      const exact = exactQuantile(values, q);
      expect(Math.abs(histogram.quantile(q) - exact) / exact).toBeLessThanOrEqual(5e-4);
    }
  });

  test("keeps quantiles within what was seen", () => {
    const histogram = new Histogram();
    histogram.record(1001.4);
    expect(histogram.quantile(0.5)).toBe(1001.4);
    expect(histogram.quantile(0)).toBe(1001.4);
    expect(histogram.quantile(1)).toBe(1001.4);
  });

  test("goes on after it was asked, and refuses what is no quantile", () => {
    const histogram = new Histogram();
    expect(histogram.quantile(0.5)).toBeNaN();
    histogram.record(5e9);
    expect(histogram.quantile(0.5)).toBe(5e9);
    histogram.record(1e12);
    histogram.record(2e12);
    expect(histogram.quantile(0.5) / 1e12).toBeCloseTo(1, 3);
    for (const q of [-0.1, 1.1, Number.NaN]) expect(() => histogram.quantile(q)).toThrow(RangeError);
  });
});

describe("the metrics of a run", () => {
  test("are one for each name, and refuse another kind or unit", () => {
    const metrics = new Metrics();
    const sent = metrics.counter("sent", { unit: "bytes" });
    expect(metrics.counter("sent", { unit: "bytes" })).toBe(sent);
    expect(() => metrics.counter("sent", { unit: "bits" })).toThrow(
      'metric "sent" is a counter in bytes; it cannot be a counter in bits too',
    );
    expect(() => metrics.gauge("sent", { unit: "bytes" })).toThrow("it cannot be a gauge in bytes too");
    expect(() => metrics.counter("bare", { unit: "" })).toThrow('metric "bare" needs { unit');
  });

  test("tell what changed since they were last asked", () => {
    const metrics = new Metrics();
    const sent = metrics.counter("sent", { unit: "bytes" });
    const level = metrics.gauge("level", { unit: "1" });
    metrics.histogram("delay", { unit: "s" }).record(1);
    expect(metrics.changes()).toEqual([
      { metric: "sent", unit: "bytes", kind: "counter", statistic: "value", value: 0 },
    ]);
    expect(metrics.changes()).toEqual([]);
    sent.add(2);
    level.set(0.5);
    expect(metrics.changes().map(({ metric, value }) => [metric, value])).toEqual([
      ["sent", 2],
      ["level", 0.5],
    ]);
    level.set(0.5);
    expect(metrics.changes()).toEqual([]);
  });

  test("are listed by name, with every statistic of a histogram", () => {
    const metrics = new Metrics();
    metrics.histogram("b", { unit: "s" }).record(2);
    metrics.histogram("empty", { unit: "s" });
    metrics.gauge("unset", { unit: "s" });
    metrics.counter("a", { unit: "1" });
    const listed = metrics.all().map(({ metric, statistic, value }) => [metric, statistic, value]);
    expect(listed).toEqual([
      ["a", "value", 0],
      ["b", "count", 1],
      ["b", "mean", 2],
      ["b", "min", 2],
      ["b", "max", 2],
      ["b", "p50", 2],
      ["b", "p90", 2],
      ["b", "p99", 2],
      ["empty", "count", 0],
    ]);
  });
});
