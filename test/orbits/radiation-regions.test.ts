import { describe, expect, it } from "vitest";
import { geodeticToEcefKm } from "../../orbits/geodesy.js";
import {
  boxRegion,
  dipoleShell,
  POLAR_HORNS,
  SOUTH_ATLANTIC_ANOMALY,
} from "../../orbits/radiation-regions.js";

const at = (latitudeDeg: number, longitudeDeg: number, altitudeKm = 550) =>
  geodeticToEcefKm({ latitudeDeg, longitudeDeg, altitudeKm });

describe("the South Atlantic Anomaly", () => {
  it("lies over southern Brazil and the ocean beside it, and nowhere else", () => {
    expect(SOUTH_ATLANTIC_ANOMALY.contains(at(-26, -49))).toBe(true);
    expect(SOUTH_ATLANTIC_ANOMALY.contains(at(-30, 0))).toBe(true);
    expect(SOUTH_ATLANTIC_ANOMALY.contains(at(-25, 38))).toBe(true);
    for (const [latitude, longitude] of [
      [48, 16],
      [-33, 151],
      [5, -30],
      [-55, -30],
      [-2, -88],
      [-25, 45],
    ] as const) {
      expect(SOUTH_ATLANTIC_ANOMALY.contains(at(latitude, longitude))).toBe(false);
    }
  });

  it("begins at 200 km and ends where the inner belt is all around", () => {
    expect(SOUTH_ATLANTIC_ANOMALY.contains(at(-25, -25, 190))).toBe(false);
    expect(SOUTH_ATLANTIC_ANOMALY.contains(at(-25, -25, 1300))).toBe(false);
  });
});

describe("the polar horns", () => {
  it("are two rings around the geomagnetic poles, beyond the tropics and short of the poles", () => {
    expect(POLAR_HORNS.contains(at(0, 0))).toBe(false);
    expect(POLAR_HORNS.contains(at(80.65, -72.68))).toBe(false);
    // Dipole latitudes 62 degrees north and south, on the meridian of the pole.
    expect(POLAR_HORNS.contains(at(80.65 - 28, -72.68))).toBe(true);
    expect(POLAR_HORNS.contains(at(-(80.65 - 28), 180 - 72.68))).toBe(true);
  });

  it("go by shells of the dipole: L is r over the squared cosine of the latitude", () => {
    // On a sphere, along the meridian of the geomagnetic pole.
    const along = (latitudeDeg: number) => {
      const [cos, sin] = [Math.cos((latitudeDeg * Math.PI) / 180), Math.sin((latitudeDeg * Math.PI) / 180)];
      const longitude = (-72.68 * Math.PI) / 180;
      return [cos * Math.cos(longitude), cos * Math.sin(longitude), sin].map((x) => x * 6378.135) as [
        number,
        number,
        number,
      ];
    };
    expect(dipoleShell(along(80.65 - 90))).toBeCloseTo(1, 9);
    expect(dipoleShell(along(80.65 - 30))).toBeCloseTo(4, 9);
  });
});

describe("a region of one's own", () => {
  const box = {
    southDeg: -10,
    northDeg: 10,
    westDeg: 170,
    eastDeg: -170,
    fromAltitudeKm: 500,
    toAltitudeKm: 600,
  };

  it("holds what is within its bounds, over the antimeridian too", () => {
    const region = boxRegion("pacific", box);
    expect(region.contains(at(0, 175))).toBe(true);
    expect(region.contains(at(0, -175))).toBe(true);
    expect(region.contains(at(0, 0))).toBe(false);
    expect(region.contains(at(20, 175))).toBe(false);
    expect(region.contains(at(0, 175, 700))).toBe(false);
  });

  it("may go all around", () => {
    const belt = boxRegion("belt", { ...box, westDeg: -180, eastDeg: 180 });
    for (let longitude = -180; longitude <= 180; longitude += 30) {
      expect(belt.contains(at(5, longitude))).toBe(true);
    }
  });
});
