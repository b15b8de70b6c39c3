import { fc, test } from "@fast-check/vitest";
import { degreesLat, degreesLong, eciToGeodetic } from "satellite.js";
import { describe, expect } from "vitest";
import { geodeticToEcefKm } from "../../orbits/geodesy.js";
import type { Vector3 } from "../../orbits/vector.js";
import { groundLine, type LonLat } from "../../sim/export/ground-line.js";

const at = (longitudeDeg: number, latitudeDeg: number, altitudeKm = 550): Vector3 =>
  geodeticToEcefKm({ longitudeDeg, latitudeDeg, altitudeKm });

/** By satellite.js: Earth-fixed and inertial are the same at a sidereal angle of 0. */
function below([x, y, z]: Vector3): LonLat {
  const { longitude, latitude } = eciToGeodetic({ x, y, z }, 0);
  return [degreesLong(longitude), degreesLat(latitude)];
}

const RAD = Math.PI / 180;

/** Degrees of arc between two places. */
function apartDeg([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const h =
    Math.sin(((latB - latA) * RAD) / 2) ** 2 +
    Math.cos(latA * RAD) * Math.cos(latB * RAD) * Math.sin(((lonB - lonA) * RAD) / 2) ** 2;
  return (2 * Math.asin(Math.min(1, Math.sqrt(h)))) / RAD;
}

/** Degrees of arc from a place to the nearest of many places on the lines. */
function offLinesDeg(place: LonLat, parts: readonly (readonly LonLat[])[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const line of parts) {
    for (let i = 1; i < line.length; i++) {
      const [p, q] = [line[i - 1], line[i]];
      for (let s = 0; s <= 1; s += 1 / 512) {
        nearest = Math.min(nearest, apartDeg(place, [p[0] + s * (q[0] - p[0]), p[1] + s * (q[1] - p[1])]));
      }
    }
  }
  return nearest;
}

const place = fc.record({
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  latitude: fc.double({ min: -89.5, max: 89.5, noNaN: true }),
  altitude: fc.constantFrom(0, 550, 1200),
});

describe("the line below a segment", () => {
  test.prop([place, place])("follows it, and never runs over the antimeridian", (p, q) => {
    const a = at(p.longitude, p.latitude, p.altitude);
    const b = at(q.longitude, q.latitude, q.altitude);
    const middle = a.map((value, i) => (value + b[i]) / 2);
    // Links clear the Earth, or all but.
    fc.pre(Math.hypot(...middle) > 6300);
    const parts = groundLine(a, b);
    const ends = [parts[0][0], parts.at(-1)?.at(-1) as LonLat];
    expect(apartDeg(ends[0], below(a))).toBeLessThan(1e-6);
    expect(apartDeg(ends[1], below(b))).toBeLessThan(1e-6);
    expect(parts.length).toBeLessThanOrEqual(2);
    for (const line of parts) {
      expect(line.length).toBeGreaterThanOrEqual(2);
      for (const [i, [longitude, latitude]] of line.entries()) {
        expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
        expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
        if (i > 0) expect(Math.abs(longitude - line[i - 1][0])).toBeLessThanOrEqual(180);
      }
    }
    for (const t of [0.1, 0.37, 0.5, 0.63, 0.9]) {
      const [x, y, z] = a.map((value, i) => value + t * (b[i] - value));
      expect(offLinesDeg(below([x, y, z]), parts)).toBeLessThan(0.1);
    }
  });

  test("is cut where it meets the antimeridian, at the same latitude on both sides", () => {
    const [west, east] = groundLine(at(179, 10), at(-178, 12));
    expect(west[0][0]).toBeCloseTo(179, 9);
    expect(west.at(-1)?.[0]).toBe(180);
    expect(east[0]).toEqual([-180, west.at(-1)?.[1]]);
    expect(east.at(-1)?.[0]).toBeCloseTo(-178, 9);
    const back = groundLine(at(-178, 12), at(179, 10));
    expect(back.map((line) => line.length)).toEqual([east.length, west.length]);
    expect([back[0].at(-1)?.[0], back[1][0][0]]).toEqual([-180, 180]);
  });

  test("that begins or ends on the antimeridian stays on its side of the map", () => {
    const exactly: Vector3 = [-6900, 0, 500];
    for (const [other, side] of [
      [at(170, 3), 180],
      [at(-170, 3), -180],
    ] as const) {
      expect(groundLine(exactly, other).map((line) => line[0][0])).toEqual([side]);
      expect(groundLine(other, exactly).map((line) => line.at(-1)?.[0])).toEqual([side]);
    }
    expect(groundLine(exactly, [-6900, 0, 900])).toEqual([
      [
        [180, expect.any(Number)],
        [180, expect.any(Number)],
      ],
    ]);
  });

  test("over the Greenwich side, and near a pole, is one line that bends", () => {
    expect(groundLine(at(-10, 40), at(10, 40))).toHaveLength(1);
    const [polar] = groundLine(at(60, 80), at(-60, 80));
    expect(Math.max(...polar.map(([, latitude]) => latitude))).toBeGreaterThan(84.9);
    expect(polar.length).toBeGreaterThan(8);
    expect(groundLine(at(120, 80), at(-120, 80))).toHaveLength(2);
    expect(groundLine(at(0, 10), at(1, 10))[0]).toHaveLength(2);
  });

  test("has no end that is no number, not even through the Earth's centre or over a pole", () => {
    const cases: [Vector3, Vector3][] = [
      [
        [7000, 0, 0],
        [-7000, 0, 0],
      ],
      [
        [0, 500, 7000],
        [0, -500, 7000],
      ],
      [
        [0, 0, 7000],
        [100, 0, 7000],
      ],
    ];
    for (const [a, b] of cases)
      expect(groundLine(a, b).flat(2).every(Number.isFinite), `${a} to ${b}`).toBe(true);
  });
});
