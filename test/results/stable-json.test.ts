import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { canonicalJson, prettyJson } from "../../results/index.js";

describe("canonical JSON", () => {
  test("sorts keys by code unit at every depth, integers among them", () => {
    const value = { b: [{ z: 1, a: "é" }], "10": true, "9": null, a: -0, Ω: 1e21 };
    expect(canonicalJson(value)).toBe('{"10":true,"9":null,"a":0,"b":[{"a":"é","z":1}],"Ω":1e+21}');
  });

  test("indents for people and ends with a newline", () => {
    expect(prettyJson({ b: [1, 2], a: {}, c: [] })).toBe(
      '{\n  "a": {},\n  "b": [\n    1,\n    2\n  ],\n  "c": []\n}\n',
    );
  });

  test("leaves out what is undefined and asks dates and the like for their own form", () => {
    expect(canonicalJson({ a: undefined, when: new Date(0) })).toBe('{"when":"1970-01-01T00:00:00.000Z"}');
  });

  test.each([
    [{ a: [Number.NaN] }, "$.a[0]: NaN has no form in JSON"],
    [{ a: { b: 1n } }, "$.a.b: a value of type bigint has no form in JSON"],
    [[1, undefined], "$[1]: a value of type undefined has no form in JSON"],
    [{ x: new Float64Array(2) }, "$.x: an object of class Float64Array has no form in JSON"],
    [new Map(), "$: an object of class Map has no form in JSON"],
  ])("refuses what JSON would change: %o", (value, message) => {
    expect(() => canonicalJson(value)).toThrow(new TypeError(message));
  });

  test("refuses a value that contains itself, but not one that occurs twice", () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
    const cycle: { self?: unknown } = {};
    cycle.self = { in: cycle };
    expect(() => canonicalJson(cycle)).toThrow("$.self.in: the value contains itself");
  });

  test.prop([fc.jsonValue({ maxDepth: 4 })])("reads back as the same value", (value) => {
    // JSON has no -0 of its own in either writer.
    const expected = JSON.parse(JSON.stringify(value));
    expect(JSON.parse(canonicalJson(value))).toEqual(expected);
    expect(JSON.parse(prettyJson(value))).toEqual(expected);
  });

  test.prop([fc.dictionary(fc.string(), fc.jsonValue()), fc.infiniteStream(fc.nat())])(
    "does not depend on the order in which an object was built",
    (value, random) => {
      const shuffled = Object.entries(value)
        .map((entry) => ({ entry, rank: random.next().value as number }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ entry }) => entry);
      expect(canonicalJson(Object.fromEntries(shuffled))).toBe(canonicalJson(value));
    },
  );
});
