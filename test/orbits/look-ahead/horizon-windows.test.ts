import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ephemeris } from "../../../orbits/ephemeris.js";
import type { MaskPoint } from "../../../orbits/ground-site.js";
import { horizonMask } from "../../../orbits/horizon-mask.js";
import { horizonTerm } from "../../../orbits/look-ahead/horizon-term.js";
import {
  type ContactSite,
  contactPlan,
  contactWindows,
  groundContact,
  linkLifetime,
} from "../../../orbits/look-ahead/index.js";
import { measureOrbit } from "../../../orbits/look-ahead/orbit-bounds.js";
import { SatelliteProbe } from "../../../orbits/look-ahead/satellite-probe.js";
import { createSgp4Ephemeris } from "../../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../../orbits/sgp4-tables.js";
import type { Vector3 } from "../../../orbits/vector.js";
import { walkerElements } from "../../../orbits/walker.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, anySite, DAY_NS, expectWindowsOfScan, HOUR_NS, look, SECOND_NS } from "./scan.js";

const GRAZ: ContactSite = { latitudeDeg: 47.07, longitudeDeg: 15.44, altitudeKm: 0.4 };

function mask(...points: readonly (readonly [azimuthDeg: number, elevationDeg: number])[]): MaskPoint[] {
  return points.map(([azimuthDeg, elevationDeg]) => ({ azimuthDeg, elevationDeg }));
}

/** The rule as written: straight lines between the points, going round by whole turns. */
function maskOf(points: readonly MaskPoint[]): (azimuthDeg: number) => number {
  const around = [-360, 0, 360]
    .flatMap((turn) => points.map((p) => ({ at: p.azimuthDeg + turn, elevationDeg: p.elevationDeg })))
    .sort((p, q) => p.at - q.at);
  return (azimuthDeg) => {
    const after = around.findIndex(({ at }) => at > azimuthDeg);
    const [p, q] = [around[after - 1], around[after]];
    const share = (azimuthDeg - p.at) / (q.at - p.at);
    return p.elevationDeg * (1 - share) + q.elevationDeg * share;
  };
}

function seenOver(ephemeris: Ephemeris, satellite: number, site: ContactSite, maxSlantRangeKm = Infinity) {
  const maskAt = maskOf(site.horizonMask ?? []);
  return (timeNs: number): boolean => {
    const seen = look(ephemeris, satellite, site, timeNs);
    if (seen === undefined || seen.rangeKm > maxSlantRangeKm) return false;
    return seen.elevationDeg >= maskAt(seen.azimuthDeg);
  };
}

const elevationDeg = fc.double({ min: -20, max: 85, noNaN: true });
const gentle = fc.uniqueArray(fc.record({ azimuthDeg: fc.integer({ min: 0, max: 359 }), elevationDeg }), {
  minLength: 1,
  maxLength: 8,
  selector: ({ azimuthDeg }) => azimuthDeg,
});
/** Walls: level pieces with all but upright steps between them. */
const walls = gentle.map((points) =>
  points.flatMap((point, i) => [
    point,
    { azimuthDeg: point.azimuthDeg + 1e-6, elevationDeg: points[(i + 1) % points.length].elevationDeg },
  ]),
);
/** A wall all around with a gap in it. */
const slit = fc
  .record({ at: fc.integer({ min: 1, max: 340 }), wide: fc.double({ min: 0.5, max: 18, noNaN: true }) })
  .map(({ at, wide }) => mask([at - 1e-6, 89], [at, -90], [at + wide, -90], [at + wide + 1e-6, 89]));
const anyMask = fc.oneof(gentle, walls, slit);

const MASKS: Record<string, readonly MaskPoint[]> = {
  "a valley": mask([0, 45], [60, 20], [90, 5], [140, 30], [180, 50], [250, 8], [300, 20]),
  "a wall to the south": mask([89.9999, 10], [90, 60], [270, 60], [270.0001, 10]),
  "a mast": mask([199.5, 12], [200, 80], [200.5, 12]),
  "a slit": mask([39.9999, 88], [40, -90], [70, -90], [70.0001, 88]),
  "a survey every degree": mask(
    ...Array.from({ length: 360 }, (_, i) => [i, 20 + 12 * Math.sin(i / 9) + 5 * Math.sin(i * 1.7)] as const),
  ),
};

describe("contact windows over a mask by azimuth", () => {
  test("equal a dense 1 s scan for any orbit, site, mask and range", () => {
    fc.assert(
      fc.property(
        anyOrbit,
        anySite,
        anyMask,
        fc.option(fc.double({ min: 300, max: 30_000, noNaN: true }), { nil: undefined }),
        fc.integer({ min: -2 * DAY_NS, max: 90 * DAY_NS }),
        (orbit, place, horizon, maxSlantRangeKm, fromNs) => {
          const ephemeris = keplerEphemeris([orbit]);
          const site = { ...place, horizonMask: horizon };
          const span = { fromNs, toNs: fromNs + 2 * HOUR_NS };
          const windows = contactWindows(groundContact(ephemeris, 0, site, { maxSlantRangeKm }), span);
          expectWindowsOfScan(windows, seenOver(ephemeris, 0, site, maxSlantRangeKm), span);
        },
      ),
      { numRuns: 150 },
    );
  });

  const shell = {
    name: "s",
    type: "delta",
    planes: 4,
    slotsPerPlane: 3,
    altitudeKm: 550,
    inclinationDeg: 53,
    phasing: 1,
  } as const;
  const start = { day: 20_072, secondOfDay: 46_800 };
  const low = createSgp4Ephemeris(prepareSgp4(walkerElements(shell, start), start));
  const day = { fromNs: 0, toNs: DAY_NS };

  for (const [name, horizon] of Object.entries(MASKS)) {
    test(`equal a dense 1 s scan over a day: ${name}`, () => {
      const site = { ...GRAZ, horizonMask: horizon };
      for (const satellite of [0, 5]) {
        const windows = contactWindows(groundContact(low, satellite, site), day);
        expect(windows.length).toBeGreaterThan(0);
        expectWindowsOfScan(windows, seenOver(low, satellite, site), day);
      }
    });
  }

  test("are those of the same mask in every direction where it is level", () => {
    const level = { ...GRAZ, horizonMask: mask([10, 25], [200, 25]) };
    expect(contactWindows(groundContact(low, 0, level, { minElevationDeg: 3 }), day)).toEqual(
      contactWindows(groundContact(low, 0, GRAZ), day),
    );
    const [pass] = contactWindows(groundContact(low, 0, { ...GRAZ, horizonMask: MASKS["a valley"] }), day);
    const lowest = contactWindows(groundContact(low, 0, { ...GRAZ, minElevationDeg: 5 }), day);
    expect(lowest.some(({ fromNs, toNs }) => fromNs < pass.fromNs && toNs > pass.toNs)).toBe(true);
  });

  test("need no more than some hundred positions for a pass, nor many for satellites that hardly move", () => {
    for (const [name, horizon] of Object.entries(MASKS)) {
      const ephemeris = keplerEphemeris([circular(550, 53)]);
      const site = { ...GRAZ, horizonMask: horizon };
      contactWindows(groundContact(ephemeris, 0, site), day);
      expect(ephemeris.evaluations, name).toBeLessThan(2000);
    }
    // On and beside the edge of a wall, below and above a slope.
    const still = keplerEphemeris([
      circular(35_786, 0, 0, 0),
      circular(35_786, 0, 0, 20),
      circular(35_786, 0.5, 0, -30),
    ]);
    for (const satellite of [0, 1, 2]) {
      const seen = look(still, satellite, GRAZ, 0);
      const { azimuthDeg = 0, elevationDeg: height = 0 } = seen ?? {};
      for (const horizon of [
        mask([azimuthDeg, 5], [azimuthDeg + 1e-3, 80], [azimuthDeg + 90, 80], [azimuthDeg + 100, 5]),
        mask([azimuthDeg - 40, height - 4], [azimuthDeg + 40, height + 4.1]),
      ]) {
        still.evaluations = 0;
        const site = { ...GRAZ, horizonMask: horizon };
        const windows = contactWindows(groundContact(still, satellite, site), day);
        expectWindowsOfScan(windows, seenOver(still, satellite, site), day, 60 * SECOND_NS);
        expect(still.evaluations).toBeLessThan(100_000);
      }
    }
  });

  test("end where the satellite fails, and come back with it", () => {
    const fails = (_: number, t: number) => t > 4321 * SECOND_NS && t < 8765 * SECOND_NS;
    const ephemeris = keplerEphemeris([circular(35_786, 0)], { fails });
    const site = { latitudeDeg: 0, longitudeDeg: 10, altitudeKm: 0, horizonMask: MASKS["a valley"] };
    const windows = contactWindows(groundContact(ephemeris, 0, site), { fromNs: 0, toNs: 4 * HOUR_NS });
    expect(windows).toHaveLength(2);
    expectWindowsOfScan(windows, seenOver(ephemeris, 0, site), { fromNs: 0, toNs: 4 * HOUR_NS });
  });

  test("are in a plan what they are pair by pair, and end as lifetimes do", () => {
    const sites = Object.values(MASKS).map((horizon) => ({ ...GRAZ, horizonMask: horizon }));
    const span = { fromNs: 0, toNs: 8 * HOUR_NS };
    const plan = contactPlan(low, sites, {}, span);
    let count = 0;
    for (const [i, site] of sites.entries()) {
      for (let satellite = 0; satellite < low.count; satellite++) {
        const contact = groundContact(low, satellite, site);
        const windows = contactWindows(contact, span);
        const rows = [...plan.site.keys()].filter(
          (row) => plan.site[row] === i && plan.satellite[row] === satellite,
        );
        expect(rows).toHaveLength(windows.length);
        count += rows.length;
        windows.forEach(({ fromNs, toNs, openAtEnd }, k) => {
          expect(Math.abs(plan.fromNs[rows[k]] - fromNs)).toBeLessThanOrEqual(1e6);
          expect(Math.abs(plan.toNs[rows[k]] - toNs)).toBeLessThanOrEqual(1e6);
          if (openAtEnd || toNs - fromNs < 4e6) return;
          const { endsNs } = linkLifetime(contact, fromNs + 2e6);
          expect(Math.abs((endsNs as number) - toNs)).toBeLessThanOrEqual(2e6);
        });
      }
    }
    expect(count).toBeGreaterThan(100);
    expect(plan.count).toBe(count);
  });

  test("refuse masks that make no sense", () => {
    const withMask = (points: MaskPoint[]) => () => groundContact(low, 0, { ...GRAZ, horizonMask: points });
    expect(withMask([])).toThrow("at least one point");
    expect(withMask(mask([400, 10]))).toThrow("azimuth from 0 to 360");
    expect(withMask(mask([10, 10], [10, 20]))).toThrow("both 10 and 20 degrees");
  });
});

describe("what is said of the gap between two instants", () => {
  test("holds at every instant in between", () => {
    let steady = 0;
    let limited = 0;
    fc.assert(
      fc.property(
        anyOrbit,
        anySite,
        anyMask,
        fc.boolean(),
        fc.integer({ min: 0, max: DAY_NS }),
        fc.double({ min: -2, max: 3, noNaN: true }),
        (kepler, site, shape, isNear, fromNs, exponent) => {
          const ephemeris = keplerEphemeris([kepler]);
          const height = look(ephemeris, 0, site, fromNs)?.elevationDeg ?? 0;
          // Also the same shapes, flat, about where the satellite is.
          const points = shape.map((point) => ({
            ...point,
            elevationDeg: isNear
              ? Math.max(-89, Math.min(89, height + point.elevationDeg / 20))
              : point.elevationDeg,
          }));
          const probe = new SatelliteProbe(ephemeris);
          const term = horizonTerm(site, horizonMask(points));
          const limits = term.limits(measureOrbit(probe, 0, { fromNs: 0, toNs: 2 * DAY_NS }));
          const lengthNs = Math.round(10 ** exponent * SECOND_NS);
          const s = lengthNs / SECOND_NS;
          const placeAt = (share: number): Vector3 => {
            probe.locate(0, Math.round(fromNs + share * lengthNs));
            return [probe.positionsKm[0], probe.positionsKm[1], probe.positionsKm[2]];
          };
          const said = limits.between?.(placeAt(0), placeAt(1), s);
          if (said === undefined) throw new Error("nothing said");
          const pieces = 32;
          const gaps = Array.from({ length: pieces + 1 }, (_, i) => term.gapAt(...placeAt(i / pieces), 0));
          if (said === "steady") {
            steady++;
            expect(new Set(gaps.map((gap) => gap >= 0)).size).toBe(1);
            return;
          }
          const { maxRatePerS, maxBendPerS2 = Infinity } = said;
          if (maxBendPerS2 < Infinity) limited++;
          const h = s / pieces;
          const noise = 1e-6;
          for (let i = 1; i <= pieces; i++) {
            expect(Math.abs(gaps[i] - gaps[i - 1])).toBeLessThanOrEqual(maxRatePerS * h + noise);
            if (i === pieces) break;
            const bend = Math.abs(gaps[i + 1] - 2 * gaps[i] + gaps[i - 1]);
            expect(bend).toBeLessThanOrEqual(maxBendPerS2 * h * h + noise);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(steady).toBeGreaterThan(300);
    expect(limited).toBeGreaterThan(100);
  });
});
