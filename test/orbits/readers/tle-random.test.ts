import { fc, test } from "@fast-check/vitest";
import { twoline2satrec } from "satellite.js";
import { describe, expect } from "vitest";
import { InputError } from "../../../orbits/input-error.js";
import { readTle } from "../../../orbits/readers/index.js";
import { type TleContent, tleLines } from "./write-tle.js";

const content: fc.Arbitrary<TleContent> = fc.record({
  name: fc.oneof(
    fc.constant(""),
    fc
      .stringMatching(/^[A-Z0-9][A-Za-z0-9 ()[\]/.-]{0,22}[A-Z0-9)]$/)
      // A leading "0 " is the mark of a three-line set; a number of five digits or more after "1 " or "2 "
      // is an element line that was cut.
      .filter((name) => !/^0 |^[12] .{4,}/.test(name)),
    fc.constantFrom("1 HOPPER", "2 MOONS", "1 A", "2", "12 34"),
  ),
  number: fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 100_000, max: 339_999 })),
  year: fc.integer({ min: 1957, max: 2056 }),
  day: fc.integer({ min: 1, max: 365 }),
  dayE8: fc.integer({ min: 0, max: 99_999_999 }),
  bstarMantissa: fc.integer({ min: -99_999, max: 99_999 }),
  bstarExponent: fc.integer({ min: -9, max: 2 }),
  inclinationE4: fc.integer({ min: 0, max: 1_800_000 }),
  rightAscensionE4: fc.integer({ min: 0, max: 3_599_999 }),
  eccentricityE7: fc.integer({ min: 0, max: 9_999_999 }),
  argumentOfPerigeeE4: fc.integer({ min: 0, max: 3_599_999 }),
  meanAnomalyE4: fc.integer({ min: 0, max: 3_599_999 }),
  meanMotionE8: fc.integer({ min: 1, max: 1_800_000_000 }),
});

/** How a file may be laid out around the same sets. */
const layout = fc.record({
  newline: fc.constantFrom("\n", "\r\n"),
  blanks: fc.array(fc.boolean(), { maxLength: 20 }),
  zeros: fc.boolean(),
  trailing: fc.constantFrom("", "  ", "\t"),
  header: fc.boolean(),
  bom: fc.boolean(),
  lastNewline: fc.boolean(),
});

function write(
  sets: readonly TleContent[],
  how: typeof layout extends fc.Arbitrary<infer T> ? T : never,
): string {
  const lines: string[] = how.header ? [`${sets.length} 1`] : [];
  for (const set of sets) {
    // Without a header, a first name of two integers would be one.
    const bare = set.name === "" || (lines.length === 0 && /^\d+ \d+$/.test(set.name));
    if (!bare) lines.push((how.zeros ? "0 " : "") + set.name);
    lines.push(...tleLines(set));
  }
  const text = lines
    .flatMap((line, i) => (how.blanks[i % 20] ? [line + how.trailing, ""] : [line + how.trailing]))
    .join(how.newline);
  return (how.bom ? "\uFEFF" : "") + text + (how.lastNewline ? how.newline : "");
}

describe("any sets in any layout", () => {
  test.prop([fc.array(content, { minLength: 1, maxLength: 6 }), layout])(
    "read back as written",
    (sets, how) => {
      const { elements } = readTle("x.tle", write(sets, how), { checksum: "error" });
      expect(elements.count).toBe(sets.length);
      sets.forEach((set, i) => {
        const bare = i === 0 && !how.header && /^\d+ \d+$/.test(set.name);
        expect(elements.names.at(i)).toBe(bare ? "" : set.name);
        expect(elements.catalogueNumbers[i]).toBe(set.number);
        expect(elements.epochDay[i]).toBe(Date.UTC(set.year, 0, set.day) / 86_400_000);
        // The nearest double of the exact decimal, by way of big integers.
        const exact = BigInt(set.dayE8) * 86_400n;
        const digits = String(exact).padStart(9, "0");
        expect(elements.epochSecondOfDay[i]).toBe(Number(`${digits.slice(0, -8)}.${digits.slice(-8)}`));
        expect(elements.inclinationDeg[i]).toBe(set.inclinationE4 / 1e4);
        expect(elements.rightAscensionDeg[i]).toBe(set.rightAscensionE4 / 1e4);
        expect(elements.eccentricity[i]).toBe(set.eccentricityE7 / 1e7);
        expect(elements.argumentOfPerigeeDeg[i]).toBe(set.argumentOfPerigeeE4 / 1e4);
        expect(elements.meanAnomalyDeg[i]).toBe(set.meanAnomalyE4 / 1e4);
        expect(elements.meanMotionRevPerDay[i]).toBe(set.meanMotionE8 / 1e8);
        expect(elements.bstar[i]).toBe(Number(`${set.bstarMantissa}e${set.bstarExponent - 5}`));
      });
    },
  );

  test.prop([content])("give the same doubles as satellite.js", (set) => {
    const [line1, line2] = tleLines(set);
    const { elements } = readTle("x.tle", `${line1}\n${line2}`, { checksum: "error" });
    // Its own conversions to radians and radians per minute, applied to our numbers.
    const record = twoline2satrec(line1, line2);
    const rad = Math.PI / 180;
    expect((elements.inclinationDeg[0] as number) * rad).toBe(record.inclo);
    expect((elements.rightAscensionDeg[0] as number) * rad).toBe(record.nodeo);
    expect(elements.eccentricity[0]).toBe(record.ecco);
    expect((elements.argumentOfPerigeeDeg[0] as number) * rad).toBe(record.argpo);
    expect((elements.meanAnomalyDeg[0] as number) * rad).toBe(record.mo);
    expect(elements.bstar[0]).toBe(record.bstar);
  });
});

describe("damaged files", () => {
  const character = fc.oneof(
    fc.constantFrom("\n", "\r", " ", "\t", "\0", "0", "1", "2", ".", "-", "+", "#", "\uFEFF", "é", "😀"),
    fc.string({ minLength: 1, maxLength: 1 }),
  );
  const damage = fc.record({
    at: fc.nat(1_000_000),
    kind: fc.constantFrom("replace", "insert", "delete", "cut"),
    character,
  });

  test.prop(
    [
      fc.array(content, { minLength: 1, maxLength: 3 }),
      layout,
      fc.array(damage, { minLength: 1, maxLength: 8 }),
      fc.constantFrom("error" as const, "warn" as const, "ignore" as const),
    ],
    { numRuns: 1000 },
  )("are read or refused, but never crash", (sets, how, damages, checksum) => {
    let text = write(sets, how);
    for (const { at, kind, character: char } of damages) {
      const i = at % (text.length + 1);
      const rest = kind === "insert" ? text.slice(i) : kind === "cut" ? "" : text.slice(i + 1);
      text = text.slice(0, i) + (kind === "replace" || kind === "insert" ? char : "") + rest;
    }
    try {
      const { elements } = readTle("x.tle", text, { checksum });
      for (const column of [
        elements.inclinationDeg,
        elements.meanMotionRevPerDay,
        elements.bstar,
        elements.epochSecondOfDay,
      ]) {
        expect([...column].every(Number.isFinite)).toBe(true);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
    }
  });

  test.prop([content, fc.integer({ min: 1, max: 2 }), fc.nat(68), fc.integer({ min: 0, max: 9 })])(
    "a changed digit is found by the checksum",
    (set, number, at, digit) => {
      const lines = tleLines(set);
      const line = lines[number - 1] as string;
      fc.pre(/\d/.test(line[at] as string) && line[at] !== String(digit) && at > 0);
      lines[number - 1] = line.slice(0, at) + digit + line.slice(at + 1);
      expect(() => readTle("x.tle", lines.join("\n"), { checksum: "error" })).toThrow(InputError);
    },
  );
});
