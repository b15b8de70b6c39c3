import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ephemeris } from "../../../orbits/ephemeris.js";
import { lookAngles } from "../../../orbits/geodesy.js";
import {
  type ContactSite,
  conditionWindows,
  contactWindows,
  groundContact,
  isInContact,
  passLengthS,
} from "../../../orbits/look-ahead/index.js";
import { createSgp4Ephemeris } from "../../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../../orbits/sgp4-tables.js";
import { walkerElements } from "../../../orbits/walker.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import {
  anyOrbit,
  anySite,
  DAY_NS,
  expectWindowsOfScan,
  HOUR_NS,
  look,
  positionsOf,
  SECOND_NS,
} from "./scan.js";

const VIENNA: ContactSite = { latitudeDeg: 48.21, longitudeDeg: 16.37, altitudeKm: 0.2 };
const START = { day: 20_072, secondOfDay: 46_800 };

describe("contact windows of a site and a satellite", () => {
  test("equal a dense 1 s scan for any orbit, site, mask and range", () => {
    fc.assert(
      fc.property(
        anyOrbit,
        anySite,
        fc.option(fc.double({ min: -20, max: 80, noNaN: true }), { nil: undefined }),
        fc.option(fc.double({ min: 300, max: 30_000, noNaN: true }), { nil: undefined }),
        fc.integer({ min: -2 * DAY_NS, max: 90 * DAY_NS }),
        (orbit, site, minElevationDeg, maxSlantRangeKm, fromNs) => {
          const ephemeris = keplerEphemeris([orbit]);
          const span = { fromNs, toNs: fromNs + 2 * HOUR_NS };
          const windows = contactWindows(
            groundContact(ephemeris, 0, site, { minElevationDeg, maxSlantRangeKm }),
            span,
          );
          const mask = minElevationDeg ?? (maxSlantRangeKm === undefined ? 25 : -90);
          expectWindowsOfScan(
            windows,
            (t) => {
              const seen = look(ephemeris, 0, site, t);
              return (
                seen !== undefined &&
                seen.elevationDeg >= mask &&
                seen.rangeKm <= (maxSlantRangeKm ?? Infinity)
              );
            },
            span,
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test("equal a dense 1 s scan over a day of SGP4, near the Earth and in deep space", () => {
    const shell = {
      name: "s",
      type: "delta",
      planes: 4,
      slotsPerPlane: 3,
      altitudeKm: 550,
      inclinationDeg: 53,
      phasing: 1,
    } as const;
    const elements = walkerElements(shell, START);
    // One with drag, one on a Molniya orbit.
    elements.bstar[0] = 3e-4;
    elements.meanMotionRevPerDay[1] = 2.006;
    elements.eccentricity[1] = 0.74;
    elements.inclinationDeg[1] = 63.4;
    elements.argumentOfPerigeeDeg[1] = 270;
    const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
    const span = { fromNs: 0, toNs: DAY_NS };
    for (const satellite of [0, 1, 7]) {
      const windows = contactWindows(groundContact(ephemeris, satellite, VIENNA), span);
      expect(windows.length).toBeGreaterThan(0);
      expectWindowsOfScan(windows, seenAbove(ephemeris, satellite, VIENNA, 25), span);
    }
  });

  test("need a few hundred positions for a day, not one a second", () => {
    const ephemeris = keplerEphemeris([circular(550, 53)]);
    const windows = contactWindows(groundContact(ephemeris, 0, VIENNA), { fromNs: 0, toNs: DAY_NS });
    expect(windows.length).toBeGreaterThan(2);
    expect(ephemeris.evaluations).toBeLessThan(300);
  });

  test("have the closed-form length for an overhead pass: 269.27 s at 550 km and 25 degrees", () => {
    // A sphere of 6,371 km instead of the ellipsoid: the site is put at that height above the pole.
    const site = { latitudeDeg: 90, longitudeDeg: 0, altitudeKm: 6371 - 6356.752314245 };
    const orbit = { ...circular(0, 90), semiMajorAxisKm: 6371 + 550 };
    for (const muKm3S2 of [398600.8, 398600.4418]) {
      const ephemeris = keplerEphemeris([orbit], { earthRateRadS: 0, muKm3S2 });
      const [pass] = contactWindows(groundContact(ephemeris, 0, site), { fromNs: 0, toNs: HOUR_NS });
      const seconds = (pass.toNs - pass.fromNs) / SECOND_NS;
      expect(seconds).toBeCloseTo(269.27, 2);
      expect(Math.abs(seconds - passLengthS({ altitudeKm: 550, minElevationDeg: 25, muKm3S2 }))).toBeLessThan(
        0.002,
      );
    }
  });

  test("hold passes that only graze the mask, and none that just miss it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 300, max: 1500, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: -7.5, max: -3, noNaN: true }),
        (altitudeKm, nodeDeg, logDepth) => {
          const ephemeris = keplerEphemeris([circular(altitudeKm, 60, nodeDeg)]);
          const span = { fromNs: 0, toNs: 6 * HOUR_NS };
          const passes = contactWindows(groundContact(ephemeris, 0, { ...VIENNA, minElevationDeg: 5 }), span);
          for (const pass of passes) {
            if (pass.openAtStart || pass.openAtEnd) continue;
            const { timeNs, elevationDeg } = culmination(ephemeris, VIENNA, pass);
            const grazing = { ...VIENNA, minElevationDeg: elevationDeg - 10 ** logDepth };
            const found = contactWindows(groundContact(ephemeris, 0, grazing), pass);
            expect(found).toHaveLength(1);
            const [{ fromNs, toNs }] = found;
            expect(fromNs).toBeLessThanOrEqual(timeNs + 2e6);
            expect(toNs).toBeGreaterThanOrEqual(timeNs - 2e6);
            expectWindowsOfScan(
              found,
              (t) => elevationAt(ephemeris, grazing, t) >= grazing.minElevationDeg,
              pass,
              7 * SECOND_NS,
            );
            const missing = { ...VIENNA, minElevationDeg: elevationDeg + 1e-9 };
            expect(contactWindows(groundContact(ephemeris, 0, missing), pass)).toEqual([]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test("are open where the span begins or ends in a contact, and closed where it does not", () => {
    const contact = groundContact(keplerEphemeris([circular(550, 53)]), 0, VIENNA);
    const [whole] = contactWindows(contact, { fromNs: 0, toNs: DAY_NS });
    const middleNs = Math.round((whole.fromNs + whole.toNs) / 2);
    expect(whole).toMatchObject({ openAtStart: false, openAtEnd: false });
    const [late] = contactWindows(contact, { fromNs: middleNs, toNs: whole.toNs + HOUR_NS });
    expect(late).toMatchObject({ fromNs: middleNs, openAtStart: true, openAtEnd: false });
    expect(Math.abs(late.toNs - whole.toNs)).toBeLessThanOrEqual(1e6);
    const [early] = contactWindows(contact, { fromNs: whole.fromNs - HOUR_NS, toNs: middleNs });
    expect(early).toMatchObject({ toNs: middleNs, openAtStart: false, openAtEnd: true });
    expect(contactWindows(contact, { fromNs: middleNs, toNs: middleNs })).toEqual([
      { fromNs: middleNs, toNs: middleNs, openAtStart: true, openAtEnd: true },
    ]);
    expect(isInContact(contact, middleNs)).toBe(true);
    expect(isInContact(contact, whole.toNs + SECOND_NS)).toBe(false);
  });

  test("are none for a satellite that never rises, and one for a satellite that never sets", () => {
    const ephemeris = keplerEphemeris([circular(600, 0), circular(35_786, 0)]);
    const span = { fromNs: 0, toNs: DAY_NS };
    expect(contactWindows(groundContact(ephemeris, 0, { ...VIENNA, latitudeDeg: 90 }), span)).toEqual([]);
    const below = { latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 };
    expect(contactWindows(groundContact(ephemeris, 1, below), span)).toEqual([
      { ...span, openAtStart: true, openAtEnd: true },
    ]);
  });

  test("take the site's own mask before the rule's, and no mask where only a range is given", () => {
    const ephemeris = keplerEphemeris([circular(550, 53)]);
    const span = { fromNs: 0, toNs: DAY_NS };
    const windowsOf = (site: ContactSite, rules: object) =>
      contactWindows(groundContact(ephemeris, 0, site, rules), span);
    const at = (minElevationDeg: number) => windowsOf({ ...VIENNA, minElevationDeg }, {});
    expect(windowsOf(VIENNA, {})).toEqual(at(25));
    expect(windowsOf(VIENNA, { minElevationDeg: 40 })).toEqual(at(40));
    expect(windowsOf({ ...VIENNA, minElevationDeg: 10 }, { minElevationDeg: 40 })).toEqual(at(10));
    const byRange = windowsOf(VIENNA, { maxSlantRangeKm: 2000 });
    expectWindowsOfScan(byRange, (t) => (look(ephemeris, 0, VIENNA, t)?.rangeKm ?? Infinity) <= 2000, span);
  });

  test("end where a satellite fails and begin again where it comes back", () => {
    const failsFrom = 5000 * SECOND_NS + 123_456_789;
    const failsTo = 9000 * SECOND_NS + 987_654_321;
    const ephemeris = keplerEphemeris([circular(35_786, 0)], {
      fails: (_, t) => t >= failsFrom && t < failsTo,
    });
    const site = { latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 };
    const windows = contactWindows(groundContact(ephemeris, 0, site), { fromNs: 0, toNs: DAY_NS });
    expect(windows).toHaveLength(2);
    expect(failsFrom - windows[0].toNs).toBeGreaterThan(0);
    expect(failsFrom - windows[0].toNs).toBeLessThanOrEqual(1e6);
    expect(windows[1].fromNs - failsTo).toBeGreaterThanOrEqual(0);
    expect(windows[1].fromNs - failsTo).toBeLessThanOrEqual(1e6);
  });

  test("leave out every dip below 80 km, however short", () => {
    // Perigee from 1 m to 5 km below the limit, in view of a site beneath it.
    for (const belowKm of [0.001, 0.1, 5]) {
      const eccentricity = 0.1;
      const semiMajorAxisKm = (6378.135 + 80 - belowKm) / (1 - eccentricity);
      const orbit = {
        ...circular(0, 90),
        semiMajorAxisKm,
        eccentricity,
        perigeeRad: 0.5,
        meanAnomalyRad: -0.2,
      };
      const fails = (_: number, __: number, radiusKm: number) => radiusKm < 6378.135 + 80;
      const ephemeris = keplerEphemeris([orbit], { earthRateRadS: 0, fails });
      const site = {
        latitudeDeg: (0.5 * 180) / Math.PI,
        longitudeDeg: 0,
        altitudeKm: 0,
        minElevationDeg: -60,
      };
      const span = { fromNs: 0, toNs: 600 * SECOND_NS };
      const windows = contactWindows(groundContact(ephemeris, 0, site), span);
      expect(windows).toHaveLength(2);
      expectWindowsOfScan(windows, seenAbove(ephemeris, 0, site, -60), span, SECOND_NS / 10);
    }
  });

  test("are none for what is not in orbit", () => {
    const onGround: Ephemeris = {
      count: 1,
      positionsAt(_, positionsKm, status) {
        positionsKm.set([0, 0, 6357 + 20]);
        status[0] = 0;
      },
    };
    const site = { latitudeDeg: 90, longitudeDeg: 0, altitudeKm: 0 };
    expect(contactWindows(groundContact(onGround, 0, site), { fromNs: 0, toNs: HOUR_NS })).toEqual([]);
  });
});

describe("contact windows of a condition of one's own", () => {
  test("find every interval of a sine, by rate alone and with the bend", () => {
    const toNs = 100 * SECOND_NS;
    for (const maxBendPerS2 of [undefined, 1]) {
      const gap = (t: number) => Math.sin(t / SECOND_NS) - 0.999;
      const windows = conditionWindows(
        { gap, maxRatePerS: 1, maxBendPerS2 },
        { fromNs: 0, toNs, toleranceNs: 1000 },
      );
      expect(windows).toHaveLength(16);
      windows.forEach(({ fromNs, toNs: untilNs }, i) => {
        const top = Math.PI / 2 + 2 * Math.PI * i;
        expect(Math.abs(fromNs / 1e9 - (top - Math.acos(0.999)))).toBeLessThan(1e-6);
        expect(Math.abs(untilNs / 1e9 - (top + Math.acos(0.999)))).toBeLessThan(1e-6);
      });
    }
  });

  test("are never missed where they last longer than the tolerance, nor bridged", () => {
    const toleranceNs = 1e6;
    fc.assert(
      fc.property(
        fc.double({ min: 1.01e-3, max: 0.1, noNaN: true }),
        fc.double({ min: 5, max: 95, noNaN: true }),
        fc.boolean(),
        fc.boolean(),
        (lengthS, middleS, bends, inverted) => {
          // One rotation in 200 s that tops its limit once, for that long.
          const rate = Math.PI / 100;
          const limit = Math.cos((rate * lengthS) / 2);
          const gap = (t: number) =>
            (inverted ? -1 : 1) * (Math.cos(rate * (t / SECOND_NS - middleS)) - limit);
          const condition = { gap, maxRatePerS: rate, maxBendPerS2: bends ? rate * rate : undefined };
          const windows = conditionWindows(condition, { fromNs: 0, toNs: 100 * SECOND_NS, toleranceNs });
          const edges = windows.flatMap(({ fromNs, toNs }) => [fromNs, toNs]);
          const [rise, set] = inverted ? edges.slice(1, 3) : edges;
          expect(windows).toHaveLength(inverted ? 2 : 1);
          expect(Math.abs(rise - (middleS - lengthS / 2) * SECOND_NS)).toBeLessThanOrEqual(toleranceNs + 1);
          expect(Math.abs(set - (middleS + lengthS / 2) * SECOND_NS)).toBeLessThanOrEqual(toleranceNs + 1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("throw where the gap moves faster than its bound, unless told to go on", () => {
    const jump = { gap: (t: number) => (t < 40 * SECOND_NS ? -1 : 1), maxRatePerS: 0.01 };
    expect(() => conditionWindows(jump, { fromNs: 0, toNs: HOUR_NS })).toThrow(/maxRatePerS/);
    const [{ fromNs }] = conditionWindows({ ...jump, brokenRate: "sample" }, { fromNs: 0, toNs: HOUR_NS });
    expect(Math.abs(fromNs - 40 * SECOND_NS)).toBeLessThanOrEqual(1e6);
  });

  test("throw on spans, tolerances and bounds that make no sense", () => {
    const fine = { gap: () => 1, maxRatePerS: 1 };
    expect(() => conditionWindows(fine, { fromNs: 1, toNs: 0 })).toThrow(RangeError);
    expect(() => conditionWindows(fine, { fromNs: 0.5, toNs: 1 })).toThrow(RangeError);
    expect(() => conditionWindows(fine, { fromNs: 0, toNs: 1, toleranceNs: 0 })).toThrow(RangeError);
    expect(() => conditionWindows({ ...fine, maxRatePerS: 0 }, { fromNs: 0, toNs: 1 })).toThrow(
      /maxRatePerS/,
    );
    expect(() => conditionWindows({ ...fine, maxBendPerS2: -1 }, { fromNs: 0, toNs: 1 })).toThrow(
      /maxBendPerS2/,
    );
  });
});

describe("a ground contact", () => {
  const ephemeris = keplerEphemeris([circular(550, 53)]);

  test("refuses satellites, sites and rules that make no sense", () => {
    expect(() => groundContact(ephemeris, 1, VIENNA)).toThrow("expected a satellite from 0 to 0, got 1");
    expect(() => groundContact(ephemeris, 0, { ...VIENNA, latitudeDeg: 91 })).toThrow(/latitudeDeg/);
    expect(() => groundContact(ephemeris, 0, VIENNA, { minElevationDeg: 91 })).toThrow(/minElevationDeg/);
    expect(() => groundContact(ephemeris, 0, VIENNA, { minElevationDeg: Number.NaN })).toThrow(
      /minElevationDeg/,
    );
    expect(() => groundContact(ephemeris, 0, VIENNA, { maxSlantRangeKm: 0 })).toThrow(/maxSlantRangeKm/);
  });
});

function seenAbove(ephemeris: Ephemeris, satellite: number, site: ContactSite, maskDeg: number) {
  return (timeNs: number) => (look(ephemeris, satellite, site, timeNs)?.elevationDeg ?? -91) >= maskDeg;
}

/** By the project's own geodesy: satellite.js's ellipsoid and arcsine differ by more than a grazing pass is about. */
function elevationAt(ephemeris: Ephemeris, site: ContactSite, timeNs: number): number {
  const [x, y, z] = positionsOf(ephemeris, [0], Math.round(timeNs)).positionsKm;
  return lookAngles(site, [x, y, z]).elevationDeg;
}

/** Highest point of a pass, by golden sections. */
function culmination(ephemeris: Ephemeris, site: ContactSite, pass: { fromNs: number; toNs: number }) {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = pass.fromNs;
  let high = pass.toNs;
  while (high - low > 1000) {
    const a = high - ratio * (high - low);
    const b = low + ratio * (high - low);
    if (elevationAt(ephemeris, site, a) > elevationAt(ephemeris, site, b)) high = b;
    else low = a;
  }
  const timeNs = Math.round((low + high) / 2);
  return { timeNs, elevationDeg: elevationAt(ephemeris, site, timeNs) };
}
