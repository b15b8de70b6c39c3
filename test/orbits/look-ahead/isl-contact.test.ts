import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contactWindows, islContact } from "../../../orbits/look-ahead/index.js";
import { isAdmissible } from "../../../routing/line-of-sight.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, DAY_NS, expectWindowsOfScan, HOUR_NS, positionsOf, SECOND_NS } from "./scan.js";

const anyRange = fc.option(fc.double({ min: 50, max: 20_000, noNaN: true }), { nil: undefined });

/** Whether the rules of routing admit the link of satellites 0 and 1. */
function admitted(ephemeris: ReturnType<typeof keplerEphemeris>, maxRangeKm = Number.POSITIVE_INFINITY) {
  return (timeNs: number) => {
    const { positionsKm, known } = positionsOf(ephemeris, [0, 1], timeNs);
    const [x, y, z, x1, y1, z1] = positionsKm;
    // Nearer to each other than a millimetre, the cross product of that test has no digits left.
    if (Math.hypot(x - x1, y - y1, z - z1) < 1e-6) return known && Math.hypot(x, y, z) >= 6378.135 + 80;
    return known && isAdmissible(positionsKm, 0, 1, maxRangeKm);
  };
}

describe("contact windows of two satellites", () => {
  test("hold just when routing admits the link, for any two orbits and range", () => {
    fc.assert(
      fc.property(
        anyOrbit,
        anyOrbit,
        anyRange,
        fc.integer({ min: 0, max: 30 * DAY_NS }),
        (a, b, maxRangeKm, fromNs) => {
          const ephemeris = keplerEphemeris([a, b]);
          const span = { fromNs, toNs: fromNs + 3 * HOUR_NS };
          const windows = contactWindows(islContact(ephemeris, 0, 1, { maxRangeKm }), span);
          expectWindowsOfScan(windows, admitted(ephemeris, maxRangeKm), span, 2 * SECOND_NS);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("hold for perigees at and under the sphere that links clear", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 130, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        fc.double({ min: 0, max: 6.2, noNaN: true }),
        (perigeeKm, eccentricity, meanAnomalyRad) => {
          const semiMajorAxisKm = (6378.135 + perigeeKm) / (1 - eccentricity);
          const low = { ...circular(0, 40), semiMajorAxisKm, eccentricity, meanAnomalyRad };
          const ephemeris = keplerEphemeris([low, circular(400, 50)]);
          const span = { fromNs: 0, toNs: 3 * HOUR_NS };
          expectWindowsOfScan(contactWindows(islContact(ephemeris, 0, 1), span), admitted(ephemeris), span);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("are one for neighbours in a plane, found by a few hundred looks a day", () => {
    const ephemeris = keplerEphemeris([circular(550, 53), circular(550, 53, 0, 360 / 22)]);
    const span = { fromNs: 0, toNs: DAY_NS };
    const open = [{ ...span, openAtStart: true, openAtEnd: true }];
    expect(contactWindows(islContact(ephemeris, 0, 1), span)).toEqual(open);
    expect(ephemeris.evaluations).toBeLessThan(600);
  });

  test("are one for satellites at the same place, and none for antipodes", () => {
    const ephemeris = keplerEphemeris([circular(550, 53), circular(550, 53), circular(550, 53, 0, 180)]);
    const span = { fromNs: 0, toNs: HOUR_NS };
    const open = [{ ...span, openAtStart: true, openAtEnd: true }];
    expect(contactWindows(islContact(ephemeris, 0, 1, { maxRangeKm: 10 }), span)).toEqual(open);
    expect(contactWindows(islContact(ephemeris, 0, 2), span)).toEqual([]);
  });

  test("refuse pairs and ranges that make no sense", () => {
    const ephemeris = keplerEphemeris([circular(550, 53), circular(550, 53)]);
    expect(() => islContact(ephemeris, 1, 1)).toThrow("expected two satellites, got 1 twice");
    expect(() => islContact(ephemeris, 0, 2)).toThrow("expected a satellite from 0 to 1, got 2");
    expect(() => islContact(ephemeris, 0, 1, { maxRangeKm: 0 })).toThrow(/maxRangeKm/);
  });
});
