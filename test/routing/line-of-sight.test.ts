import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  alwaysClearSquaredKm,
  clearsEarth,
  horizonSquaredKm,
  isAdmissible,
  lengthSquaredKm,
} from "../../routing/line-of-sight.js";
import { segmentDistanceKm, squaredDistance } from "../support/brute-force.js";
import { clouds } from "../support/clouds.js";

const CLEARANCE_RADIUS_KM = 6458.135;

/** Two points at the given heights above the clearance sphere, an angle apart. */
function twoPoints(heightA: number, heightB: number, angleRad: number): Float64Array {
  const a = CLEARANCE_RADIUS_KM + heightA;
  const b = CLEARANCE_RADIUS_KM + heightB;
  return Float64Array.of(a, 0, 0, b * Math.cos(angleRad), b * Math.sin(angleRad), 0);
}

describe("line of sight", () => {
  it("ends where the segment touches the clearance sphere", () => {
    const tangent = 2 * Math.acos(CLEARANCE_RADIUS_KM / (CLEARANCE_RADIUS_KM + 470));
    expect(clearsEarth(twoPoints(470, 470, tangent - 1e-9), 0, 1)).toBe(true);
    expect(clearsEarth(twoPoints(470, 470, tangent + 1e-9), 0, 1)).toBe(false);
  });

  it("looks at the segment, not at the line through it", () => {
    // One satellite straight above the other: the line goes through the Earth, the segment does not.
    expect(clearsEarth(twoPoints(100, 600, 0), 0, 1)).toBe(true);
    expect(clearsEarth(twoPoints(100, 600, 0.01), 0, 1)).toBe(true);
    expect(clearsEarth(twoPoints(100, 600, Math.PI), 0, 1)).toBe(false);
  });

  it("is refused to a satellite inside the clearance sphere, however near the other is", () => {
    expect(clearsEarth(twoPoints(-1e-6, 100, 1e-6), 0, 1)).toBe(false);
    expect(clearsEarth(twoPoints(-1e-6, -1e-6, 0), 0, 1)).toBe(false);
    expect(clearsEarth(twoPoints(1e-6, 1e-6, 0), 0, 1)).toBe(true);
  });

  it("agrees with the nearest point of the segment, from both ends, on awkward clouds", () => {
    fc.assert(
      fc.property(clouds(20), ({ positionsKm, count }) => {
        for (let a = 0; a < count; a++) {
          for (let b = a + 1; b < count; b++) {
            const clearance = segmentDistanceKm(positionsKm, a, b) - CLEARANCE_RADIUS_KM;
            if (Math.abs(clearance) < 1e-8) continue;
            expect(clearsEarth(positionsKm, a, b)).toBe(clearance > 0);
            expect(clearsEarth(positionsKm, b, a)).toBe(clearance > 0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("needs no test below the shortcut, and fails every test beyond the horizon", () => {
    fc.assert(
      fc.property(clouds(40), ({ positionsKm, count }) => {
        const radius = Array.from({ length: count }, (_, i) =>
          Math.hypot(positionsKm[3 * i], positionsKm[3 * i + 1], positionsKm[3 * i + 2]),
        );
        for (let a = 0; a < count; a++) {
          for (let b = a + 1; b < count; b++) {
            const d2 = squaredDistance(positionsKm, a, b);
            const low = Math.min(radius[a], radius[b]);
            const high = Math.max(radius[a], radius[b]);
            if (d2 <= alwaysClearSquaredKm(low)) expect(clearsEarth(positionsKm, a, b)).toBe(true);
            if (d2 > horizonSquaredKm(high)) expect(clearsEarth(positionsKm, a, b)).toBe(false);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has no shortcut at or below the clearance sphere", () => {
    expect(alwaysClearSquaredKm(CLEARANCE_RADIUS_KM)).toBe(-1);
    expect(alwaysClearSquaredKm(6395)).toBe(-1);
    expect(alwaysClearSquaredKm(6928.135)).toBeGreaterThan(2000 ** 2);
  });
});

describe("range", () => {
  it("is inclusive", () => {
    const positions = Float64Array.of(7000, 0, 0, 7000, 1000, 0);
    expect(lengthSquaredKm(positions, 0, 1)).toBe(1_000_000);
    expect(isAdmissible(positions, 0, 1, 1000)).toBe(true);
    expect(isAdmissible(positions, 0, 1, 999.9999999999)).toBe(false);
    expect(isAdmissible(positions, 0, 1, Number.POSITIVE_INFINITY)).toBe(true);
  });
});
