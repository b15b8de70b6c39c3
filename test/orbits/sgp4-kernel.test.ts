import { fc } from "@fast-check/vitest";
import { sgp4 } from "satellite.js";
import { describe, expect, it } from "vitest";
import { CLEARANCE_RADIUS_KM } from "../../orbits/constants.js";
import { allocateElementSets, type ElementSets } from "../../orbits/element-sets.js";
import { type Ephemeris, EphemerisStatus } from "../../orbits/ephemeris.js";
import { gmstRad } from "../../orbits/gmst.js";
import { addNs, type Instant, secondsBetween } from "../../orbits/instant.js";
import { epochOf, initialiseSatRec } from "../../orbits/satrec.js";
import { createSgp4Ephemeris } from "../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../orbits/sgp4-tables.js";
import { walkerElements } from "../../orbits/walker.js";
import { sharedPath } from "../support/shared.js";
import { elementsOfFile } from "../support/tle-columns.js";

const START: Instant = { day: 20072, secondOfDay: 13 * 3600 };
const HOUR_NS = 3600e9;
const DAY_NS = 24 * HOUR_NS;

interface Orbit {
  epoch: Instant;
  inclinationDeg: number;
  rightAscensionDeg: number;
  eccentricity: number;
  argumentOfPerigeeDeg: number;
  meanAnomalyDeg: number;
  meanMotionRevPerDay: number;
  bstar: number;
}

const lowCircular: Orbit = {
  epoch: START,
  inclinationDeg: 53,
  rightAscensionDeg: 120,
  eccentricity: 1e-4,
  argumentOfPerigeeDeg: 80,
  meanAnomalyDeg: 10,
  meanMotionRevPerDay: 15.05,
  bstar: 1e-4,
};

function elementsOf(orbits: readonly Orbit[]): ElementSets {
  const elements = allocateElementSets(
    orbits.length,
    orbits.map(() => ""),
  );
  orbits.forEach((orbit, i) => {
    elements.epochDay[i] = orbit.epoch.day;
    elements.epochSecondOfDay[i] = orbit.epoch.secondOfDay;
    elements.inclinationDeg[i] = orbit.inclinationDeg;
    elements.rightAscensionDeg[i] = orbit.rightAscensionDeg;
    elements.eccentricity[i] = orbit.eccentricity;
    elements.argumentOfPerigeeDeg[i] = orbit.argumentOfPerigeeDeg;
    elements.meanAnomalyDeg[i] = orbit.meanAnomalyDeg;
    elements.meanMotionRevPerDay[i] = orbit.meanMotionRevPerDay;
    elements.bstar[i] = orbit.bstar;
  });
  return elements;
}

function positionsOf(ephemeris: Ephemeris, timeNs: number, from = 0, to = ephemeris.count) {
  const positionsKm = new Float64Array(3 * ephemeris.count).fill(Number.NaN);
  const status = new Uint8Array(ephemeris.count).fill(255);
  ephemeris.positionsAt(timeNs, positionsKm, status, from, to);
  return { positionsKm, status };
}

/** Largest difference (km, or relative beyond 10,000 km) to satellite.js's own sgp4, and that statuses agree. */
function differenceToLibrary(elements: ElementSets, ephemeris: Ephemeris, timeNs: number): number {
  const { positionsKm, status } = positionsOf(ephemeris, timeNs);
  const gmst = gmstRad(addNs(START, timeNs));
  const cos = Math.cos(gmst);
  const sin = Math.sin(gmst);
  let worst = 0;
  for (let i = 0; i < elements.count; i++) {
    const record = initialiseSatRec(elements, i);
    const minutes = secondsBetween(epochOf(elements, i), START) / 60 + timeNs / 60e9;
    const state = sgp4(record, minutes);
    const ours = positionsKm.subarray(3 * i, 3 * i + 3);
    if (state === null) {
      expect(status[i]).toBe(record.error);
      expect([...ours]).toEqual([0, 0, 0]);
      continue;
    }
    const { x, y, z } = state.position;
    const radiusKm = Math.hypot(x, y, z);
    if (Number.isNaN(radiusKm) || radiusKm < CLEARANCE_RADIUS_KM) {
      expect(status[i]).not.toBe(EphemerisStatus.Ok);
      expect([...ours]).toEqual([0, 0, 0]);
      continue;
    }
    expect(status[i]).toBe(EphemerisStatus.Ok);
    const theirs = [cos * x + sin * y, cos * y - sin * x, z];
    const scale = Math.max(1, radiusKm / 1e4);
    for (let k = 0; k < 3; k++) {
      worst = Math.max(worst, Math.abs((ours[k] as number) - (theirs[k] as number)) / scale);
    }
  }
  return worst;
}

const epoch = fc.record({
  day: fc.integer({ min: START.day - 20, max: START.day + 3 }),
  secondOfDay: fc.double({ min: 0, max: 86_399.999, noNaN: true }),
});
const angle = fc.double({ min: 0, max: 360, noNaN: true });
const inclination = fc.oneof(
  fc.double({ min: 0, max: 180, noNaN: true }),
  fc.constantFrom(0, 53, 63.4349, 90, 97.6, 180),
);
const bstar = fc.oneof(fc.constant(0), fc.double({ min: -1e-2, max: 1e-2, noNaN: true }));
const lowOrbit = fc.record({
  epoch,
  inclinationDeg: inclination,
  rightAscensionDeg: angle,
  eccentricity: fc.oneof(fc.constantFrom(0, 1e-4, 1e-3), fc.double({ min: 0, max: 0.02, noNaN: true })),
  argumentOfPerigeeDeg: angle,
  meanAnomalyDeg: angle,
  meanMotionRevPerDay: fc.double({ min: 12, max: 16.4, noNaN: true }),
  bstar,
});
/** Periods up to SGP4's limit of 225 minutes, and perigees down to underground. */
const wildOrbit = fc.record({
  epoch,
  inclinationDeg: inclination,
  rightAscensionDeg: angle,
  eccentricity: fc.double({ min: 0, max: 0.9, noNaN: true }),
  argumentOfPerigeeDeg: angle,
  meanAnomalyDeg: angle,
  meanMotionRevPerDay: fc.double({ min: 6.45, max: 17.5, noNaN: true }),
  bstar,
});
const anyTime = fc.integer({ min: -3 * DAY_NS, max: 14 * DAY_NS });

describe("the SGP4 kernel", () => {
  it("agrees with satellite.js to 1e-9 km for any low orbit at any time", () => {
    fc.assert(
      fc.property(fc.array(lowOrbit, { minLength: 1, maxLength: 20 }), anyTime, (orbits, timeNs) => {
        const elements = elementsOf(orbits);
        const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
        expect(differenceToLibrary(elements, ephemeris, timeNs)).toBeLessThan(1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it("agrees with satellite.js, refusals included, for orbits of any shape", () => {
    fc.assert(
      fc.property(fc.array(wildOrbit, { minLength: 1, maxLength: 20 }), anyTime, (orbits, timeNs) => {
        const elements = elementsOf(orbits);
        const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
        expect(differenceToLibrary(elements, ephemeris, timeNs)).toBeLessThan(1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it("agrees with satellite.js for Walker shells, whose satellites share one initialisation", () => {
    const shells = [
      {
        name: "a",
        type: "delta",
        planes: 5,
        slotsPerPlane: 7,
        altitudeKm: 550,
        inclinationDeg: 53,
        phasing: 1,
      },
      {
        name: "b",
        type: "star",
        planes: 4,
        slotsPerPlane: 3,
        altitudeKm: 1200,
        inclinationDeg: 87.9,
        phasing: 0,
      },
    ] as const;
    for (const shell of shells) {
      const elements = walkerElements(shell, START);
      const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
      for (const timeNs of [0, 10e9, 7 * HOUR_NS]) {
        expect(differenceToLibrary(elements, ephemeris, timeNs)).toBeLessThan(1e-9);
      }
    }
  });

  it("gives deep space to satellite.js, in the places where it stands among others", () => {
    const elements = elementsOf([
      lowCircular,
      { ...lowCircular, meanMotionRevPerDay: 2.005, eccentricity: 0.69, inclinationDeg: 63.4 },
      { ...lowCircular, meanAnomalyDeg: 90 },
      { ...lowCircular, meanMotionRevPerDay: 1.0027, inclinationDeg: 0.05, eccentricity: 0.0003 },
    ]);
    const tables = prepareSgp4(elements, START);
    expect(tables.deepSpace.count).toBe(2);
    const ephemeris = createSgp4Ephemeris(tables);
    for (const timeNs of [0, DAY_NS, 5 * DAY_NS]) {
      expect(differenceToLibrary(elements, ephemeris, timeNs)).toBeLessThan(1e-9);
    }
  });

  it("names the reason, and writes zeros, where elements are out of all bounds", () => {
    const elements = elementsOf([
      lowCircular,
      { ...lowCircular, eccentricity: 1.2 },
      { ...lowCircular, meanMotionRevPerDay: 0 },
      { ...lowCircular, meanMotionRevPerDay: -15 },
      { ...lowCircular, inclinationDeg: Number.NaN },
      { ...lowCircular, bstar: 1e200 },
      { ...lowCircular, meanMotionRevPerDay: 1e9 },
    ]);
    const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
    for (const timeNs of [0, DAY_NS]) {
      const { positionsKm, status } = positionsOf(ephemeris, timeNs);
      expect(status[0]).toBe(EphemerisStatus.Ok);
      expect(status[1]).toBe(EphemerisStatus.MeanEccentricity);
      expect(status[2]).toBe(EphemerisStatus.MeanMotion);
      expect(status[3]).toBe(EphemerisStatus.MeanMotion);
      for (let i = 4; i < elements.count; i++) expect(status[i]).toBeGreaterThan(EphemerisStatus.Ok);
      expect([...positionsKm.subarray(3)]).toEqual(new Array(3 * (elements.count - 1)).fill(0));
    }
  });

  it("takes satellites below 80 km out, and leaves those above in", () => {
    const at = (altitudeKm: number): Orbit => ({
      ...lowCircular,
      inclinationDeg: 0,
      meanMotionRevPerDay: (Math.sqrt(398600.8 / (6378.135 + altitudeKm) ** 3) * 86_400) / (2 * Math.PI),
    });
    const { status } = positionsOf(createSgp4Ephemeris(prepareSgp4(elementsOf([at(60), at(120)]), START)), 0);
    expect([...status]).toEqual([EphemerisStatus.BelowClearance, EphemerisStatus.Ok]);
  });

  it("gives the same bits for every split into ranges, and writes nothing outside of a range", () => {
    const elements = elementsOf(
      Array.from({ length: 300 }, (_, i) => ({
        ...lowCircular,
        meanAnomalyDeg: (i * 37) % 360,
        eccentricity: i % 50 === 0 ? 0.3 : 0.001,
        meanMotionRevPerDay: i % 41 === 0 ? 2 : 15,
        bstar: i % 3 === 0 ? 0 : 1e-4,
      })),
    );
    const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
    const whole = positionsOf(ephemeris, HOUR_NS);
    for (const cuts of [
      [0, 1, 299, 300],
      [0, 128, 129, 256, 300],
    ]) {
      const positionsKm = new Float64Array(900);
      const status = new Uint8Array(300);
      for (let k = 1; k < cuts.length; k++) {
        const fresh = createSgp4Ephemeris(prepareSgp4(elements, START));
        fresh.positionsAt(HOUR_NS, positionsKm, status, cuts[k - 1], cuts[k]);
      }
      expect(positionsKm).toEqual(whole.positionsKm);
      expect(status).toEqual(whole.status);
    }
    const part = positionsOf(ephemeris, HOUR_NS, 100, 200);
    expect(part.positionsKm.subarray(300, 600)).toEqual(whole.positionsKm.subarray(300, 600));
    expect(part.positionsKm.subarray(0, 300).every(Number.isNaN)).toBe(true);
    expect(part.positionsKm.subarray(600).every(Number.isNaN)).toBe(true);
    expect(part.status[99]).toBe(255);
    expect(part.status[200]).toBe(255);
  });

  it("works from tables that were sent to another thread, over the same memory", () => {
    const elements = elementsOf([lowCircular, { ...lowCircular, meanMotionRevPerDay: 2 }]);
    const tables = prepareSgp4(elements, START);
    const sent = structuredClone(tables);
    expect(positionsOf(createSgp4Ephemeris(sent), HOUR_NS)).toEqual(
      positionsOf(createSgp4Ephemeris(tables), HOUR_NS),
    );
    tables.coefficients[1] += 1;
    expect(sent.coefficients[1]).toBe(tables.coefficients[1]);
  });

  it("resolves nanoseconds of time and of epoch", () => {
    const ephemeris = createSgp4Ephemeris(prepareSgp4(elementsOf([lowCircular]), START));
    const moved = (ns: number) => {
      const a = positionsOf(ephemeris, HOUR_NS).positionsKm;
      const b = positionsOf(ephemeris, HOUR_NS + ns).positionsKm;
      return Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    };
    // 7 km/s: 7e-6 km in a microsecond; positions are good to about 1e-9 km.
    expect(moved(1000)).toBeCloseTo(moved(1e9) / 1e6, 8);

    const later = { ...START, secondOfDay: START.secondOfDay + 1e-6 };
    const shifted = createSgp4Ephemeris(prepareSgp4(elementsOf([{ ...lowCircular, epoch: later }]), START));
    const a = positionsOf(ephemeris, 0).positionsKm;
    const b = positionsOf(shifted, 0).positionsKm;
    expect(Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2])).toBeCloseTo(7.6e-6, 6);
  });
});

const catalogue = sharedPath("data/tle/starlink_20646.tle");

describe.skipIf(!catalogue)("the SGP4 kernel (needs ../shared: real catalogues)", () => {
  it("agrees with satellite.js to 1e-9 km for 20,646 satellites, before, at and after their epochs", () => {
    const elements = elementsOfFile(catalogue as string);
    expect(elements.count).toBe(20_646);
    const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, START));
    for (const timeNs of [-DAY_NS, 0, 10e9, 3 * DAY_NS]) {
      expect(differenceToLibrary(elements, ephemeris, timeNs)).toBeLessThan(1e-9);
    }
  });
});
