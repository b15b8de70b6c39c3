import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { readIslPairs } from "../../../orbits/readers/index.js";
import { sharedPath } from "../../support/shared.js";
import { problemsOf } from "./problems-of.js";

const problems = (text: string) => problemsOf(() => readIslPairs("isls.txt", text));

describe("a list of links", () => {
  it("gives pairs in the order of the file, the lower id first", () => {
    const text = "\uFEFF# ring\r\n0 1\r\n\r\n  7\t3  # seam\n4294967295 2097152\n";
    expect([...readIslPairs("isls.txt", text)]).toEqual([0, 1, 3, 7, 2097152, 4294967295]);
  });

  it("tells every line that is no pair", () => {
    const text = "0 1\n1\n1 2 3\na 2\n-1 2\n1.5 2\n4 4\n5 6\n6 5\n  5   6\n5 4294967296\n";
    expect(problems(text)).toEqual([
      "2:2 expected two node ids on a line, found 1",
      "3:5 expected two node ids on a line, found 3",
      '4:1 expected a node id, an integer from 0, found "a"',
      '5:1 expected a node id, an integer from 0, found "-1"',
      '6:1 expected a node id, an integer from 0, found "1.5"',
      "7:3 node 4 is linked to itself",
      "9:1 the link 5 6 is listed twice; first on line 8",
      "10:3 the link 5 6 is listed twice; first on line 8",
      '11:3 expected a node id, an integer from 0, found "4294967296"',
    ]);
  });

  it("tells a file without pairs", () => {
    expect(problems("")).toEqual(["1:1 the file is empty"]);
    expect(problems("# nothing\n")).toEqual(["1:1 the file has no pairs of node ids"]);
  });

  test.prop([
    fc.uniqueArray(
      fc.tuple(fc.nat(1000), fc.nat(1000)).filter(([a, b]) => a !== b),
      { minLength: 1, selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` },
    ),
  ])("reads back what was written", (pairs) => {
    const read = readIslPairs("x", pairs.map((pair) => pair.join(" ")).join("\n"));
    expect([...read]).toEqual(pairs.flatMap(([a, b]) => [Math.min(a, b), Math.max(a, b)]));
  });

  const hypatia = sharedPath("data/hypatia-kuiper-k1/isls.txt");

  it.skipIf(hypatia === undefined)(
    "reads Hypatia's file: two links for each satellite (needs ../shared)",
    () => {
      const pairs = readIslPairs("isls.txt", readFileSync(hypatia as string, "utf8"));
      expect(pairs).toHaveLength(2 * 2 * 34 * 34);
      const degrees = new Uint8Array(34 * 34);
      for (const id of pairs) degrees[id] = (degrees[id] as number) + 1;
      expect(degrees.every((degree) => degree === 4)).toBe(true);
    },
  );
});
