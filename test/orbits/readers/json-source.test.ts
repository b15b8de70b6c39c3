import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { JsonSource } from "../../../orbits/readers/json-source.js";
import { findJsonSyntaxError } from "../../../orbits/readers/json-syntax.js";
import { placeOf } from "../../../orbits/readers/text-place.js";
import { problemsOf } from "./problems-of.js";

describe("syntax errors", () => {
  test.prop([fc.json(), fc.nat(10_000), fc.constantFrom(...'{}[]",:\\ 01-.etfn\n\u0000')], { numRuns: 2000 })(
    "are found in texts that JSON.parse refuses, and in no others",
    (json, at, char) => {
      const i = at % (json.length + 1);
      const text = json.slice(0, i) + char + json.slice(i + 1);
      let good = true;
      try {
        JSON.parse(text);
      } catch {
        good = false;
      }
      expect(findJsonSyntaxError(text, 0) === undefined).toBe(good);
    },
  );

  it("are told with their place", () => {
    for (const [text, problem] of [
      ['{"a": 1,}', "1:9 not JSON: expected a key in double quotes"],
      ["[1, 2", '1:6 not JSON: expected "," or "]"'],
      ["[1 2]", '1:4 not JSON: expected "," or "]"'],
      ['{"a" 1}', '1:6 not JSON: expected ":" after the key'],
      ["[1]\n]", "2:1 not JSON: expected the end of the text"],
      ['["a\n"]', "1:4 not JSON: expected a string that ends on its line"],
      ['["\\x"]', "1:3 not JSON: expected an escape sequence"],
      ['["a', '1:4 not JSON: expected the " that ends the string'],
      ["\uFEFF{'a': 1}", "1:3 not JSON: expected a key in double quotes"],
      ["[".repeat(100_000), "1:100001 not JSON: expected a value"],
    ] as const) {
      expect(problemsOf(() => new JsonSource("a", text))).toEqual([problem]);
    }
  });
});

describe("places", () => {
  const paths = (value: unknown, path: (string | number)[] = []): (string | number)[][] => {
    if (typeof value !== "object" || value === null) return [path];
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
    return [path, ...entries.flatMap(([key, item]) => paths(item, [...path, key]))];
  };
  const at = (value: unknown, path: readonly (string | number)[]) =>
    path.reduce<unknown>((parent, key) => (parent as Record<string | number, unknown>)[key], value);

  test.prop([fc.jsonValue(), fc.constantFrom(0, 1, "\t")])(
    "lead to the value they are asked for",
    (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const source = new JsonSource("a", text);
      const lines = text.split("\n");
      for (const path of paths(source.value)) {
        const { line, column } = source.placeOf(path);
        const rest = [(lines[line - 1] as string).slice(column - 1), ...lines.slice(line)].join("\n");
        const wanted = at(source.value, path);
        const written = JSON.stringify(wanted, null, indent).split("\n")[0] as string;
        expect(rest.startsWith(written)).toBe(true);
      }
    },
  );

  it("of what does not exist are the nearest ancestor's", () => {
    const source = new JsonSource("a", '{"a": [1,\n {"b": 2}]}');
    expect(source.placeOf(["a", 1, "c"])).toEqual({ line: 2, column: 2 });
    expect(source.placeOf(["a", 7, "c"])).toEqual({ line: 1, column: 7 });
    expect(source.placeOf(["a", "b"])).toEqual({ line: 1, column: 7 });
  });

  it("count lines and columns from 1", () => {
    expect(placeOf("ab\ncd", 0)).toEqual({ line: 1, column: 1 });
    expect(placeOf("ab\ncd", 2)).toEqual({ line: 1, column: 3 });
    expect(placeOf("ab\ncd", 3)).toEqual({ line: 2, column: 1 });
  });
});
