import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contactWindows, groundContact, islContact, linkLifetime } from "../../../orbits/look-ahead/index.js";
import { circular, keplerEphemeris } from "./kepler-ephemeris.js";
import { anyOrbit, anySite, DAY_NS, HOUR_NS, SECOND_NS } from "./scan.js";

const VIENNA = { latitudeDeg: 48.21, longitudeDeg: 16.37, altitudeKm: 0.2 };

describe("the lifetime of a link", () => {
  test("ends with the window of contact that holds", () => {
    fc.assert(
      fc.property(
        anyOrbit,
        anyOrbit,
        anySite,
        fc.option(fc.double({ min: 1000, max: 9000, noNaN: true }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, site, limitKm, share) => {
          const ephemeris = keplerEphemeris([a, b]);
          const rules = { minElevationDeg: 5, maxSlantRangeKm: limitKm };
          for (const contact of [
            groundContact(ephemeris, 0, site, rules),
            islContact(ephemeris, 0, 1, { maxRangeKm: limitKm }),
          ]) {
            const windows = contactWindows(contact, { fromNs: 0, toNs: 8 * HOUR_NS });
            for (const { fromNs, toNs, openAtEnd } of windows) {
              const atNs = Math.round(fromNs + share * (toNs - fromNs));
              if (openAtEnd || atNs === toNs) continue;
              const { endsNs } = linkLifetime(contact, atNs);
              expect(Math.abs((endsNs as number) - toNs)).toBeLessThanOrEqual(2e6);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is not known where the link outlives the horizon, which is a day unless given", () => {
    const ephemeris = keplerEphemeris([circular(35_786, 0), circular(550, 53), circular(550, 53, 0, 15)]);
    const below = { latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 };
    expect(linkLifetime(groundContact(ephemeris, 0, below), 0)).toEqual({ endsNs: undefined });
    expect(linkLifetime(islContact(ephemeris, 1, 2), 0)).toEqual({ endsNs: undefined });

    const contact = groundContact(ephemeris, 1, VIENNA);
    const [{ fromNs, toNs }] = contactWindows(contact, { fromNs: 0, toNs: DAY_NS });
    const longEnough = toNs - fromNs + SECOND_NS;
    expect(linkLifetime(contact, fromNs, { horizonNs: longEnough }).endsNs).toBeDefined();
    expect(linkLifetime(contact, fromNs, { horizonNs: longEnough - 2 * SECOND_NS })).toEqual({
      endsNs: undefined,
    });
  });

  test("is over where there is no contact", () => {
    const contact = groundContact(keplerEphemeris([circular(550, 53)]), 0, VIENNA);
    const [{ fromNs }] = contactWindows(contact, { fromNs: 0, toNs: DAY_NS });
    expect(linkLifetime(contact, fromNs - SECOND_NS)).toEqual({ endsNs: fromNs - SECOND_NS });
  });

  test("takes a few positions, because it stops at the end of the contact", () => {
    const ephemeris = keplerEphemeris([circular(550, 53)]);
    const contact = groundContact(ephemeris, 0, VIENNA);
    const [{ fromNs }] = contactWindows(contact, { fromNs: 0, toNs: DAY_NS });
    ephemeris.evaluations = 0;
    linkLifetime(contact, fromNs + SECOND_NS);
    expect(ephemeris.evaluations).toBeLessThan(40);
  });

  test("ends where the satellite fails", () => {
    const failsFrom = 1234 * SECOND_NS;
    const ephemeris = keplerEphemeris([circular(35_786, 0)], { fails: (_, t) => t >= failsFrom });
    const { endsNs } = linkLifetime(
      groundContact(ephemeris, 0, { latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 }),
      0,
    );
    expect(failsFrom - (endsNs as number)).toBeGreaterThan(0);
    expect(failsFrom - (endsNs as number)).toBeLessThanOrEqual(1e6);
  });
});
