import { fc } from "@fast-check/vitest";
import { shadowFraction, sunPos } from "satellite.js";
import { describe, expect, it } from "vitest";
import { ecefToGeodetic, geodeticToEcefKm } from "../../orbits/geodesy.js";
import { gmstRad, temeToEcef } from "../../orbits/gmst.js";
import { instantFromUnixMs, julianDate } from "../../orbits/instant.js";
import { sunEcefAu, sunlitFraction } from "../../orbits/sun.js";
import type { Vector3 } from "../../orbits/vector.js";

const sunAt = (...utc: Parameters<typeof Date.UTC>): Vector3 => {
  const instant = instantFromUnixMs(Date.UTC(...utc));
  return sunEcefAu(julianDate(instant), gmstRad(instant));
};

function fractionsAt(sun: Vector3, ...points: Vector3[]): number[] {
  const fractions = new Float64Array(points.length).fill(Number.NaN);
  sunlitFraction(sun, Float64Array.from(points.flat()), fractions);
  return [...fractions];
}

describe("the Sun in the Earth-fixed frame", () => {
  it("stands over Greenwich at noon by the equation of time, over the equator at the equinox", () => {
    // Equinox of 2024-03-20T03:06Z; the Sun is 7.5 minutes late on that day.
    const [x, y, z] = sunAt(2024, 2, 20, 12, 7, 30);
    const { longitudeDeg } = ecefToGeodetic([x * 1e8, y * 1e8, z * 1e8]);
    expect(Math.abs(longitudeDeg)).toBeLessThan(0.1);
    const [ex, ey, ez] = sunAt(2024, 2, 20, 3, 6);
    expect(Math.abs(Math.atan2(ez, Math.hypot(ex, ey)))).toBeLessThan(2e-4);
  });

  it("is over the tropic at the solstice, at the distance of the almanac", () => {
    const [x, y, z] = sunAt(2024, 5, 20, 20, 51);
    expect((Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI).toBeCloseTo(23.436, 2);
    // Perihelion 2024-01-03: 0.9833 AU.
    expect(Math.hypot(...sunAt(2024, 0, 3))).toBeCloseTo(0.9833, 3);
  });
});

describe("the sunlit fraction", () => {
  const sun: Vector3 = [1, 0, 0];

  it("is 1 towards the Sun and beside the shadow, 0 behind the Earth", () => {
    expect(
      fractionsAt(sun, [7000, 0, 0], [0, 7000, 0], [-100, 6928, 0], [-7000, 0, 0], [-42_164, 100, 100]),
    ).toEqual([1, 1, 1, 0, 0]);
  });

  it("falls from 1 to 0 across the penumbra, about half at the geometric edge", () => {
    const x = -7000;
    const sweep = Array.from({ length: 41 }, (_, i): Vector3 => [x, 6378.135 + 2 * (20 - i), 0]);
    const fractions = fractionsAt(sun, ...sweep);
    expect(fractions[0]).toBe(1);
    expect(fractions[40]).toBe(0);
    for (let i = 1; i < fractions.length; i++)
      expect(fractions[i]).toBeLessThanOrEqual(fractions[i - 1] as number);
    expect(fractions[20]).toBeGreaterThan(0.4);
    expect(fractions[20]).toBeLessThan(0.6);
  });

  it("has day and night on the ground, and no light where there is no position", () => {
    const at = (latitudeDeg: number, longitudeDeg: number) =>
      geodeticToEcefKm({ latitudeDeg, longitudeDeg, altitudeKm: 0 });
    expect(fractionsAt(sun, at(0, 0), at(60, 40), at(60, 140), at(-45, 180), [0, 0, 0])).toEqual([
      1, 1, 0, 0, 0,
    ]);
    const [dusk] = fractionsAt(sun, at(50, 90.1));
    expect(dusk).toBeGreaterThan(0);
    expect(dusk).toBeLessThan(1);
  });

  it("writes only its range", () => {
    const fractions = new Float64Array(3).fill(-1);
    sunlitFraction(sun, Float64Array.from([7000, 0, 0, 7000, 0, 0, 7000, 0, 0]), fractions, 1, 2);
    expect([...fractions]).toEqual([-1, 1, -1]);
  });

  describe("against satellite.js's shadowFraction in TEME", () => {
    const instant = fc.date({
      min: new Date("1990-01-01"),
      max: new Date("2040-01-01"),
      noInvalidDate: true,
    });
    const radius = fc.oneof(
      fc.double({ min: 6460, max: 8500, noNaN: true }),
      fc.double({ min: 8500, max: 50_000, noNaN: true }),
    );
    const turn = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });

    /** Both answers for a node behind the Earth, `fromAxis` km from the shadow's axis. */
    function both(date: Date, r: number, fromAxis: number, angle: number): { ours: number; theirs: number } {
      const now = instantFromUnixMs(date.getTime());
      const sun = sunPos(julianDate(now)).rsun;
      const length = Math.hypot(sun.x, sun.y, sun.z);
      const [sx, sy, sz] = [sun.x / length, sun.y / length, sun.z / length];
      const flat = Math.hypot(sx, sy);
      const a: Vector3 = [-sy / flat, sx / flat, 0];
      const b: Vector3 = [-sz * a[1], sz * a[0], sx * a[1] - sy * a[0]];
      const back = Math.sqrt(r * r - fromAxis * fromAxis);
      const across = (k: number) => fromAxis * (Math.cos(angle) * a[k] + Math.sin(angle) * b[k]);
      const point: Vector3 = [across(0) - back * sx, across(1) - back * sy, across(2) - back * sz];
      const gmst = gmstRad(now);
      const [ours] = fractionsAt(sunEcefAu(julianDate(now), gmst), temeToEcef(point, gmst));
      return { ours, theirs: 1 - shadowFraction(sun, { x: point[0], y: point[1], z: point[2] }) };
    }

    it("is the same in light and in the umbra", () => {
      fc.assert(
        fc.property(
          instant,
          radius,
          fc.double({ min: 1e-6, max: 1, noNaN: true }),
          turn,
          (date, r, depth, angle) => {
            const fromAxis = depth * r;
            // Half-width of the penumbra at most: distance times the Sun's angular radius at perihelion.
            fc.pre(Math.abs(fromAxis - 6378.135) > r * 0.00475);
            const { ours, theirs } = both(date, r, fromAxis, angle);
            expect(ours).toBe(theirs);
          },
        ),
        { numRuns: 2000 },
      );
    });

    it("is the same in the penumbra, as far as shadowFraction's own rounding goes", () => {
      fc.assert(
        fc.property(
          instant,
          radius,
          fc.double({ min: -1, max: 1, noNaN: true }),
          turn,
          (date, r, near, angle) => {
            const { ours, theirs } = both(date, r, Math.min(r, 6378.135 + near * r * 0.0048), angle);
            expect(Math.abs(ours - theirs)).toBeLessThan(2e-6);
            expect(ours).toBeGreaterThanOrEqual(0);
            expect(ours).toBeLessThanOrEqual(1);
          },
        ),
        { numRuns: 2000 },
      );
    });
  });
});
