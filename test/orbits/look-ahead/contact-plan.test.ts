import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ephemeris } from "../../../orbits/ephemeris.js";
import {
  type ContactPlan,
  type ContactPlanOptions,
  type ContactSite,
  contactPlan,
  contactWindows,
  type GroundContactRules,
  groundContact,
  type SearchSpan,
} from "../../../orbits/look-ahead/index.js";
import { createSgp4Ephemeris } from "../../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../../orbits/sgp4-tables.js";
import { walkerElements } from "../../../orbits/walker.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, anySite, DAY_NS, expectWindowsOfScan, HOUR_NS, look, SECOND_NS } from "./scan.js";

const START = { day: 20_072, secondOfDay: 46_800 };
const SITES: readonly ContactSite[] = [
  { latitudeDeg: 48.21, longitudeDeg: 16.37, altitudeKm: 0.2 },
  { latitudeDeg: -1.29, longitudeDeg: 36.82, altitudeKm: 1.7 },
  { latitudeDeg: 90, longitudeDeg: 0, altitudeKm: 0, minElevationDeg: 5 },
];

describe("a contact plan", () => {
  test("has the windows that each pair has by itself", () => {
    fc.assert(
      fc.property(
        fc.array(anyOrbit, { minLength: 1, maxLength: 5 }),
        fc.array(anySite, { minLength: 1, maxLength: 4 }),
        fc.option(fc.double({ min: -10, max: 60, noNaN: true }), { nil: undefined }),
        fc.option(fc.double({ min: 500, max: 30_000, noNaN: true }), { nil: undefined }),
        fc.integer({ min: 0, max: 30 * DAY_NS }),
        fc.integer({ min: 0, max: 6 * HOUR_NS }),
        fc.integer({ min: SECOND_NS, max: 30 * SECOND_NS }),
        (orbits, sites, minElevationDeg, maxSlantRangeKm, fromNs, lengthNs, stepNs) => {
          const rules = { minElevationDeg, maxSlantRangeKm };
          const ephemeris = keplerEphemeris(orbits);
          expectPlanOfPairs(ephemeris, sites, rules, { fromNs, toNs: fromNs + lengthNs }, { stepNs });
        },
      ),
      { numRuns: 80 },
    );
  });

  test("equals a dense 1 s scan over a day of SGP4", () => {
    const shell = {
      name: "s",
      type: "delta",
      planes: 3,
      slotsPerPlane: 2,
      altitudeKm: 550,
      inclinationDeg: 53,
      phasing: 1,
    } as const;
    const ephemeris = createSgp4Ephemeris(prepareSgp4(walkerElements(shell, START), START));
    const span = { fromNs: 0, toNs: DAY_NS };
    const plan = contactPlan(ephemeris, SITES, {}, span);
    for (const site of SITES.keys()) {
      for (const satellite of [0, 4]) {
        const mask = SITES[site].minElevationDeg ?? 25;
        const inContact = (t: number) =>
          (look(ephemeris, satellite, SITES[site], t)?.elevationDeg ?? -91) >= mask;
        expectWindowsOfScan(windowsOf(plan, site, satellite), inContact, span);
      }
    }
  });

  test("covers satellites that fail, come back, or never were", () => {
    const ephemeris = keplerEphemeris(
      [circular(550, 53), circular(35_786, 0), circular(700, 98), circular(2000, 60)],
      {
        fails: (satellite, t) =>
          satellite === 2 ||
          (satellite === 1 && t > 4321 * SECOND_NS && t < 8765 * SECOND_NS) ||
          (satellite === 3 && t < 7 * HOUR_NS),
      },
    );
    const sites = [...SITES, { latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 }];
    const plan = expectPlanOfPairs(ephemeris, sites, {}, { fromNs: 0, toNs: 12 * HOUR_NS });
    expect(windowsOf(plan, 3, 1)).toHaveLength(2);
    expect(plan.satellite).not.toContain(2);
    expect(plan.satellite).toContain(3);
  });

  test("is in order of time, then site, then satellite, and says what is open", () => {
    const orbits = Array.from({ length: 12 }, (_, i) => circular(550, 53, 30 * i, 17 * i));
    orbits.push(circular(35_786, 0, 40));
    const span = { fromNs: 100 * SECOND_NS, toNs: 6 * HOUR_NS };
    const plan = contactPlan(keplerEphemeris(orbits), SITES, { minElevationDeg: 10 }, span);
    expect(plan.count).toBeGreaterThan(20);
    for (let i = 1; i < plan.count; i++) {
      const before = [plan.fromNs[i - 1], plan.site[i - 1], plan.satellite[i - 1]];
      const here = [plan.fromNs[i], plan.site[i], plan.satellite[i]];
      const differs = here.findIndex((value, k) => value !== before[k]);
      expect(here[differs]).toBeGreaterThan(before[differs]);
    }
    for (let i = 0; i < plan.count; i++) {
      expect(plan.openAtStart[i]).toBe(plan.fromNs[i] === span.fromNs ? 1 : 0);
      expect(plan.openAtEnd[i]).toBe(plan.toNs[i] === span.toNs ? 1 : 0);
    }
    expect(plan.openAtStart).toContain(1);
  });

  test("can be had for a range of satellites, one instant, no sites", () => {
    const orbits = Array.from({ length: 10 }, (_, i) => circular(550, 53, 36 * i));
    const ephemeris = keplerEphemeris(orbits);
    const span = { fromNs: 0, toNs: 12 * HOUR_NS };
    const part = expectPlanOfPairs(ephemeris, SITES, { minElevationDeg: 0 }, span, {
      satellites: { from: 3, to: 6 },
    });
    expect(part.count).toBeGreaterThan(0);
    expectPlanOfPairs(ephemeris, SITES, { minElevationDeg: 0 }, { fromNs: 5, toNs: 5 });
    expect(contactPlan(ephemeris, [], {}, span).count).toBe(0);
    expect(contactPlan(ephemeris, SITES, {}, span, { satellites: { from: 4, to: 4 } }).count).toBe(0);
  });

  test("propagates all satellites together, and single ones only about edges", () => {
    const orbits = Array.from({ length: 20 }, (_, i) => circular(550, 53, 18 * i));
    const inner = keplerEphemeris(orbits);
    let alone = 0;
    const ephemeris: Ephemeris = {
      count: inner.count,
      positionsAt(timeNs, positionsKm, status, from = 0, to = 20) {
        if (to - from === 1) alone++;
        inner.positionsAt(timeNs, positionsKm, status, from, to);
      },
    };
    const plan = contactPlan(ephemeris, SITES, {}, { fromNs: 0, toNs: DAY_NS });
    expect(plan.count).toBeGreaterThan(100);
    expect(alone).toBeLessThan(40 * plan.count);
  });

  test("refuses numbers that make no sense", () => {
    const ephemeris = keplerEphemeris([circular(550, 53)]);
    const span = { fromNs: 0, toNs: 1 };
    const planWith = (options: ContactPlanOptions) => () => contactPlan(ephemeris, SITES, {}, span, options);
    expect(planWith({ satellites: { from: 0, to: 2 } })).toThrow(/satellites within 0 to 1/);
    expect(planWith({ stepNs: 0 })).toThrow(/stepNs/);
    expect(planWith({ stepNs: 31e9 })).toThrow(/stepNs/);
    expect(() => contactPlan(ephemeris, SITES, { maxSlantRangeKm: -1 }, span)).toThrow(/maxSlantRangeKm/);
    expect(() => contactPlan(ephemeris, SITES, {}, { fromNs: 1, toNs: 0 })).toThrow(RangeError);
  });
});

function expectPlanOfPairs(
  ephemeris: Ephemeris,
  sites: readonly ContactSite[],
  rules: GroundContactRules,
  span: SearchSpan,
  options: ContactPlanOptions = {},
): ContactPlan {
  const plan = contactPlan(ephemeris, sites, rules, span, options);
  const { from, to } = options.satellites ?? { from: 0, to: ephemeris.count };
  let count = 0;
  for (const [site, place] of sites.entries()) {
    for (let satellite = from; satellite < to; satellite++) {
      const ofPair = contactWindows(groundContact(ephemeris, satellite, place, rules), span);
      const ofPlan = windowsOf(plan, site, satellite);
      count += ofPair.length;
      expect(ofPlan).toHaveLength(ofPair.length);
      ofPair.forEach((window, i) => {
        expect(Math.abs(ofPlan[i].fromNs - window.fromNs)).toBeLessThanOrEqual(1e6);
        expect(Math.abs(ofPlan[i].toNs - window.toNs)).toBeLessThanOrEqual(1e6);
        expect(ofPlan[i]).toMatchObject({ openAtStart: window.openAtStart, openAtEnd: window.openAtEnd });
      });
    }
  }
  expect(plan.count).toBe(count);
  return plan;
}

function windowsOf(plan: ContactPlan, site: number, satellite: number) {
  return [...plan.site.keys()]
    .filter((i) => plan.site[i] === site && plan.satellite[i] === satellite)
    .map((i) => ({
      fromNs: plan.fromNs[i],
      toNs: plan.toNs[i],
      openAtStart: plan.openAtStart[i] === 1,
      openAtEnd: plan.openAtEnd[i] === 1,
    }));
}
