import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  restOf,
  SINES,
  SMALL_ANGLE_RAD,
  sineAt,
  stepOf,
  turnCos,
  turnSin,
  withoutTurns,
} from "../../orbits/sine-table.js";

const sine = (x: number) => {
  const k = stepOf(x);
  return turnSin(SINES[sineAt(k)], SINES[sineAt(k) + 1], restOf(x, k));
};
const cosine = (x: number) => {
  const k = stepOf(x);
  return turnCos(SINES[sineAt(k)], SINES[sineAt(k) + 1], restOf(x, k));
};

describe("the sine table", () => {
  it("gives sine and cosine to 1e-15 within some turns", () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (x) => {
        // Math.sin knows the true 2 pi, the table the double nearest to it: compare after its kind of reduction.
        const rest = x % (2 * Math.PI);
        expect(Math.abs(sine(x) - Math.sin(rest))).toBeLessThan(1e-15);
        expect(Math.abs(cosine(x) - Math.cos(rest))).toBeLessThan(1e-15);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes whole turns off exactly as the remainder by 2 * Math.PI does, for 100,000 turns", () => {
    fc.assert(
      fc.property(fc.double({ min: -6e5, max: 6e5, noNaN: true }), (x) => {
        const difference = withoutTurns(x) - (x % (2 * Math.PI));
        const turns = Math.round(difference / (2 * Math.PI));
        expect(Math.abs(turns)).toBeLessThanOrEqual(1);
        expect(Math.abs(difference - turns * 2 * Math.PI)).toBeLessThan(2e-15);
        expect(Math.abs(withoutTurns(x))).toBeLessThanOrEqual(Math.PI * (1 + 1e-9));
      }),
      { numRuns: 2000 },
    );
  });

  it("turns a known angle by a small one to 1e-15", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.double({ min: -SMALL_ANGLE_RAD, max: SMALL_ANGLE_RAD, noNaN: true }),
        (x, r) => {
          expect(Math.abs(turnSin(Math.sin(x), Math.cos(x), r) - Math.sin(x + r))).toBeLessThan(1e-15);
          expect(Math.abs(turnCos(Math.sin(x), Math.cos(x), r) - Math.cos(x + r))).toBeLessThan(1e-15);
        },
      ),
    );
  });
});
