import { describe, expect, test } from "vitest";
import { meanInterval, welchTest } from "../../index.js";
import { logGamma, studentQuantile, studentTwoSided } from "../../runs/statistics/student-t.js";

describe("Student's t", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2, upper critical values, three decimals.
  test.each([
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 9, 2.262],
    [0.95, 30, 2.042],
    [0.9, 5, 2.015],
    [0.99, 9, 3.25],
    [0.99, 100, 2.626],
    [0.998, 1, 318.313],
    [0.998, 60, 3.232],
  ])("at %d and %d degrees of freedom is %d", (confidence, degrees, expected) => {
    expect(studentQuantile(confidence, degrees)).toBeCloseTo(expected, expected > 100 ? 2 : 3);
  });

  test("has the closed forms of one and two degrees of freedom", () => {
    // Of 1: a Cauchy distribution, quantile tan(pi p); of 2: 2 a sqrt(2 / (4 p (1 - p))).
    for (const p of [0.6, 0.75, 0.9, 0.975, 0.9995]) {
      expect(studentQuantile(2 * p - 1, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 9);
      const a = 2 * p - 1;
      expect(studentQuantile(a, 2)).toBeCloseTo(2 * (p - 0.5) * Math.sqrt(2 / (4 * p * (1 - p))), 9);
    }
    for (const t of [1e-6, 0.1, 1, 3, 50]) {
      expect(studentTwoSided(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 13);
      expect(studentTwoSided(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 13);
    }
  });

  test("comes close to the normal distribution with many degrees of freedom", () => {
    expect(studentQuantile(0.95, 1e7)).toBeCloseTo(1.959964, 5);
  });

  test("refuses what no distribution has", () => {
    expect(() => studentQuantile(1, 5)).toThrow(RangeError);
    expect(() => studentQuantile(0.95, 0)).toThrow(RangeError);
  });

  test("stands on a gamma function that has factorials and the root of pi", () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(Math.exp(logGamma(3))).toBeCloseTo(2, 12);
  });
});

describe("intervals of means", () => {
  test("hold the textbook's: mean 1.34 ± 0.24 at 90 %", () => {
    // Law, "Simulation Modeling and Analysis", chapter 4: ten observations.
    const values = [1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09];
    const interval = meanInterval(values, 0.9);
    expect(interval?.mean).toBeCloseTo(1.34, 2);
    expect(interval?.halfWidth).toBeCloseTo(0.24, 2);
  });

  test("have no width for equal values, and none at all for one", () => {
    expect(meanInterval([0.1, 0.1, 0.1], 0.95)).toMatchObject({
      mean: 0.1,
      halfWidth: 0,
      standardDeviation: 0,
    });
    expect(meanInterval([7], 0.95)).toEqual({ runs: 1, mean: 7, halfWidth: null, standardDeviation: null });
    expect(meanInterval([], 0.95)).toBeUndefined();
  });
});

describe("Welch's test", () => {
  test("gives what R's t.test documents for the sleep data", () => {
    // Student's sleep data (Cushny and Peebles 1905), R's example: t = -1.8608, df = 17.776, p = 0.07939.
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const found = welchTest(first, second);
    expect(found?.t).toBeCloseTo(1.8608, 4);
    expect(found?.degreesOfFreedom).toBeCloseTo(17.776, 3);
    expect(found?.p).toBeCloseTo(0.07939, 5);
  });

  test("knows samples without spread, and too small ones", () => {
    expect(welchTest([1, 1], [1, 1])).toMatchObject({ p: 1 });
    expect(welchTest([1, 1], [2, 2])).toMatchObject({ p: 0 });
    expect(welchTest([1], [2, 3])).toBeUndefined();
    // A spread whose square would vanish.
    expect(welchTest([0, 1e-170], [1, 1])?.degreesOfFreedom).not.toBeNaN();
  });
});
