import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { twoline2satrec } from "satellite.js";
import { describe, expect, it } from "vitest";
import { allocateElementSets, type ElementSets } from "../../orbits/element-sets.js";
import { readTle } from "../../orbits/readers/index.js";
import { type WriteTleOptions, writeTle } from "../../orbits/write-tle.js";
import { sharedPath } from "../support/shared.js";
import { twoLineSets } from "../support/tle-columns.js";

interface Values {
  readonly name: string;
  readonly number: number;
  readonly day: number;
  readonly second: number;
  readonly inclination: number;
  readonly node: number;
  readonly eccentricity: number;
  readonly perigee: number;
  readonly anomaly: number;
  readonly motion: number;
  readonly bstar: number;
}

const PLAIN: Values = {
  name: "one",
  number: 7,
  day: 20_072,
  second: 43_200,
  inclination: 53,
  node: 10,
  eccentricity: 0.001,
  perigee: 20,
  anomaly: 30,
  motion: 15.05,
  bstar: 0.0001,
};

function setsOf(all: readonly Values[]): ElementSets {
  const sets = allocateElementSets(
    all.length,
    all.map(({ name }) => name),
  );
  for (const [i, set] of all.entries()) {
    sets.catalogueNumbers[i] = set.number;
    sets.epochDay[i] = set.day;
    sets.epochSecondOfDay[i] = set.second;
    sets.inclinationDeg[i] = set.inclination;
    sets.rightAscensionDeg[i] = set.node;
    sets.eccentricity[i] = set.eccentricity;
    sets.argumentOfPerigeeDeg[i] = set.perigee;
    sets.meanAnomalyDeg[i] = set.anomaly;
    sets.meanMotionRevPerDay[i] = set.motion;
    sets.bstar[i] = set.bstar;
  }
  return sets;
}

const textOf = (set: Partial<Values>, options?: WriteTleOptions) =>
  writeTle(setsOf([{ ...PLAIN, ...set }]), options);
const lines = (set: Partial<Values>) => textOf(set).split("\n").slice(1, 3) as [string, string];

const values: fc.Arbitrary<Values> = fc.record({
  name: fc.stringMatching(/^[A-Z][A-Z0-9-]{0,20}$/),
  number: fc.integer({ min: 1, max: 339_999 }),
  // 1957-01-01 to 2056-12-30
  day: fc.integer({ min: -4748, max: 31_774 }),
  second: fc.double({ min: 0, max: 86_400, maxExcluded: true, noNaN: true }),
  inclination: fc.double({ min: 0, max: 180, noNaN: true }),
  node: fc.double({ min: -360, max: 360, noNaN: true }),
  eccentricity: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  perigee: fc.double({ min: 0, max: 360, noNaN: true }),
  anomaly: fc.double({ min: 0, max: 360, noNaN: true }),
  motion: fc.double({ min: 0.01, max: 17, noNaN: true }),
  bstar: fc.double({ min: -10, max: 10, noNaN: true }),
});

describe("element sets as TLE text", () => {
  test.prop([fc.array(values, { minLength: 1, maxLength: 5 })])(
    "read again are within half a digit of what was written, and written again the same text",
    (all) => {
      const text = writeTle(setsOf(all));
      const { elements } = readTle("t", text, { checksum: "error" });
      expect([...elements.names]).toEqual(all.map(({ name }) => name));
      for (const [i, set] of all.entries()) {
        const near = (found: number, expected: number, digit: number): void =>
          expect(Math.abs(found - expected)).toBeLessThanOrEqual(digit * 0.500001);
        const turn = (found: number, expected: number): void => {
          const off = Math.abs((((found - expected) % 360) + 360) % 360);
          near(Math.min(off, 360 - off), 0, 1e-4);
        };
        const seconds = (elements.epochDay[i] - set.day) * 86_400 + elements.epochSecondOfDay[i];
        near(seconds, set.second, 86_400e-8);
        near(elements.inclinationDeg[i], set.inclination, 1e-4);
        turn(elements.rightAscensionDeg[i], set.node);
        turn(elements.argumentOfPerigeeDeg[i], set.perigee);
        turn(elements.meanAnomalyDeg[i], set.anomaly);
        near(Math.min(elements.eccentricity[i], 0.9999999), Math.min(set.eccentricity, 0.9999999), 1e-7);
        near(elements.meanMotionRevPerDay[i], set.motion, 1e-8);
        near(elements.bstar[i], set.bstar, Math.max(1e-14, Math.abs(set.bstar) * 1e-4));
        expect(elements.catalogueNumbers[i]).toBe(set.number);
      }
      expect(writeTle(elements)).toBe(text);
    },
  );

  test.prop([values])("are read alike by satellite.js", (set) => {
    const [line1, line2] = lines(set);
    const { elements } = readTle("t", `${line1}\n${line2}\n`, { checksum: "error" });
    const record = twoline2satrec(line1, line2);
    expect(record.inclo).toBeCloseTo((elements.inclinationDeg[0] * Math.PI) / 180, 12);
    expect(record.ecco).toBeCloseTo(elements.eccentricity[0], 12);
    expect(record.bstar).toBeCloseTo(elements.bstar[0], 12);
    expect(record.mo).toBeCloseTo((elements.meanAnomalyDeg[0] * Math.PI) / 180, 12);
  });

  it("carries over what rounds up to a whole", () => {
    // 2023-12-31, and half a rounding step before midnight.
    expect(lines({ day: 19_722, second: 86_399.9999 })[0].slice(18, 32)).toBe("24001.00000000");
    expect(lines({ node: 359.99996 })[1].slice(17, 25)).toBe("  0.0000");
    expect(lines({ node: -90 })[1].slice(17, 25)).toBe("270.0000");
    expect(lines({ eccentricity: 0.99999999 })[1].slice(26, 33)).toBe("9999999");
  });

  it("writes B* with a sign, five digits and one digit of exponent, or fewer digits below 1e-10", () => {
    const bstar = (value: number) => lines({ bstar: value })[0].slice(53, 61);
    expect(bstar(0.00017578)).toBe(" 17578-3");
    expect(bstar(-0.000100006)).toBe("-10001-3");
    expect(bstar(0.999999)).toBe(" 10000+1");
    expect(bstar(0)).toBe(" 00000+0");
    expect(bstar(1.2e-12)).toBe(" 00120-9");
    expect(bstar(1e-20)).toBe(" 00000+0");
  });

  it("takes other names and numbers, and a smallest eccentricity", () => {
    const options = { names: ["two 2"], catalogueNumbers: [339_999], smallestEccentricity: 1e-7 };
    const [name, line1, line2] = textOf({ eccentricity: 0 }, options).split("\n") as [string, string, string];
    expect(name).toBe("two 2");
    expect([line1.slice(2, 7), line2.slice(2, 7), line2.slice(26, 33)]).toEqual([
      "Z9999",
      "Z9999",
      "0000001",
    ]);
    expect(textOf({ name: "" }).split("\n")).toHaveLength(3);
  });

  it("refuses what a TLE cannot hold", () => {
    expect(() => textOf({ number: 340_000 })).toThrow(
      new RangeError(
        'the element set of "one" cannot be written as a TLE: catalogue number 340000 is above 339999',
      ),
    );
    expect(() => textOf({ day: -5000 })).toThrow(/epoch is outside of 1957 to 2056/);
    expect(() => textOf({ motion: 100 })).toThrow(/mean motion is 100.00000000 revolutions/);
    expect(() => textOf({ bstar: 1e9 })).toThrow(/B\* is 1000000000/);
  });
});

const CATALOGUE = sharedPath("data/tle/starlink_6882.tle");

describe.skipIf(!CATALOGUE)("a catalogue (needs ../shared: real element sets)", () => {
  it("comes back in every column that the sets hold", () => {
    const text = readFileSync(CATALOGUE as string, "utf8");
    const written = twoLineSets(writeTle(readTle("t", text, { checksum: "error" }).elements));
    const given = twoLineSets(text);
    expect(written).toHaveLength(given.length);
    const columns = (line1: string, line2: string): string[] => [
      line1.slice(0, 7),
      line1.slice(18, 32),
      line1.slice(53, 61).replace("+0", "-0"),
      line2.slice(0, 63),
    ];
    for (const [i, { line1, line2 }] of given.entries()) {
      const ours = written[i] as { line1: string; line2: string };
      expect(columns(ours.line1, ours.line2)).toEqual(columns(line1, line2));
    }
  });
});
