import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocateElementSets, type ElementSets } from "../../../orbits/element-sets.js";
import type { Ephemeris } from "../../../orbits/ephemeris.js";
import { measureOrbit, motionLimits } from "../../../orbits/look-ahead/orbit-bounds.js";
import { clearanceTerm, pairRangeTerm } from "../../../orbits/look-ahead/pair-terms.js";
import { maskTerm, orbitTerm, rangeTerm } from "../../../orbits/look-ahead/position-terms.js";
import { SatelliteProbe } from "../../../orbits/look-ahead/satellite-probe.js";
import { createSgp4Ephemeris } from "../../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../../orbits/sgp4-tables.js";
import { sharedPath } from "../../support/shared.js";
import { elementsFromColumns, twoLineSets } from "../../support/tle-columns.js";
import { keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, anySite, DAY_NS, SECOND_NS } from "./scan.js";

const START = { day: 20_072, secondOfDay: 46_800 };
const EARTH_RATE_RAD_S = 7.292115e-5;

/** Rate and bend of a function of time, by central differences over 2 s. */
function derivatives(valueAt: (timeNs: number) => number, timeNs: number) {
  const before = valueAt(timeNs - SECOND_NS);
  const here = valueAt(timeNs);
  const after = valueAt(timeNs + SECOND_NS);
  return { rate: (after - before) / 2, bend: after - 2 * here + before };
}

function expectInBounds(ephemeris: Ephemeris, satellite: number, times: readonly number[]): void {
  const probe = new SatelliteProbe(ephemeris);
  const span = { fromNs: Math.min(...times), toNs: Math.max(...times) };
  const orbit = measureOrbit(probe, satellite, span);
  const limits = motionLimits(orbit);
  const at = (axis: number, inertial: boolean) => (timeNs: number) => {
    probe.locate(satellite, timeNs);
    const [x, y, z] = probe.positionsKm.subarray(3 * satellite);
    const turn = inertial ? (EARTH_RATE_RAD_S * (timeNs - span.fromNs)) / SECOND_NS : 0;
    const turned = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn), z];
    return turned[axis];
  };
  for (const timeNs of times) {
    if (!probe.locate(satellite, timeNs)) continue;
    const radiusKm = Math.hypot(...probe.positionsKm.subarray(3 * satellite, 3 * satellite + 3));
    expect(radiusKm).toBeGreaterThanOrEqual(orbit.minRadiusKm);
    expect(radiusKm).toBeLessThanOrEqual(orbit.maxRadiusKm);
    for (const [inertial, speed, acceleration] of [
      [true, limits.speedKmS, limits.accelerationKmS2],
      [false, limits.earthFixedSpeedKmS, limits.earthFixedAccelerationKmS2],
    ] as const) {
      const axes = [0, 1, 2].map((axis) => derivatives(at(axis, inertial), timeNs));
      expect(Math.hypot(...axes.map(({ rate }) => rate))).toBeLessThanOrEqual(speed);
      expect(Math.hypot(...axes.map(({ bend }) => bend))).toBeLessThanOrEqual(acceleration);
    }
  }
}

const someTimes = fc.array(fc.integer({ min: 0, max: 3 * DAY_NS }), { minLength: 20, maxLength: 20 });

describe("bounds of an orbit, measured from positions", () => {
  test("hold over days for any ellipse", () => {
    fc.assert(
      fc.property(anyOrbit, someTimes, (orbit, times) => expectInBounds(keplerEphemeris([orbit]), 0, times)),
    );
  });

  test("hold over days for SGP4's orbits, with drag and in deep space", () => {
    fc.assert(
      fc.property(
        fc.record({
          perigeeKm: fc.double({ min: 250, max: 1500, noNaN: true }),
          eccentricity: fc.oneof(
            fc.double({ min: 0, max: 0.02, noNaN: true }),
            fc.double({ min: 0, max: 0.74, noNaN: true }),
          ),
          inclinationDeg: fc.double({ min: 0, max: 180, noNaN: true }),
          perigeeDeg: fc.double({ min: 0, max: 360, noNaN: true }),
          bstar: fc.constantFrom(0, 1e-4, 1e-3),
        }),
        someTimes,
        (orbit, times) =>
          expectInBounds(createSgp4Ephemeris(prepareSgp4(elementsOf(orbit), START)), 0, times),
      ),
    );
  });

  test("are wide where the satellite has no position to measure", () => {
    const ephemeris = keplerEphemeris([], {});
    const nowhere = {
      ...ephemeris,
      count: 1,
      positionsAt: (_: number, __: Float64Array, status: Uint8Array) => void status.fill(6),
    };
    expect(measureOrbit(new SatelliteProbe(nowhere), 0, { fromNs: 0, toNs: DAY_NS })).toEqual({
      minRadiusKm: 6378.135 + 80,
      maxRadiusKm: 100_000,
    });
  });
});

describe("limits of the conditions", () => {
  test("of one satellite bound what its gap does", () => {
    fc.assert(
      fc.property(
        anyOrbit,
        anySite,
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: 50, max: 20_000, noNaN: true }),
        someTimes,
        (kepler, site, maskDeg, rangeKm, times) => {
          const probe = new SatelliteProbe(keplerEphemeris([kepler]));
          const orbit = measureOrbit(probe, 0, { fromNs: 0, toNs: DAY_NS });
          for (const term of [maskTerm(site, maskDeg), rangeTerm(site, rangeKm), orbitTerm()]) {
            const { maxRatePerS, maxBendPerS2 = Number.POSITIVE_INFINITY } = term.limits(orbit);
            const gapAt = (timeNs: number) => {
              probe.locate(0, timeNs);
              return term.gapAt(...(Array.from(probe.positionsKm) as [number, number, number]), timeNs);
            };
            for (const timeNs of times) expectWithin(derivatives(gapAt, timeNs), maxRatePerS, maxBendPerS2);
          }
        },
      ),
    );
  });

  test("of two satellites bound what their gap does", () => {
    fc.assert(
      fc.property(
        anyOrbit,
        anyOrbit,
        fc.double({ min: 50, max: 20_000, noNaN: true }),
        someTimes,
        (a, b, rangeKm, times) => {
          const probe = new SatelliteProbe(keplerEphemeris([a, b]));
          const [ofA, ofB] = [0, 1].map((i) => measureOrbit(probe, i, { fromNs: 0, toNs: DAY_NS }));
          for (const term of [clearanceTerm(ofA, ofB), pairRangeTerm(rangeKm, ofA, ofB)]) {
            const { maxRatePerS, maxBendPerS2 = Number.POSITIVE_INFINITY } = term.limits;
            const gapAt = (timeNs: number) => {
              probe.locate(0, timeNs);
              probe.locate(1, timeNs);
              return term.gapAt(probe.positionsKm, 0, 1);
            };
            for (const timeNs of times) expectWithin(derivatives(gapAt, timeNs), maxRatePerS, maxBendPerS2);
          }
        },
      ),
    );
  });
});

const CATALOGUE = sharedPath("data/tle/starlink_6882.tle");

describe.skipIf(!CATALOGUE)("bounds of a real catalogue (needs ../shared: real catalogues)", () => {
  test("hold over two days", () => {
    const elements = elementsFromColumns(
      twoLineSets(readFileSync(CATALOGUE as string, "utf8")).filter((_, i) => i % 29 === 0),
    );
    const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
    const times = Array.from({ length: 12 }, (_, i) => Math.round((i / 11) * 2 * DAY_NS));
    expect(elements.count).toBeGreaterThan(200);
    for (let i = 0; i < elements.count; i++) expectInBounds(ephemeris, i, times);
  });
});

function expectWithin(
  { rate, bend }: { rate: number; bend: number },
  maxRate: number,
  maxBend: number,
): void {
  expect(Math.abs(rate)).toBeLessThanOrEqual(maxRate);
  expect(Math.abs(bend)).toBeLessThanOrEqual(maxBend);
}

interface Elements {
  readonly perigeeKm: number;
  readonly eccentricity: number;
  readonly inclinationDeg: number;
  readonly perigeeDeg: number;
  readonly bstar: number;
}

function elementsOf({ perigeeKm, eccentricity, inclinationDeg, perigeeDeg, bstar }: Elements): ElementSets {
  const elements = allocateElementSets(1, ["one"]);
  elements.epochDay[0] = START.day;
  elements.epochSecondOfDay[0] = START.secondOfDay;
  elements.inclinationDeg[0] = inclinationDeg;
  elements.eccentricity[0] = eccentricity;
  elements.argumentOfPerigeeDeg[0] = perigeeDeg;
  elements.bstar[0] = bstar;
  const a = (6378.135 + perigeeKm) / (1 - eccentricity);
  elements.meanMotionRevPerDay[0] = (Math.sqrt(398600.8 / a ** 3) * 86_400) / (2 * Math.PI);
  return elements;
}
