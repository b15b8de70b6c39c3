import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type Geodetic, geodeticToEcefKm, greatCircleKm, localUp } from "../../orbits/geodesy.js";
import { legWaypoints } from "../../orbits/great-circle-legs.js";
import { makeTrack, placeOnTrack, type Track, trackLimits, trackPosition } from "../../orbits/track.js";
import type { Waypoint } from "../../orbits/waypoint.js";

const MINUTE = 60e9;

const anywhere: fc.Arbitrary<Geodetic> = fc.record({
  latitudeDeg: fc.oneof(fc.constantFrom(-90, 0, 90), fc.double({ min: -90, max: 90, noNaN: true })),
  longitudeDeg: fc.oneof(fc.constantFrom(-180, 180), fc.double({ min: -180, max: 180, noNaN: true })),
  altitudeKm: fc.double({ min: -0.5, max: 20, noNaN: true }),
});

/** Half the way round or nearly: where the great circle is not well defined. */
const isOpposite = (a: Geodetic, b: Geodetic) => greatCircleKm(a, b) > 20_000;

function at(point: Geodetic, timeNs: number): Waypoint {
  return { ...point, timeNs };
}

function placeAt(track: Track, timeNs: number): number[] {
  const place = new Float64Array(6);
  placeOnTrack(track, timeNs, place);
  return [...place];
}

/** The point at a share of the great circle, by the angles: Williams, "Aviation Formulary", intermediate points. */
function intermediate(a: Geodetic, b: Geodetic, share: number) {
  const rad = Math.PI / 180;
  const [lat1, lon1, lat2, lon2] = [a.latitudeDeg, a.longitudeDeg, b.latitudeDeg, b.longitudeDeg].map(
    (x) => x * rad,
  );
  const h =
    Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  const d = 2 * Math.asin(Math.min(1, Math.sqrt(h)));
  const p = Math.sin((1 - share) * d) / Math.sin(d);
  const q = Math.sin(share * d) / Math.sin(d);
  const x = p * Math.cos(lat1) * Math.cos(lon1) + q * Math.cos(lat2) * Math.cos(lon2);
  const y = p * Math.cos(lat1) * Math.sin(lon1) + q * Math.cos(lat2) * Math.sin(lon2);
  const z = p * Math.sin(lat1) + q * Math.sin(lat2);
  return { latitudeDeg: Math.atan2(z, Math.hypot(x, y)) / rad, longitudeDeg: Math.atan2(y, x) / rad };
}

describe("a track", () => {
  test.prop([anywhere, anywhere, fc.double({ min: 0, max: 1, noNaN: true })])(
    "follows the great circle evenly, and climbs evenly",
    (a, b, share) => {
      const km = greatCircleKm(a, b);
      fc.pre(km > 1 && !isOpposite(a, b));
      const timeNs = Math.round(share * 600 * MINUTE);
      const place = trackPosition(makeTrack([at(a, 0), at(b, 600 * MINUTE)]), timeNs);
      const part = timeNs / (600 * MINUTE);
      expect(greatCircleKm(place, intermediate(a, b, part))).toBeLessThan(1e-4);
      expect(greatCircleKm(a, place)).toBeCloseTo(part * km, 3);
      expect(place.altitudeKm).toBeCloseTo(a.altitudeKm + part * (b.altitudeKm - a.altitudeKm), 7);
    },
  );

  test.prop([fc.array(anywhere, { minLength: 2, maxLength: 6 })])(
    "is at each waypoint when it is said to be, and stands still before and after",
    (places) => {
      fc.pre(!places.some((place, i) => i > 0 && isOpposite(place, places[i - 1])));
      const track = makeTrack(places.map((place, i) => at(place, (i - 1) * MINUTE)));
      const expectAt = (timeNs: number, place: Geodetic) => {
        const expected = [...geodeticToEcefKm(place), ...localUp(place)];
        for (const [i, value] of placeAt(track, timeNs).entries()) expect(value).toBeCloseTo(expected[i], 9);
      };
      for (const [i, place] of places.entries()) expectAt((i - 1) * MINUTE, place);
      expectAt(-1e15, places[0]);
      expectAt(1e15, places.at(-1) as Geodetic);
    },
  );

  test.prop([anywhere, anywhere, fc.integer({ min: 1, max: 3_599_999 })])(
    "keeps to its limits",
    (a, b, ms) => {
      fc.pre(!isOpposite(a, b));
      const track = makeTrack([at(a, 0), at(b, 60 * MINUTE)]);
      const { speedKmS, turnRadS, maxRadiusKm } = trackLimits(track);
      const [x, y, z, ux, uy, uz] = placeAt(track, ms * 1e6);
      const [x1, y1, z1, ux1, uy1, uz1] = placeAt(track, ms * 1e6 + 1e6);
      expect(Math.hypot(x1 - x, y1 - y, z1 - z)).toBeLessThanOrEqual(speedKmS * 1e-3 + 1e-9);
      expect(Math.hypot(ux1 - ux, uy1 - uy, uz1 - uz)).toBeLessThanOrEqual(turnRadS * 1e-3 + 1e-15);
      expect(Math.hypot(x, y, z)).toBeLessThanOrEqual(maxRadiusKm);
      const farKm = greatCircleKm(a, b);
      expect(speedKmS * 3600).toBeGreaterThan(0.99 * farKm - 1e-6);
    },
  );

  test("crosses the antimeridian the short way", () => {
    const track = makeTrack([
      at({ latitudeDeg: 0, longitudeDeg: 179, altitudeKm: 0 }, 0),
      at({ latitudeDeg: 0, longitudeDeg: -179, altitudeKm: 0 }, 2 * MINUTE),
    ]);
    expect(Math.abs(trackPosition(track, MINUTE).longitudeDeg)).toBeCloseTo(180, 9);
    expect(trackPosition(track, MINUTE / 2).longitudeDeg).toBeCloseTo(179.5, 9);
    expect(trackPosition(track, 1.5 * MINUTE).longitudeDeg).toBeCloseTo(-179.5, 9);
  });

  test("goes straight over a pole", () => {
    const track = makeTrack([
      at({ latitudeDeg: 80, longitudeDeg: 30, altitudeKm: 10 }, 0),
      at({ latitudeDeg: 80, longitudeDeg: -150, altitudeKm: 10 }, 2 * MINUTE),
    ]);
    const pole = trackPosition(track, MINUTE);
    expect(pole.latitudeDeg).toBeCloseTo(90, 9);
    expect(pole.altitudeKm).toBeCloseTo(10, 9);
    expect(trackPosition(track, 0.5 * MINUTE)).toMatchObject({ longitudeDeg: expect.closeTo(30, 6) });
    expect(trackPosition(track, 1.5 * MINUTE)).toMatchObject({ longitudeDeg: expect.closeTo(-150, 6) });
  });

  test("refuses what makes no sense, naming the waypoint", () => {
    const here = { latitudeDeg: 10, longitudeDeg: 20, altitudeKm: 0 };
    expect(() => makeTrack([at(here, 0)])).toThrow(
      new RangeError("a track needs two waypoints at least, got 1"),
    );
    expect(() => makeTrack([at(here, 0), at(here, 0)])).toThrow(
      "waypoint 1: time: expected later than the waypoint before, which is at 0 s; found 0 s: a track does not go back in time",
    );
    expect(() => makeTrack([at({ ...here, latitudeDeg: Number.NaN }, 0), at(here, 1)])).toThrow(
      "waypoint 0: latitude: expected -90 to 90 degrees, found NaN",
    );
    expect(() => makeTrack([at(here, Number.NaN), at(here, 1)])).toThrow(
      "waypoint 0: time: expected at most 104 days",
    );
    expect(() => makeTrack([at(here, 0), at({ ...here, altitudeKm: 11_000 }, 1)])).toThrow(
      "altitude: expected -0.5 to 100 km, found 11000",
    );
    const opposite = { latitudeDeg: -10, longitudeDeg: -160, altitudeKm: 0 };
    expect(() => makeTrack([at(here, 0), at(opposite, 1)])).toThrow(
      "waypoint 1: opposite the waypoint before",
    );
  });
});

describe("legs", () => {
  const vienna = { latitudeDeg: 48.2, longitudeDeg: 16.4, altitudeKm: 0.2 };
  const oslo = { latitudeDeg: 59.9, longitudeDeg: 10.8, altitudeKm: 0.1 };

  test("climb, keep their altitude and descend on the same great circle", () => {
    const leg = { from: vienna, to: oslo, departNs: 10 * MINUTE, arriveNs: 110 * MINUTE };
    const level = makeTrack(legWaypoints([{ ...leg, altitudeKm: 11, climbNs: 0, descentNs: 0 }]));
    const points = legWaypoints([{ ...leg, altitudeKm: 11, climbNs: 20 * MINUTE, descentNs: 25 * MINUTE }]);
    expect(points.map(({ timeNs, altitudeKm }) => [timeNs / MINUTE, altitudeKm])).toEqual([
      [10, 0.2],
      [30, 11],
      [85, 11],
      [110, 0.1],
    ]);
    const climbing = makeTrack(points);
    for (let minute = 0; minute <= 120; minute += 3) {
      expect(
        greatCircleKm(trackPosition(level, minute * MINUTE), trackPosition(climbing, minute * MINUTE)),
      ).toBeLessThan(1e-6);
    }
    expect(trackPosition(climbing, 20 * MINUTE).altitudeKm).toBeCloseTo(5.6, 9);
  });

  test("wait where the next departs later", () => {
    const there = {
      from: vienna,
      to: oslo,
      departNs: 0,
      arriveNs: 100 * MINUTE,
      altitudeKm: 0,
      climbNs: 0,
      descentNs: 0,
    };
    const back = { ...there, from: oslo, to: vienna, departNs: 130 * MINUTE, arriveNs: 230 * MINUTE };
    const track = makeTrack(legWaypoints([there, back]));
    expect(trackPosition(track, 100 * MINUTE)).toEqual(trackPosition(track, 130 * MINUTE));
    expect(placeAt(track, 0).map((value) => value.toFixed(9))).toEqual(
      placeAt(track, 230 * MINUTE).map((value) => value.toFixed(9)),
    );
    const atOnce = legWaypoints([there, { ...back, departNs: 100 * MINUTE }]);
    expect(atOnce).toHaveLength(3);
  });
});
