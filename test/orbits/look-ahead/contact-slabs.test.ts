import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ContactSite,
  contactPlan,
  contactSlabs,
  type MovingContactSite,
  type SiteContact,
} from "../../../orbits/look-ahead/index.js";
import { makeTrack, trackPosition } from "../../../orbits/track.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, anySite, HOUR_NS, look, SECOND_NS } from "./scan.js";

const AIRCRAFT: MovingContactSite = {
  minElevationDeg: 10,
  track: makeTrack([
    { timeNs: 0, latitudeDeg: 50, longitudeDeg: 8, altitudeKm: 11 },
    { timeNs: 6 * HOUR_NS, latitudeDeg: 41, longitudeDeg: -70, altitudeKm: 11 },
  ]),
};

const windowsOf = (contacts: readonly SiteContact[]) =>
  contacts.map(({ site, satellite, fromNs, toNs }) => ({ site, satellite, fromNs, toNs }));

describe("windows slab by slab", () => {
  test("are those of the whole span, each told once, in order", () => {
    fc.assert(
      fc.property(
        fc.array(anyOrbit, { minLength: 1, maxLength: 4 }),
        fc.array(anySite, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 30 * HOUR_NS }),
        fc.integer({ min: SECOND_NS, max: 6 * HOUR_NS }),
        fc.integer({ min: 30 * SECOND_NS, max: 2 * HOUR_NS }),
        (orbits, fixed, fromNs, lengthNs, slabNs) => {
          const ephemeris = keplerEphemeris(orbits);
          const sites = [...fixed, AIRCRAFT];
          const span = { fromNs, toNs: fromNs + lengthNs };
          const slabs = [...contactSlabs(ephemeris, sites, span, slabNs)];
          expect(slabs[0].fromNs).toBe(fromNs);
          expect(slabs.at(-1)?.toNs).toBe(span.toNs);
          const got = slabs.flatMap(({ contacts }) => contacts);
          for (const { fromNs: low, toNs: high, contacts } of slabs) {
            expect(contacts.every((each) => each.fromNs >= low && each.fromNs <= high)).toBe(true);
          }
          expect(got).toEqual(
            [...got].sort((p, q) => p.fromNs - q.fromNs || p.satellite - q.satellite || p.site - q.site),
          );
          const whole = contactPlan(ephemeris, sites, {}, span);
          const byPair = (p: { site: number; satellite: number; fromNs: number }, q: typeof p) =>
            p.site - q.site || p.satellite - q.satellite || p.fromNs - q.fromNs;
          const expected = Array.from({ length: whole.count }, (_, i) => ({
            site: whole.site[i],
            satellite: whole.satellite[i],
            fromNs: whole.fromNs[i],
            toNs: whole.toNs[i],
          })).sort(byPair);
          const near = windowsOf(got).sort(byPair);
          // Where to look for edges differs, so they may be anywhere within the tolerance; so may whether
          // a window no longer than that is seen at all.
          const isLong = ({ fromNs: low, toNs: high }: { fromNs: number; toNs: number }) => high - low > 2e6;
          expect(near.filter(isLong).length).toBe(expected.filter(isLong).length);
          for (const [i, window] of near.filter(isLong).entries()) {
            const other = expected.filter(isLong)[i];
            expect([window.site, window.satellite]).toEqual([other.site, other.satellite]);
            expect(Math.abs(window.fromNs - other.fromNs)).toBeLessThanOrEqual(1e6);
            expect(Math.abs(window.toNs - other.toNs)).toBeLessThanOrEqual(1e6);
          }
          for (const { fromNs: low, toNs: high, openAtStart, openAtEnd } of got) {
            expect([openAtStart, openAtEnd]).toEqual([low === span.fromNs, high === span.toNs]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("hold a satellite that never sets once", () => {
    const ephemeris = keplerEphemeris([circular(35_786, 0)]);
    const site = {
      latitudeDeg: 0,
      longitudeDeg: 0,
      altitudeKm: 0,
      minElevationDeg: -90,
      maxSlantRangeKm: 1e6,
    };
    const slabs = [...contactSlabs(ephemeris, [site], { fromNs: 0, toNs: 30 * HOUR_NS })];
    expect(slabs).toHaveLength(30);
    expect(windowsOf(slabs[0].contacts)).toEqual([{ site: 0, satellite: 0, fromNs: 0, toNs: 30 * HOUR_NS }]);
    expect(slabs.slice(1).every(({ contacts }) => contacts.length === 0)).toBe(true);
  });

  test("of a span of no length, or without sites, are none", () => {
    const ephemeris = keplerEphemeris([circular(550, 53)]);
    expect([...contactSlabs(ephemeris, [], { fromNs: 0, toNs: HOUR_NS })][0].contacts).toEqual([]);
    expect([...contactSlabs(ephemeris, [AIRCRAFT], { fromNs: 5, toNs: 5 })]).toEqual([]);
  });
});

describe("the best of each window", () => {
  test("is that of a scan every 50 ms", () => {
    const orbits = Array.from({ length: 24 }, (_, i) => circular(400 + 100 * (i % 7), 53, 47 * i, 31 * i));
    const ephemeris = keplerEphemeris(orbits);
    const sites: (ContactSite | MovingContactSite)[] = [
      { latitudeDeg: 48.2, longitudeDeg: 16.4, altitudeKm: 0.2, minElevationDeg: 5 },
      { latitudeDeg: 0, longitudeDeg: 100, altitudeKm: 0, minElevationDeg: 25 },
      AIRCRAFT,
    ];
    const slabs = [...contactSlabs(ephemeris, sites, { fromNs: 0, toNs: 3 * HOUR_NS })];
    const contacts = slabs.flatMap((slab) => slab.contacts);
    expect(contacts.length).toBeGreaterThan(20);
    expect(new Set(contacts.map(({ site }) => site)).size).toBe(3);
    for (const { site, satellite, fromNs, toNs, maxElevationDeg, minRangeKm } of contacts) {
      let highest = -90;
      let nearest = Number.POSITIVE_INFINITY;
      for (let t = fromNs; ; t = Math.min(toNs, t + SECOND_NS / 20)) {
        const from = sites[site];
        const seen = look(ephemeris, satellite, "track" in from ? trackPosition(from.track, t) : from, t);
        highest = Math.max(highest, seen?.elevationDeg ?? -90);
        nearest = Math.min(nearest, seen?.rangeKm ?? Number.POSITIVE_INFINITY);
        if (t === toNs) break;
      }
      expect(maxElevationDeg).toBeGreaterThanOrEqual(highest - 1e-6);
      expect(maxElevationDeg).toBeLessThan(highest + 0.03);
      expect(minRangeKm).toBeLessThanOrEqual(nearest + 1e-6);
      expect(minRangeKm).toBeGreaterThan(nearest - 0.01);
    }
  });
});
