import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ephemeris } from "../../../orbits/ephemeris.js";
import {
  type Contact,
  contactWindows,
  groundContact,
  isInContact,
  islContact,
} from "../../../orbits/look-ahead/index.js";
import { KeptInstants } from "../../../orbits/look-ahead/kept-instants.js";
import { LinkEnds } from "../../../orbits/look-ahead/link-ends.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, anySite, DAY_NS, HOUR_NS, SECOND_NS } from "./scan.js";

const SITE = 9;

/** Ends of links between satellites, and between satellites and one site that has the number `SITE`. */
function endsOf(
  ephemeris: Ephemeris,
  contactOf: (ephemeris: Ephemeris, a: number, b: number) => Contact,
): LinkEnds {
  const instants = new KeptInstants(ephemeris);
  return new LinkEnds(instants, (a, b) => contactOf(instants, a, b), {
    nodeCount: SITE + 1,
    horizonNs: HOUR_NS,
  });
}

describe("ends of links, kept from look to look", () => {
  test("are those of the windows of contact, and the same to the bit from wherever one looks", () => {
    fc.assert(
      fc.property(
        fc.array(anyOrbit, { minLength: 3, maxLength: 3 }),
        anySite,
        fc.option(fc.double({ min: 1000, max: 9000, noNaN: true }), { nil: undefined }),
        fc.integer({ min: 7, max: 900 }),
        (orbits, site, limitKm, stepS) => {
          const ephemeris = keplerEphemeris(orbits);
          const contactOf = (of: Ephemeris, a: number, b: number) =>
            b === SITE
              ? groundContact(of, a, site, { minElevationDeg: 5, maxSlantRangeKm: limitKm })
              : islContact(of, a, b, { maxRangeKm: limitKm });
          const kept = endsOf(ephemeris, contactOf);
          const pairs = [
            [0, 1],
            [1, 2],
            [0, SITE],
          ] as const;
          // Past midnight, where the bounds of orbits change.
          const beginNs = DAY_NS - HOUR_NS;
          const span = { fromNs: beginNs, toNs: DAY_NS + 3 * HOUR_NS };
          const windows = pairs.map(([a, b]) => contactWindows(contactOf(ephemeris, a, b), span));
          for (let timeNs = beginNs; timeNs < DAY_NS + HOUR_NS; timeNs += stepS * SECOND_NS) {
            kept.lookFrom(timeNs);
            const fresh = endsOf(ephemeris, contactOf);
            fresh.lookFrom(timeNs);
            for (const [i, [a, b]] of pairs.entries()) {
              const endNs = kept.endNs(a, b);
              expect(endNs).toBe(fresh.endNs(a, b));
              if (!isInContact(contactOf(ephemeris, a, b), timeNs)) {
                expect(endNs).toBe(timeNs);
                continue;
              }
              const window = windows[i].find(
                (each) => each.fromNs <= timeNs + 1e6 && timeNs <= each.toNs + 1e6,
              );
              const toNs = window?.toNs ?? Number.NaN;
              if (toNs > timeNs + HOUR_NS + 2e6) expect(endNs).toBe(Number.POSITIVE_INFINITY);
              else if (toNs < timeNs + HOUR_NS - 2e6) expect(Math.abs(endNs - toNs)).toBeLessThanOrEqual(2e6);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test("are searched for once", () => {
    const ephemeris = keplerEphemeris([circular(550, 53), circular(550, 53, 0, 15), circular(550, 97, 30)]);
    const ends = endsOf(ephemeris, (of, a, b) => islContact(of, a, b));
    const look = (seconds: number) => {
      ephemeris.evaluations = 0;
      ends.lookFrom(seconds * SECOND_NS);
      const found = [ends.endNs(0, 1), ends.endNs(0, 2)];
      return { found, evaluations: ephemeris.evaluations };
    };
    const first = look(1);
    expect(first.found).toEqual([Number.POSITIVE_INFINITY, expect.any(Number)]);
    expect(first.found[1]).toBeGreaterThan(200 * SECOND_NS);
    expect(first.evaluations).toBeGreaterThan(10);
    for (let seconds = 10; seconds < 200; seconds += 10) {
      expect(look(seconds)).toEqual({ ...first, evaluations: 0 });
    }
    // The horizon has reached another multiple of five minutes: one look at each satellite of the lasting link.
    expect(look(310).evaluations).toBeLessThan(10);
  });

  test("are right when one looks back, or far ahead", () => {
    const ephemeris = keplerEphemeris([circular(550, 53), circular(550, 97, 30)]);
    const contactOf = (of: Ephemeris, a: number, b: number) => islContact(of, a, b);
    const kept = endsOf(ephemeris, contactOf);
    for (const hours of [0, 30, 2, 2.01, 500, 1.99, -3]) {
      const fresh = endsOf(ephemeris, contactOf);
      for (const ends of [kept, fresh]) ends.lookFrom(hours * HOUR_NS);
      expect(kept.endNs(0, 1)).toBe(fresh.endNs(0, 1));
    }
  });

  test("come where a satellite fails", () => {
    const failsFrom = 1234 * SECOND_NS + 567;
    const orbits = [circular(550, 53), circular(550, 53, 0, 15)];
    const ephemeris = keplerEphemeris(orbits, { fails: (i, timeNs) => i === 1 && timeNs >= failsFrom });
    const ends = endsOf(ephemeris, (of, a, b) => islContact(of, a, b));
    ends.lookFrom(0);
    expect(ends.endNs(0, 1)).toBe(failsFrom - 1);
    ends.lookFrom(failsFrom - 1);
    expect(ends.endNs(0, 1)).toBe(failsFrom - 1);
    ends.lookFrom(failsFrom);
    expect(ends.endNs(0, 1)).toBe(failsFrom);
  });

  test("are forgotten with the pairs that nobody asks about any more", () => {
    const ephemeris = keplerEphemeris(Array.from({ length: 9 }, (_, i) => circular(550, 53, 0, 5 * i)));
    const ends = endsOf(ephemeris, (of, a, b) => islContact(of, a, b));
    const askAll = (seconds: number) => {
      ends.lookFrom(seconds * SECOND_NS);
      ephemeris.evaluations = 0;
      for (let b = 1; b < 9; b++) ends.endNs(0, b);
      return ephemeris.evaluations;
    };
    expect(askAll(1)).toBeGreaterThan(0);
    expect(askAll(2)).toBe(0);
    for (const seconds of [3, 4, 5]) {
      ends.lookFrom(seconds * SECOND_NS);
      ends.endNs(0, 1);
    }
    expect(askAll(6)).toBeGreaterThan(0);
  });
});

describe("kept instants", () => {
  test("answer as their source does, kept or not", () => {
    const ephemeris = keplerEphemeris(
      Array.from({ length: 40 }, (_, i) => circular(500 + i, 53, 0, 9 * i)),
      { fails: (i) => i % 7 === 3 },
    );
    const instants = new KeptInstants(ephemeris);
    const of = (source: Ephemeris, timeNs: number, from: number, to: number) => {
      const positionsKm = new Float64Array(120);
      const status = new Uint8Array(40);
      source.positionsAt(timeNs, positionsKm, status, from, to);
      return [positionsKm, status];
    };
    instants.keep([10, 20]);
    instants.keep([20, 30]);
    for (const timeNs of [10, 20, 30, 20, 10]) {
      for (const [from, to] of [
        [0, 1],
        [39, 40],
        [16, 17],
        [3, 4],
        [5, 30],
        [0, 40],
      ]) {
        expect(of(instants, timeNs, from, to)).toEqual(of(ephemeris, timeNs, from, to));
      }
    }
    ephemeris.evaluations = 0;
    of(instants, 20, 17, 18);
    expect(ephemeris.evaluations).toBe(0);
    of(instants, 10, 17, 18);
    expect(ephemeris.evaluations).toBe(1);
  });
});
