import { fc } from "@fast-check/vitest";
import { ecfToLookAngles, geodeticToEcf } from "satellite.js";
import { describe, expect, it } from "vitest";
import {
  ecefToGeodetic,
  geodeticToEcefKm,
  greatCircleKm,
  localUp,
  lookAngles,
  slantRangeKm,
} from "../../orbits/geodesy.js";
import type { Vector3 } from "../../orbits/vector.js";

const DEG = Math.PI / 180;
const place = fc.record({
  latitudeDeg: fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(-90, 0, 90)),
  longitudeDeg: fc.double({ min: -180, max: 180, noNaN: true }),
  altitudeKm: fc.double({ min: -10, max: 50_000, noNaN: true }),
});
const onGround = { latitudeDeg: 48.21, longitudeDeg: 16.37, altitudeKm: 0.2 };

const dot = (a: Vector3, b: Vector3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const along = (from: Vector3, direction: Vector3, km: number): Vector3 => [
  from[0] + km * direction[0],
  from[1] + km * direction[1],
  from[2] + km * direction[2],
];

describe("geodetic coordinates", () => {
  it("are those of the WGS84 ellipsoid at its axes", () => {
    expect(geodeticToEcefKm({ latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 })).toEqual([6378.137, 0, 0]);
    const [x, y, z] = geodeticToEcefKm({ latitudeDeg: 90, longitudeDeg: 0, altitudeKm: 1 });
    expect(Math.hypot(x, y)).toBeLessThan(1e-9);
    // Polar radius of WGS84, NIMA TR8350.2: 6356.7523142 km.
    expect(z).toBeCloseTo(6357.7523142, 7);
  });

  it("of a point are those of a worked example", () => {
    // Vallado, "Fundamentals of Astrodynamics and Applications", example 3-3.
    const point = ecefToGeodetic([6524.834, 6862.875, 6448.296]);
    expect(point.latitudeDeg).toBeCloseTo(34.352496, 5);
    expect(point.longitudeDeg).toBeCloseTo(46.4464, 4);
    expect(point.altitudeKm).toBeCloseTo(5085.22, 2);
  });

  it("come back from Earth-fixed coordinates to 1e-9 km, everywhere", () => {
    fc.assert(
      fc.property(place, (there) => {
        const position = geodeticToEcefKm(there);
        const back = ecefToGeodetic(position);
        expect(slantRangeKm(geodeticToEcefKm(back), position)).toBeLessThan(1e-9);
        expect(Math.abs(back.latitudeDeg - there.latitudeDeg)).toBeLessThan(1e-11);
        expect(Math.abs(back.altitudeKm - there.altitudeKm)).toBeLessThan(1e-9);
      }),
      { numRuns: 1000 },
    );
  });

  it("agree with satellite.js", () => {
    fc.assert(
      fc.property(place, ({ latitudeDeg, longitudeDeg, altitudeKm }) => {
        const theirs = geodeticToEcf({
          latitude: latitudeDeg * DEG,
          longitude: longitudeDeg * DEG,
          height: altitudeKm,
        });
        const ours = geodeticToEcefKm({ latitudeDeg, longitudeDeg, altitudeKm });
        expect(slantRangeKm(ours, [theirs.x, theirs.y, theirs.z])).toBeLessThan(1e-6);
      }),
    );
  });

  it("have their up across the ellipsoid: rising along it changes nothing but the altitude", () => {
    fc.assert(
      fc.property(place, (there) => {
        const up = localUp(there);
        expect(dot(up, up)).toBeCloseTo(1, 12);
        const above = ecefToGeodetic(along(geodeticToEcefKm(there), up, 100));
        expect(above.latitudeDeg).toBeCloseTo(there.latitudeDeg, 9);
        expect(above.altitudeKm).toBeCloseTo(there.altitudeKm + 100, 8);
      }),
    );
  });
});

describe("look angles", () => {
  const here = geodeticToEcefKm(onGround);

  it("see what is straight up at 90 degrees, and its height as the range", () => {
    const { elevationDeg, slantRangeKm } = lookAngles(onGround, along(here, localUp(onGround), 550));
    expect(elevationDeg).toBeCloseTo(90, 6);
    expect(slantRangeKm).toBeCloseTo(550, 9);
  });

  it("tell the points of the compass", () => {
    const seen = (latitudeDeg: number, longitudeDeg: number) =>
      lookAngles(
        { latitudeDeg: 0, longitudeDeg: 0, altitudeKm: 0 },
        geodeticToEcefKm({ latitudeDeg, longitudeDeg, altitudeKm: 500 }),
      );
    expect(seen(1, 0).azimuthDeg).toBeCloseTo(0, 9);
    expect(seen(0, 1).azimuthDeg).toBeCloseTo(90, 9);
    expect(seen(-1, 0).azimuthDeg).toBeCloseTo(180, 9);
    expect(seen(0, -1).azimuthDeg).toBeCloseTo(270, 9);
  });

  it("put points of the tangent plane on the horizon", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), (azimuth) => {
        const longitude = onGround.longitudeDeg * DEG;
        const east: Vector3 = [-Math.sin(longitude), Math.cos(longitude), 0];
        const up = localUp(onGround);
        const north: Vector3 = [
          up[1] * east[2] - up[2] * east[1],
          up[2] * east[0] - up[0] * east[2],
          up[0] * east[1] - up[1] * east[0],
        ];
        const target = along(along(here, east, 1000 * Math.sin(azimuth)), north, 1000 * Math.cos(azimuth));
        const seen = lookAngles(onGround, target);
        expect(seen.elevationDeg).toBeCloseTo(0, 9);
        expect(Math.cos(seen.azimuthDeg * DEG - azimuth)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("agree with satellite.js", () => {
    fc.assert(
      fc.property(place, place, (observer, target) => {
        const [x, y, z] = geodeticToEcefKm(target);
        const ours = lookAngles(observer, [x, y, z]);
        fc.pre(ours.slantRangeKm > 1 && Math.abs(ours.elevationDeg) < 89.9);
        const theirs = ecfToLookAngles(
          {
            latitude: observer.latitudeDeg * DEG,
            longitude: observer.longitudeDeg * DEG,
            height: observer.altitudeKm,
          },
          { x, y, z },
        );
        expect(ours.slantRangeKm).toBeCloseTo(theirs.rangeSat, 5);
        expect(Math.abs(ours.elevationDeg * DEG - theirs.elevation)).toBeLessThan(1e-5);
        expect(Math.cos(ours.azimuthDeg * DEG - theirs.azimuth)).toBeCloseTo(1, 8);
      }),
    );
  });
});

describe("great-circle distance", () => {
  it("is a quarter of the circumference from pole to equator, and half between antipodes", () => {
    const pole = { latitudeDeg: 90, longitudeDeg: 12 };
    const equator = { latitudeDeg: 0, longitudeDeg: -70 };
    expect(greatCircleKm(pole, equator)).toBeCloseTo((Math.PI / 2) * 6371.0087714, 4);
    expect(greatCircleKm(pole, { latitudeDeg: -90, longitudeDeg: 0 })).toBeCloseTo(Math.PI * 6371.0087714, 4);
    expect(greatCircleKm(equator, equator)).toBe(0);
  });
});
