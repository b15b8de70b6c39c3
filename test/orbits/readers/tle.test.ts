import { describe, expect, it } from "vitest";
import { type ChecksumRule, readTle } from "../../../orbits/readers/index.js";
import { problemsOf } from "./problems-of.js";
import { ISS, tleLines, withChecksum } from "./write-tle.js";

const read = (text: string, checksum: ChecksumRule = "error") => readTle("a.tle", text, { checksum });
const problems = (text: string, checksum: ChecksumRule = "error") => problemsOf(() => read(text, checksum));

const [L1, L2] = tleLines(ISS);
const [M1, M2] = tleLines({ ...ISS, number: 44713 });

/** `line` with `text` written over it from 1-based `column` on; the checksum is mended. */
function over(line: string, column: number, text: string): string {
  return withChecksum(line.slice(0, column - 1) + text + line.slice(column - 1 + text.length));
}

describe("a named set", () => {
  const { elements, warnings } = read(`ISS (ZARYA)\n${L1}\n${L2}\n`);

  it("gives every column of its elements", () => {
    expect(warnings).toEqual([]);
    expect(elements.count).toBe(1);
    expect([...elements.names]).toEqual(["ISS (ZARYA)"]);
    expect([...elements.catalogueNumbers]).toEqual([25544]);
    expect(elements.epochDay[0]).toBe(Date.UTC(2024, 11, 15) / 86_400_000);
    expect(elements.inclinationDeg[0]).toBe(51.64);
    expect(elements.rightAscensionDeg[0]).toBe(208.4);
    expect(elements.eccentricity[0]).toBe(0.0006703);
    expect(elements.argumentOfPerigeeDeg[0]).toBe(130.536);
    expect(elements.meanAnomalyDeg[0]).toBe(325.0288);
    expect(elements.meanMotionRevPerDay[0]).toBe(15.72125391);
    expect(elements.bstar[0]).toBe(0.0017578);
  });

  it("keeps the digits of the epoch exactly", () => {
    // 0.56645833 d * 86,400 s/d, worked out by hand in integers.
    expect(elements.epochSecondOfDay[0]).toBe(48941.999712);
  });
});

describe("lines and names", () => {
  it("reads any mixture of named and unnamed sets, CRLF, blank lines and trailing blanks", () => {
    const text = `\uFEFFA  \r\n${L1}  \r\n\r\n${L2}\r\n${M1}\n${M2}\t\n\n  B C\n\n${L1}\n${L2}`;
    expect([...read(text).elements.names]).toEqual(["A", "", "B C"]);
  });

  it("drops the leading 0 of three-line sets", () => {
    expect([...read(`0 STARLINK-1008\n${L1}\n${L2}\n0 0 X\n${M1}\n${M2}\n`).elements.names]).toEqual([
      "STARLINK-1008",
      "0 X",
    ]);
  });

  it("takes names that begin like element lines for names", () => {
    const names = ["1 HOPPER", "2 MOONS", "1 2", "2 12345", "1 1", "1", "2", "0", "12 34", "1 12345 SAT"];
    const text = `SKY\n${L1}\n${L2}\n${names.map((name) => `${name}\n${M1}\n${M2}\n`).join("")}`;
    expect([...read(text).elements.names]).toEqual(["SKY", ...names]);
  });

  it("skips Hypatia's first line of two integers and says where it promises another number", () => {
    expect(read(`1 1\nkuiper 0\n${L1}\n${L2}\n`)).toMatchObject({
      elements: { count: 1, names: { pieces: [["kuiper 0"]] } },
      warnings: [],
    });
    expect([...read(`1 1\n${L1}\n${L2}\n`).elements.names]).toEqual([""]);
    const { warnings } = read(`34 34\nkuiper 0\n${L1}\n${L2}\n`);
    expect(warnings.map((warning) => warning.message)).toEqual([
      "the first line promises 1156 satellites, the file has 1",
    ]);
  });

  it("skips comments, and text after column 69", () => {
    expect([...read(`# a\n# b\n${L1}\n${L2}     0.00      4320.0        360.00\n`).elements.names]).toEqual([
      "",
    ]);
  });

  it("warns of repeated names and numbers, once each, with count and example", () => {
    const set = `A\n${L1}\n${L2}\n`;
    const { warnings } = read(`${set}${set}${set}${M1}\n${M2}\n${M1}\n${M2}\n`);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatchObject({
      file: "a.tle",
      line: 4,
      message: expect.stringContaining(
        '2 satellites repeat the name of an earlier one, for example "A" (first on line 1)',
      ),
    });
    expect(warnings[1]).toMatchObject({
      line: 4,
      message: expect.stringContaining(
        "3 satellites repeat the catalogue number of an earlier one, for example 25544",
      ),
    });
  });
});

describe("numbers", () => {
  const first = (one: string, two: string) => read(`${one}\n${two}\n`).elements;

  it("reads Alpha-5 catalogue numbers", () => {
    for (const [text, number] of [
      ["A0000", 100_000],
      ["H9999", 179_999],
      ["J0000", 180_000],
      ["Z9999", 339_999],
      ["    5", 5],
    ] as const) {
      expect(first(over(L1, 3, text), over(L2, 3, text)).catalogueNumbers[0]).toBe(number);
    }
    for (const text of ["I0000", "O0000", "a0000", "AA000", "     ", "1234X", "12 45"]) {
      expect(problems(`${over(L1, 3, text)}\n${over(L2, 3, text)}\n`)[0]).toMatch(
        /^1:3 catalogue number: expected five digits/,
      );
    }
  });

  it("reads the implied point and exponent of B*", () => {
    for (const [text, value] of [
      [" 17578-2", 0.0017578],
      ["-11606-4", -0.000011606],
      [" 00000+0", 0],
      [" 00000-0", 0],
      ["+12345+1", 1.2345],
      [" 14311 0", 0.14311],
      [" 99999+9", 999990000],
    ] as const) {
      expect(first(over(L1, 54, text), L2).bstar[0]).toBe(value);
    }
    for (const text of ["        ", "117578-2", " 1757 -2", " 17578 2", " 17578-x", " .7578-2"]) {
      expect(problems(`${over(L1, 54, text)}\n${L2}\n`)[0]).toMatch(
        /^1:54 B\* drag term: expected five digits/,
      );
    }
  });

  it("reads blanks of the eccentricity as zeros", () => {
    expect(first(L1, over(L2, 27, "   6703")).eccentricity[0]).toBe(0.0006703);
  });

  it("splits years at 57", () => {
    const dayOf = (year: string) => first(over(L1, 19, `${year}001.00000000`), L2).epochDay[0];
    expect(dayOf("57")).toBe(Date.UTC(1957, 0, 1) / 86_400_000);
    expect(dayOf("99")).toBe(Date.UTC(1999, 0, 1) / 86_400_000);
    expect(dayOf("00")).toBe(Date.UTC(2000, 0, 1) / 86_400_000);
    expect(dayOf("56")).toBe(Date.UTC(2056, 0, 1) / 86_400_000);
  });

  it("knows leap years", () => {
    expect(first(over(L1, 19, "24366.99999999"), L2).epochDay[0]).toBe(Date.UTC(2024, 11, 31) / 86_400_000);
    expect(problems(`${over(L1, 19, "23366.00000000")}\n${L2}\n`)).toEqual([
      "1:21 epoch day of year: 2023 has 365 days, found 366",
    ]);
  });
});

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

describe("each field that cannot be read is named at its column", () => {
  it.each([
    [1, 19, "x4", "1:19 epoch year: expected two digits"],
    [1, 21, "35x.56645833", "1:21 epoch day of year: expected a decimal number"],
    [1, 21, "000.56645833", "1:21 epoch day of year: expected 1 to 366, found 0.56645833"],
    [1, 21, "367.00000000", "1:21 epoch day of year: expected 1 to 366, found 367"],
    [1, 34, " .000x6717", "1:34 first derivative of mean motion: expected a decimal number"],
    [1, 45, " 0000x-0", "1:45 second derivative of mean motion: expected five digits"],
    [1, 63, "4", "1:63 ephemeris type: expected 0 or a blank (SGP4), found 4 (SGP4-XP)"],
    [1, 65, " 9x9", "1:65 element set number: expected digits"],
    [1, 18, "1", undefined],
    [1, 33, "1", "1:33 line 1: expected a blank between two fields"],
    [2, 9, " 51.6x00", "2:9 inclination: expected a decimal number, found"],
    [2, 9, "181.0000", "2:9 inclination: expected 0 to 180 degrees, found 181"],
    [2, 9, "        ", "2:9 inclination: expected a decimal number"],
    [2, 9, " 51 6400", "2:9 inclination: expected a decimal number"],
    [
      2,
      18,
      "400.0000",
      "2:18 right ascension of the ascending node: expected -360 to 360 degrees, found 400",
    ],
    [2, 27, "000.703", "2:27 eccentricity: expected seven digits after an implied point"],
    [2, 35, "1 0.5360", "2:35 argument of perigee: expected a decimal number"],
    [2, 44, "32..0288", "2:44 mean anomaly: expected a decimal number"],
    [2, 53, " 0.00000000", "2:53 mean motion: expected above 0 revolutions a day, found 0"],
    [2, 53, "-1.00000000", "2:53 mean motion: expected above 0 revolutions a day, found -1"],
    [2, 64, "  1x ", "2:64 revolution number: expected digits"],
    [2, 17, "0", "2:17 line 2: expected a blank between two fields"],
  ])("line %i, column %i: %j", (line, column, text, expected) => {
    const lines = line === 1 ? [over(L1, column, text), L2] : [L1, over(L2, column, text)];
    const file = lines.join("\n");
    if (expected === undefined) expect(read(file).elements.count).toBe(1);
    else expect(problems(file)).toEqual([expect.stringMatching(new RegExp(`^${literal(expected)}`))]);
  });
});

describe("sets that are not whole", () => {
  it("says how many columns a cut line has", () => {
    expect(problems(`A\n${L1}\n${L2.slice(0, 45)}`)).toEqual([
      "3:46 line 2 has 45 columns, expected 69: is it cut short?",
    ]);
    expect(problems(`A\n${L1.slice(0, 68)}\n${L2}`)).toEqual([
      "2:69 line 1 has 68 columns, expected 69: is it cut short?",
    ]);
  });

  it("tells a cut line at the end of the file, wherever the cut is", () => {
    const whole = `A\n${M1}\n${M2}\nB\n${L1}\n${L2}`;
    const end = whole.length;
    // From the middle of B's lines on; any cut is told of, and nothing else goes wrong.
    for (let length = whole.indexOf("B\n") + 3; length < end; length++) {
      expect(problems(whole.slice(0, length)).length).toBeGreaterThan(0);
    }
    expect(problems(whole.slice(0, whole.indexOf(L1) + 20))).toEqual([
      '5:1 line 1 of "B" has no line 2 after it',
      "5:21 line 1 has 20 columns, expected 69: is it cut short?",
    ]);
    expect(problems(whole.slice(0, whole.indexOf(L2) + 2))[0]).toBe(
      '5:1 line 1 of "B" has no line 2 after it',
    );
    expect(problems(whole.slice(0, whole.indexOf(L2) + 4))[0]).toBe(
      "6:5 line 2 has 4 columns, expected 69: is it cut short?",
    );
  });

  it("tells a line 1 without line 2, a line 2 without line 1, a name without lines", () => {
    expect(problems(`A\n${L1}\nB\n${M1}\n${M2}\n`)).toEqual(['2:1 line 1 of "A" has no line 2 after it']);
    expect(problems(`${L1}\n${M1}\n${M2}\n`)).toEqual(["1:1 line 1 has no line 2 after it"]);
    expect(problems(`A\n${L2}\n${M1}\n${M2}\n`)).toEqual([
      "2:1 line 2 of an element set without a line 1 before it",
    ]);
    expect(problems(`A\nB\n${M1}\n${M2}\nC\n`)).toEqual([
      expect.stringMatching(/^1:1 expected element lines after the name "A"/),
      expect.stringMatching(/^5:1 expected element lines after the name "C"/),
    ]);
  });

  it("tells lines of two satellites put together", () => {
    expect(problems(`A\n${L1}\n${M2}\n`)).toEqual([
      "3:3 catalogue number 44713, but line 1 (on line 2) has 25544",
    ]);
  });

  it("tells lines that do not begin in column 1", () => {
    expect(problems(`A\n ${L1}\n ${L2}\n`)).toContain(
      "2:2 an element line begins in column 1; this one begins in column 2",
    );
  });

  it("tells a line that goes on without a blank", () => {
    expect(problems(`${L1}7\n${L2}\n`)).toEqual([
      '1:70 line 1 goes on after column 69: expected a blank, found "7"',
    ]);
  });

  it("tells an empty file, and a file of something else, once", () => {
    for (const text of ["", "\uFEFF", " \r\n\n"]) expect(problems(text)).toEqual(["1:1 the file is empty"]);
    expect(problems("hello\nworld\n")).toEqual([
      expect.stringMatching(/^1:1 no element sets found: expected lines of 69/),
    ]);
    expect(problems('[\n{"OBJECT_NAME":"A"}\n]\n')[0]).toMatch(/it looks like JSON/);
    expect(problems("<ndm>\n</ndm>\n")[0]).toMatch(/it looks like XML/);
    expect(problems("34 34\n")).toHaveLength(1);
  });
});

describe("checksums", () => {
  const bad = `${L1.slice(0, 68)}${(Number(L1[68]) + 1) % 10}`;

  it("are errors with line and column by default", () => {
    expect(problems(`A\n${bad}\n${L2}\n`)).toEqual([
      `2:69 bad checksum: the line adds up to ${L1[68]}, found "${bad[68]}"`,
    ]);
    expect(problems(`${L1.slice(0, 68)}x\n${L2}\n`)).toEqual([expect.stringMatching(/found "x"/)]);
  });

  it("are one warning for the whole file where it says so", () => {
    const { elements, warnings } = read(`A\n${L1}\n${L2}\n${bad}\n${L2}\n${bad}\n${L2}\n`, "warn");
    expect(elements.count).toBe(3);
    expect(warnings[0]).toEqual({
      file: "a.tle",
      line: 4,
      column: 69,
      message: "2 lines with a bad checksum, first at line 4",
    });
  });

  it("are nothing where they are ignored", () => {
    expect(read(`A\n${bad}\n${L2}\n`, "ignore").warnings).toEqual([]);
  });

  it("do not let damaged fields through when they are ignored", () => {
    expect(problems(`${L1}\n${over(L2, 9, "x51.6400")}\n`, "ignore")).toHaveLength(1);
  });
});

it("lists 50 problems of a file and counts the others", () => {
  const bad = `${L1}\n${over(L2, 9, " 51.x400")}\n`;
  const found = problems(bad.repeat(73));
  expect(found).toHaveLength(51);
  expect(found[49]).toMatch(/^100:9 /);
  expect(found[50]).toBe(": and 23 more");
});
