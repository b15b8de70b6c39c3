import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverageHalfAngleRad, passLengthS } from "../../../orbits/look-ahead/index.js";

describe("pass lengths in closed form", () => {
  test("269.27 s overhead at 550 km and 25 degrees, whichever the gravity model", () => {
    const pass = { altitudeKm: 550, minElevationDeg: 25 };
    expect(passLengthS(pass)).toBeCloseTo(269.27, 2);
    expect(passLengthS({ ...pass, muKm3S2: 398600.4418 })).toBeCloseTo(269.27, 2);
  });

  test("the edge of coverage stands at the mask", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 40_000, noNaN: true }),
        fc.double({ min: 0, max: 89, noNaN: true }),
        (h, e) => {
          const angle = coverageHalfAngleRad({ altitudeKm: h, minElevationDeg: e });
          const up = (6371 + h) * Math.cos(angle) - 6371;
          const along = (6371 + h) * Math.sin(angle);
          expect((Math.atan2(up, along) * 180) / Math.PI).toBeCloseTo(e, 8);
        },
      ),
    );
  });

  test("shrink away from the track, to nothing at the edge of coverage", () => {
    const pass = { altitudeKm: 550, minElevationDeg: 25 };
    const edgeDeg = (coverageHalfAngleRad(pass) * 180) / Math.PI;
    let last = passLengthS(pass);
    for (const share of [0.3, 0.6, 0.9, 0.999]) {
      const next = passLengthS({ ...pass, offTrackDeg: share * edgeDeg });
      expect(next).toBeLessThan(last);
      last = next;
    }
    expect(passLengthS({ ...pass, offTrackDeg: 1.001 * edgeDeg })).toBe(0);
    expect(passLengthS({ ...pass, offTrackDeg: 180 })).toBe(0);
  });

  test("throw on heights and masks that make no sense", () => {
    expect(() => passLengthS({ altitudeKm: 0, minElevationDeg: 25 })).toThrow(/altitudeKm/);
    expect(() => passLengthS({ altitudeKm: 550, minElevationDeg: 91 })).toThrow(/minElevationDeg/);
  });
});
