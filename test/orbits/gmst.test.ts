import { fc } from "@fast-check/vitest";
import { gstime } from "satellite.js";
import { describe, expect, it } from "vitest";
import { ecefToTeme, gmstRad, temeToEcef } from "../../orbits/gmst.js";
import { addNs, type Instant, instantFromUnixMs, julianDate } from "../../orbits/instant.js";

const DEG = Math.PI / 180;
const at = (...utc: Parameters<typeof Date.UTC>): Instant => instantFromUnixMs(Date.UTC(...utc));

describe("Greenwich mean sidereal time", () => {
  it("is that of worked examples", () => {
    // Vallado, "Fundamentals of Astrodynamics and Applications", example 3-5.
    // (its Julian date is rounded to 20 microseconds, worth 8e-8 degrees)
    expect(gmstRad(at(1992, 7, 20, 12, 14)) / DEG).toBeCloseTo(152.57878781, 7);
    // Meeus, "Astronomical Algorithms", examples 12.a and 12.b.
    const seconds = (h: number, m: number, s: number) => ((h * 60 + m) * 60 + s) * (360 / 86_400);
    expect(gmstRad(at(1987, 3, 10)) / DEG).toBeCloseTo(seconds(13, 10, 46.3668), 6);
    expect(gmstRad(at(1987, 3, 10, 19, 21)) / DEG).toBeCloseTo(seconds(8, 34, 57.0896), 6);
  });

  it("agrees with satellite.js as far as one double Julian date reaches", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -7000, max: 30_000 }),
        fc.double({ min: 0, max: 86_399.999, noNaN: true }),
        (day, secondOfDay) => {
          const instant = { day, secondOfDay };
          const difference = gmstRad(instant) - gstime(julianDate(instant));
          expect(Math.abs(Math.sin(difference / 2))).toBeLessThan(1e-8);
          expect(gmstRad(instant)).toBeGreaterThanOrEqual(0);
          expect(gmstRad(instant)).toBeLessThanOrEqual(2 * Math.PI);
        },
      ),
    );
  });

  it("turns smoothly from nanosecond to nanosecond", () => {
    const start = at(2024, 11, 15, 13);
    // One turn and 3m56.555s in a day: 7.2921158553e-5 rad/s.
    for (const ns of [1e6, 1e9, 3600e9]) {
      expect(gmstRad(addNs(start, ns)) - gmstRad(start)).toBeCloseTo(7.2921158553e-5 * (ns / 1e9), 11);
    }
  });
});

describe("turning between TEME and the Earth-fixed frame", () => {
  const coordinate = fc.double({ min: -50_000, max: 50_000, noNaN: true });
  const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });

  it("takes the direction of Greenwich to longitude 0", () => {
    const gmst = 1.234;
    const [x, y, z] = temeToEcef([Math.cos(gmst), Math.sin(gmst), 0.5], gmst);
    expect(x).toBeCloseTo(1, 14);
    expect(y).toBeCloseTo(0, 14);
    expect(z).toBe(0.5);
  });

  it("can be undone", () => {
    fc.assert(
      fc.property(fc.tuple(coordinate, coordinate, coordinate), angle, (vector, gmst) => {
        const back = ecefToTeme(temeToEcef(vector, gmst), gmst);
        for (let k = 0; k < 3; k++) expect(Math.abs(back[k] - vector[k])).toBeLessThan(1e-10);
      }),
    );
  });
});
