import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type GeoPoint, regionHolds } from "../../orbits/geo-region.js";
import { gamma } from "../../sim/services/faults/lifetime-law.js";

const at = (latitudeDeg: number, longitudeDeg: number): GeoPoint => ({ latitudeDeg, longitudeDeg });
const box = (south: number, west: number, north: number, east: number) => ({
  kind: "polygon" as const,
  ring: [at(south, west), at(south, east), at(north, east), at(north, west)],
});

describe("a polygon", () => {
  test.prop([
    fc.double({ min: -179, max: 179, noNaN: true }),
    fc.double({ min: -80, max: 60, noNaN: true }),
    fc.double({ min: 1, max: 170, noNaN: true }),
    fc.double({ min: 1, max: 20, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
  ])(
    "holds what is between its sides, wherever the antimeridian runs",
    (west, south, width, height, lon, lat) => {
      const wrapped = west + width > 180 ? west + width - 360 : west + width;
      const region = box(south, west, south + height, wrapped);
      const eastOfWest = (((lon - west) % 360) + 360) % 360;
      // Off the very sides, where either answer would do.
      fc.pre([0, width, 360].every((side) => Math.abs(eastOfWest - side) > 1e-6));
      fc.pre(Math.abs(lat - south) > 1e-6 && Math.abs(lat - south - height) > 1e-6);
      expect(regionHolds(region, at(lat, lon))).toBe(
        eastOfWest < width && lat > south && lat < south + height,
      );
    },
  );

  test("may be any shape: an L leaves its corner out", () => {
    const ring = [at(0, 0), at(0, 20), at(10, 20), at(10, 10), at(20, 10), at(20, 0)];
    const holds = (point: GeoPoint) => regionHolds({ kind: "polygon", ring }, point);
    expect([holds(at(5, 15)), holds(at(15, 5)), holds(at(15, 15))]).toEqual([true, true, false]);
  });
});

test("a circle holds what is within its radius: a degree of latitude is 111 km", () => {
  const region = { kind: "circle" as const, centre: at(48, 16), radiusKm: 112 };
  expect([regionHolds(region, at(49, 16)), regionHolds(region, at(49.1, 16))]).toEqual([true, false]);
});

test("the Gamma function has its known values", () => {
  expect(gamma(5)).toBeCloseTo(24, 9);
  expect(gamma(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 10);
  expect(gamma(1 + 1 / 6)).toBeCloseTo(0.927719333, 8);
});
