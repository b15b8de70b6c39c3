import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { drawLatinHypercube, drawRandom } from "../../runs/sweep/draws.js";
import { readVariable, type Variable, valueAt } from "../../runs/sweep/variable.js";

const range = (
  from: number,
  to: number,
  rest: Partial<Extract<Variable, { kind: "range" }>> = {},
): Variable => ({
  kind: "range",
  from,
  to,
  log: false,
  unit: "",
  ...rest,
});

const seeds = fc.nat();
const counts = fc.integer({ min: 1, max: 200 });

describe("a Latin hypercube", () => {
  test.prop([seeds, counts])("has one point in each of the equal parts of each axis", (seed, count) => {
    const points = drawLatinHypercube(
      { linear: range(-3, 5), log: range(0.01, 1000, { log: true }) },
      count,
      seed,
    );
    const parts = (share: (point: (typeof points)[number]) => number) =>
      points.map((point) => Math.floor(share(point) * count + 1e-9)).sort((a, b) => a - b);
    const all = Array.from({ length: count }, (_, i) => i);
    expect(parts(({ linear }) => (Number(linear) + 3) / 8)).toEqual(all);
    expect(parts(({ log }) => Math.log(Number(log) / 0.01) / Math.log(1e5))).toEqual(all);
  });

  test.prop([seeds, fc.integer({ min: 1, max: 20 })])(
    "takes each choice as often as the others",
    (seed, times) => {
      const choices: Variable = { kind: "choices", choices: ["a", "b", "c"] };
      const points = drawLatinHypercube({ choice: choices }, 3 * times, seed);
      for (const name of ["a", "b", "c"]) {
        expect(points.filter(({ choice }) => choice === name)).toHaveLength(times);
      }
    },
  );

  test("pairs its axes by chance: they do not go up together", () => {
    const points = drawLatinHypercube({ x: range(0, 1), y: range(0, 1) }, 400, 7);
    const product = points.reduce((sum, { x, y }) => sum + (Number(x) - 0.5) * (Number(y) - 0.5), 0);
    // The correlation of 400 independent pairs is within 0.2 but once in 10,000.
    expect(Math.abs(product / 400 / (1 / 12))).toBeLessThan(0.2);
  });
});

describe("random draws", () => {
  test.prop([seeds])("are the same for the same seed, and others for another", (seed) => {
    const axes = { a: range(0, 1), b: { kind: "choices", choices: [1, 2, 3] } as const };
    expect(drawRandom(axes, 20, seed)).toEqual(drawRandom(axes, 20, seed));
    expect(drawRandom(axes, 20, seed)).not.toEqual(drawRandom(axes, 20, seed + 1));
  });

  test.prop([seeds])("of an axis do not change when another comes, or when there are more", (seed) => {
    const alone = drawRandom({ a: range(0, 1) }, 10, seed).map(({ a }) => a);
    const beside = drawRandom({ z: range(5, 6), a: range(0, 1) }, 15, seed).map(({ a }) => a);
    expect(beside.slice(0, 10)).toEqual(alone);
  });

  test.prop([fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })])(
    "stay within their limits, and on their steps",
    (u) => {
      const any = Number(valueAt(range(0.1, 0.7), u));
      expect(any).toBeGreaterThanOrEqual(0.1);
      expect(any).toBeLessThan(0.7);
      expect([0.1, 0.3, 0.5, 0.7]).toContain(valueAt(range(0.1, 0.7, { step: 0.2 }), u));
      expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).toContain(valueAt(range(1, 10, { step: 1, log: true }), u));
    },
  );

  test("keep the unit", () => {
    expect(valueAt(range(500, 600, { unit: "km", step: 50 }), 0.99)).toBe("600 km");
  });

  test("fill a log range evenly by ratio: the middle is the geometric mean", () => {
    const points = drawRandom({ a: range(1, 10_000, { log: true }) }, 2000, 3);
    const below = points.filter(({ a }) => Number(a) < 100).length;
    // 1000 of 2000 with a standard deviation of 22.
    expect(Math.abs(below - 1000)).toBeLessThan(5 * 22.4);
  });
});

describe("what a variable may be", () => {
  test.each([
    [{ from: "1 km" }, "to", "is missing"],
    [{ from: "1 km", to: "5 m" }, "to", 'expected the unit "km"'],
    [{ from: "1 km", to: 5 }, "to", "got no unit"],
    [{ from: 5, to: 1 }, "to", 'more than "from"'],
    [{ from: 0, to: 1, log: true }, "from", "more than 0 on a log scale"],
    [{ from: 0, to: 1, step: 0 }, "step", "more than 0"],
    [{ from: "x", to: 1 }, "from", 'got "x"'],
    [{ from: 1, choices: [1] }, "from", 'beside "choices"'],
  ])("not %j", (config, key, says) => {
    expect(readVariable(config)).toEqual([{ key, message: expect.stringContaining(says) }]);
  });
});
