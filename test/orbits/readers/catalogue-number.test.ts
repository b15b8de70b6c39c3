import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { alpha5, catalogueNumberAt, parseCatalogueNumber } from "../../../orbits/readers/catalogue-number.js";

describe("Alpha-5", () => {
  // Examples of space-track.org's own table.
  it.each([
    ["A0000", 100_000],
    ["E8493", 148_493],
    ["J2931", 182_931],
    ["P4018", 234_018],
    ["W1928", 301_928],
    ["Z9999", 339_999],
  ])("%s is %i", (text, number) => {
    expect(catalogueNumberAt(`1 ${text}U`, 2)).toBe(number);
    expect(alpha5(number)).toBe(text);
  });

  test.prop([fc.integer({ min: 0, max: 339_999 })])("reads back every number it can write", (number) => {
    expect(catalogueNumberAt(alpha5(number) as string, 0)).toBe(number);
  });

  it("ends at 339,999", () => {
    expect(alpha5(340_000)).toBeUndefined();
  });
});

it("reads up to 9 digits of an OMM, as number or text", () => {
  expect(parseCatalogueNumber(999_999_999)).toBe(999_999_999);
  expect(parseCatalogueNumber(" 00005 ")).toBe(5);
  for (const value of [1_000_000_000, -1, 1.5, "A0000", "", null, undefined, {}, Number.NaN]) {
    expect(parseCatalogueNumber(value)).toBe(-1);
  }
});
