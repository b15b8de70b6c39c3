import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ephemeris } from "../../../orbits/ephemeris.js";
import {
  contactPlan,
  contactWindows,
  type GroundContactRules,
  groundContact,
  linkLifetime,
  type MovingContactSite,
} from "../../../orbits/look-ahead/index.js";
import { createSgp4Ephemeris } from "../../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../../orbits/sgp4-tables.js";
import { makeTrack, trackPosition } from "../../../orbits/track.js";
import { walkerElements } from "../../../orbits/walker.js";
import { apartRad } from "../../../orbits/waypoint.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, anySite, expectWindowsOfScan, HOUR_NS, look, SECOND_NS } from "./scan.js";

const START = { day: 20_072, secondOfDay: 46_800 };

/** Whether a satellite may be linked from where the site is at the time, angles by satellite.js. */
function inContactOf(
  ephemeris: Ephemeris,
  satellite: number,
  { track }: MovingContactSite,
  { minElevationDeg = 25, maxSlantRangeKm = Number.POSITIVE_INFINITY }: GroundContactRules,
) {
  return (timeNs: number): boolean => {
    const seen = look(ephemeris, satellite, trackPosition(track, timeNs), timeNs);
    return seen !== undefined && seen.elevationDeg >= minElevationDeg && seen.rangeKm <= maxSlantRangeKm;
  };
}

/** Anything from what stands nearly still to what is faster than any satellite: 2 to 8 places, 1 s to an hour apart. */
const anyTrack = fc
  .tuple(
    fc.array(anySite, { minLength: 2, maxLength: 8 }),
    fc.array(fc.integer({ min: 1, max: 3600 }), { minLength: 8, maxLength: 8 }),
    fc.integer({ min: -3600, max: 3600 }),
    fc.constantFrom(1, 0.1, 0.001),
  )
  .map(([places, seconds, firstS, spread]) => {
    let timeNs = firstS * SECOND_NS;
    const [{ latitudeDeg, longitudeDeg }] = places;
    return places.map((place, i) => {
      timeNs += i === 0 ? 0 : seconds[i] * SECOND_NS;
      return {
        timeNs,
        latitudeDeg: latitudeDeg + spread * (place.latitudeDeg - latitudeDeg),
        longitudeDeg: longitudeDeg + spread * (place.longitudeDeg - longitudeDeg),
        altitudeKm: place.altitudeKm,
      };
    });
  })
  .filter((points) => !points.some((point, i) => i > 0 && apartRad(point, points[i - 1]) > Math.PI - 1e-5));

describe("windows from a site that moves", () => {
  test("equal a dense 1 s scan, however it moves", () => {
    fc.assert(
      fc.property(
        anyTrack,
        anyOrbit,
        fc.double({ min: -10, max: 60, noNaN: true }),
        fc.option(fc.double({ min: 500, max: 30_000, noNaN: true }), { nil: undefined }),
        (points, orbit, minElevationDeg, maxSlantRangeKm) => {
          const ephemeris = keplerEphemeris([orbit]);
          const site = { track: makeTrack(points) };
          const rules = { minElevationDeg, maxSlantRangeKm };
          const span = { fromNs: 0, toNs: 2 * HOUR_NS };
          const windows = contactWindows(groundContact(ephemeris, 0, site, rules), span);
          expectWindowsOfScan(windows, inContactOf(ephemeris, 0, site, rules), span);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("an aircraft's, from SGP4, in a plan of all pairs", () => {
    const shell = {
      name: "s",
      type: "delta",
      planes: 6,
      slotsPerPlane: 8,
      altitudeKm: 550,
      inclinationDeg: 53,
      phasing: 1,
    } as const;
    const ephemeris = createSgp4Ephemeris(prepareSgp4(walkerElements(shell, START), START));
    const flight = (minElevationDeg: number): MovingContactSite => ({
      minElevationDeg,
      track: makeTrack([
        { timeNs: 0, latitudeDeg: 50.03, longitudeDeg: 8.57, altitudeKm: 0.1 },
        { timeNs: 1500 * SECOND_NS, latitudeDeg: 51.5, longitudeDeg: 5, altitudeKm: 11 },
        { timeNs: 8 * HOUR_NS, latitudeDeg: 40.64, longitudeDeg: -73.78, altitudeKm: 11 },
      ]),
    });
    const sites = [flight(25), flight(5)];
    const span = { fromNs: 0, toNs: 8 * HOUR_NS };
    const plan = contactPlan(ephemeris, sites, {}, span);
    let windows = 0;
    for (const [site, { minElevationDeg }] of sites.entries()) {
      for (let satellite = 0; satellite < ephemeris.count; satellite += 5) {
        const own = Array.from({ length: plan.count }, (_, i) => i)
          .filter((i) => plan.site[i] === site && plan.satellite[i] === satellite)
          .map((i) => ({ fromNs: plan.fromNs[i], toNs: plan.toNs[i] }));
        expectWindowsOfScan(own, inContactOf(ephemeris, satellite, sites[site], { minElevationDeg }), span);
        windows += own.length;
      }
    }
    expect(windows).toBeGreaterThan(30);
  });

  test("differ from those of a site that stays where the track begins", () => {
    const ephemeris = keplerEphemeris([circular(550, 53)]);
    const start = { latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 };
    const span = { fromNs: 0, toNs: HOUR_NS };
    const moved = makeTrack([
      { ...start, timeNs: 0 },
      { ...start, longitudeDeg: 90, timeNs: HOUR_NS },
    ]);
    const stays = makeTrack([
      { ...start, timeNs: -2 },
      { ...start, timeNs: -1 },
    ]);
    const of = (track: typeof moved) => contactWindows(groundContact(ephemeris, 0, { track }), span);
    const [fixed] = contactWindows(groundContact(ephemeris, 0, start), span);
    expect(Math.abs(of(stays)[0].toNs - fixed.toNs)).toBeLessThanOrEqual(1e6);
    expect(Math.abs(of(moved)[0].toNs - fixed.toNs)).toBeGreaterThan(SECOND_NS);
    const { endsNs } = linkLifetime(groundContact(ephemeris, 0, { track: moved }), 0);
    expect(endsNs).toBe(of(moved)[0].toNs);
  });

  test("obey rules of their own before those for all", () => {
    const ephemeris = keplerEphemeris([circular(550, 53)]);
    const start = { latitudeDeg: 10, longitudeDeg: 5, altitudeKm: 0 };
    const track = makeTrack([
      { ...start, timeNs: 0 },
      { ...start, longitudeDeg: 9, timeNs: HOUR_NS },
    ]);
    const span = { fromNs: 0, toNs: 24 * HOUR_NS };
    const of = (own: object, rules: GroundContactRules) =>
      contactWindows(groundContact(ephemeris, 0, { track, ...own }, rules), span);
    expect(of({ minElevationDeg: 40, maxSlantRangeKm: 700 }, { minElevationDeg: 5 })).toEqual(
      of({}, { minElevationDeg: 40, maxSlantRangeKm: 700 }),
    );
    expect(of({ maxSlantRangeKm: 700 }, {})).toEqual(of({}, { maxSlantRangeKm: 700 }));
    expect(() => of({ maxSlantRangeKm: 0 }, {})).toThrow(RangeError);
  });
});
