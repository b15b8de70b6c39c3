import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { durationNs, MAX_TIME_NS, toNs, toSeconds } from "../../../sim/kernel/index.js";

describe("seconds as nanoseconds", () => {
  test.each([
    [0, 0],
    [0.1, 100_000_000],
    [1e-9, 1],
    [0.4e-9, 0],
    [0.6e-9, 1],
    [-2.5, -2_500_000_000],
    [600, 600_000_000_000],
    [104 * 86_400, 8_985_600_000_000_000],
    [4_200_854.28, 4_200_854_280_000_000],
  ])("%d s is %d ns", (seconds, ns) => {
    expect(toNs(seconds)).toBe(ns);
  });

  test.prop([fc.integer({ min: -8e15, max: 8e15 })])("come back the same for any time of a run", (ns) => {
    expect(toNs(toSeconds(ns))).toBe(ns + 0);
  });

  test.prop([fc.integer({ min: 0, max: 139_000 }), fc.integer({ min: 1, max: 60_000 })])(
    "do not drift where decimal steps are given in milliseconds",
    (i, stepMs) => {
      expect(toNs((i * stepMs) / 1000)).toBe(i * stepMs * 1_000_000);
    },
  );

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e7, -1e7])(
    "are refused where they are no time: %d",
    (seconds) => {
      expect(() => toNs(seconds)).toThrow(RangeError);
      expect(() => toNs(seconds)).toThrow(`got ${seconds}`);
    },
  );

  test("of a duration are not negative", () => {
    expect(durationNs(1.5)).toBe(1_500_000_000);
    expect(() => durationNs(-1e-9)).toThrow("expected a length of time, zero or more seconds; got -1e-9");
    expect(() => durationNs(Number.NaN)).toThrow(RangeError);
  });

  test("end at the last exact integer", () => {
    expect(MAX_TIME_NS / 86_400e9).toBeGreaterThan(104);
    expect(() => toNs(toSeconds(MAX_TIME_NS) + 1)).toThrow("104 days");
  });
});
