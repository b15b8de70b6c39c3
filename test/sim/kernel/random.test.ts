import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type RandomStream, RandomStreams } from "../../../sim/kernel/index.js";

const stream = (name = "test", seed = 42) => new RandomStreams(seed).stream(name);
const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => {
  const m = mean(values);
  return mean(values.map((value) => (value - m) ** 2));
};

/** Largest distance between an empirical distribution and a true one (Kolmogorov and Smirnov). */
function distanceFrom(values: readonly number[], cdf: (x: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) => Math.max(cdf(x) - i / sorted.length, (i + 1) / sorted.length - cdf(x))),
  );
}

/** Chi-squared statistic of counts that should be equal. */
function chiSquared(counts: readonly number[]): number {
  const expected = mean(counts);
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("named streams", () => {
  test("do not depend on which others exist or were drawn from", () => {
    const alone = draws(20, bound(stream("faults")));
    const streams = new RandomStreams(42);
    const others = ["traffic", "fault", "faults ", ""].map((name) => streams.stream(name));
    const together = alone.map(() => {
      for (const other of others) other.next();
      return streams.stream("faults").next();
    });
    expect(together).toEqual(alone);
  });

  test.prop([
    fc.maxSafeInteger(),
    fc.maxSafeInteger(),
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "grapheme" }),
  ])("differ by seed and by name", (seedA, seedB, nameA, nameB) => {
    fc.pre(seedA !== seedB && nameA !== nameB);
    const start = (seed: number, name: string) => draws(4, bound(stream(name, seed))).join();
    const starts = [start(seedA, nameA), start(seedB, nameA), start(seedA, nameB), start(seedB, nameB)];
    expect(new Set(starts).size).toBe(4);
  });

  test("give these numbers for ever: results of earlier versions depend on them", () => {
    expect(draws(3, bound(stream("faults", 42)))).toEqual(PINNED);
  });

  test("are not correlated with one another", () => {
    const streams = new RandomStreams(1);
    const a = draws(20_000, bound(streams.stream("a")));
    const b = draws(20_000, bound(streams.stream("b")));
    const covariance = mean(a.map((value, i) => (value - 0.5) * (b[i] - 0.5)));
    // Standard deviation of the covariance: (1 / 12) / sqrt(20,000) = 5.9e-4.
    expect(Math.abs(covariance)).toBeLessThan(4 * 5.9e-4);
  });

  test("can be saved and put back, all at once too", () => {
    const streams = new RandomStreams(7);
    streams.stream("a").next();
    const saved = JSON.parse(JSON.stringify(streams.save()));
    const expected = [streams.stream("a").next(), streams.stream("b").next()];
    streams.stream("a").next();
    streams.restore(saved);
    expect([streams.stream("a").next(), streams.stream("b").next()]).toEqual(expected);
    const elsewhere = new RandomStreams(7);
    elsewhere.restore(saved);
    expect([elsewhere.stream("a").next(), elsewhere.stream("b").next()]).toEqual(expected);
  });

  test.each([0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])("refuse the seed %d", (seed) => {
    expect(() => new RandomStreams(seed)).toThrow(`expected an integer seed; got ${seed}`);
  });
});

describe("a stream draws", () => {
  test("uniform doubles of 53 bits in [0, 1)", () => {
    const values = draws(50_000, bound(stream()));
    expect(values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 53))).toBe(true);
    // 1 % critical value of the Kolmogorov distribution: 1.63 / sqrt(n).
    expect(distanceFrom(values, (x) => x)).toBeLessThan(1.63 / Math.sqrt(values.length));
    // The lowest of the 53 bits is used, and fair.
    const odd = values.filter((value) => (value * 2 ** 53) % 2 === 1).length;
    expect(Math.abs(odd - 25_000)).toBeLessThan(3 * Math.sqrt(50_000 / 4));
  });

  test.each([1, 2, 3, 7, 64, 100])("integers below %d, each as likely", (max) => {
    const random = stream(`int ${max}`);
    const counts = new Array<number>(max).fill(0);
    for (let i = 0; i < 1000 * max; i++) counts[random.int(max)]++;
    // Mean max - 1 and variance 2 (max - 1): four standard deviations above.
    expect(chiSquared(counts)).toBeLessThanOrEqual(max - 1 + 4 * Math.sqrt(2 * (max - 1)));
  });

  test("integers up to the largest exact one", () => {
    const random = stream();
    for (const max of [2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
      const values = draws(2000, () => random.int(max));
      expect(values.every((value) => Number.isSafeInteger(value) && value >= 0 && value < max)).toBe(true);
      expect(distanceFrom(values, (x) => x / max)).toBeLessThan(1.63 / Math.sqrt(values.length));
    }
  });

  test.prop([
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
  ])("from a range without its upper end", (a, b) => {
    fc.pre(a < b);
    const random = stream();
    for (let i = 0; i < 20; i++) {
      const value = random.range(a, b);
      expect(value >= a && value < b).toBe(true);
    }
  });

  test("exponential times with their mean", () => {
    const random = stream();
    const values = draws(50_000, () => random.exponential(3));
    expect(distanceFrom(values, (x) => 1 - Math.exp(-x / 3))).toBeLessThan(1.63 / Math.sqrt(values.length));
    expect(values.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
  });

  test("normal values with their mean and deviation", () => {
    const random = stream();
    const values = draws(50_000, () => random.normal(10, 2));
    expect(Math.abs(mean(values) - 10)).toBeLessThan((3 * 2) / Math.sqrt(50_000));
    expect(variance(values)).toBeCloseTo(4, 1);
    // Shares within one, two and three standard deviations.
    for (const [k, share] of [
      [1, 0.682689],
      [2, 0.9545],
      [3, 0.9973],
    ] as const) {
      const within = values.filter((value) => Math.abs(value - 10) <= 2 * k).length / values.length;
      expect(Math.abs(within - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / values.length));
    }
    expect(random.normal(5, 0)).toBe(5);
  });

  test("one of some items, and every order as likely", () => {
    const random = stream();
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(["a", "b", "c"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    expect(chiSquared([...counts.values()])).toBeLessThan(5 + 4 * Math.sqrt(10));
    expect(new Set(draws(100, () => 0).map(() => random.pick(["x", "y"])))).toEqual(new Set(["x", "y"]));
    const items = [1];
    expect(random.shuffle(items)).toBe(items);
  });

  test("nothing from what makes no sense", () => {
    const random = stream();
    for (const wrong of [0, -1, 1.5, Number.NaN, 2 ** 53])
      expect(() => random.int(wrong)).toThrow(RangeError);
    expect(() => random.range(1, 1)).toThrow("expected a range from low to high; got 1 to 1");
    expect(() => random.range(0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
    for (const wrong of [0, -1, Number.NaN]) expect(() => random.exponential(wrong)).toThrow(RangeError);
    expect(() => random.normal(0, -1)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow("expected at least one item");
  });
});

function bound(random: RandomStream): () => number {
  return () => random.next();
}

/** From a transcription of Blackman and Vigna's xoroshiro128+ (24, 16, 37) into Python, on the same seed. */
const PINNED = [0.09176439778843715, 0.8114603187131195, 0.25946364928142684];
