import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { albedoPhase, earthSkyShare, earthViewFactor } from "../../orbits/earth-view.js";

const R = 6378.135;

describe("how much of the sky the Earth fills", () => {
  it("is what random directions meet", () => {
    // A lattice of directions (Fibonacci): each that comes nearer to the centre than R meets the Earth.
    const r = 7000;
    const count = 200_000;
    let met = 0;
    for (let i = 0; i < count; i++) {
      const down = 1 - (2 * (i + 0.5)) / count;
      if (down > 0 && r * Math.sqrt(1 - down * down) < R) met++;
    }
    expect(earthSkyShare(r)).toBeCloseTo(met / count, 4);
  });

  it("is half at the ground, and shrinks with distance", () => {
    expect(earthSkyShare(R)).toBe(0.5);
    expect(earthSkyShare(0)).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: R, max: 1e5, noNaN: true }), (r) => {
        expect(earthSkyShare(r + 10)).toBeLessThan(earthSkyShare(r));
      }),
    );
  });
});

describe("the Earth's view factor", () => {
  it("of a plate is the cosine-weighted share of its half of the sky", () => {
    const r = 6928.135;
    const edge = Math.asin(R / r);
    let sum = 0;
    const steps = 20_000;
    for (let i = 0; i < steps; i++) {
      const angle = ((i + 0.5) / steps) * edge;
      sum += Math.cos(angle) * Math.sin(angle) * 2 * Math.PI * (edge / steps);
    }
    expect(earthViewFactor(r, "plate")).toBeCloseTo(sum / Math.PI, 6);
  });

  it("of a sphere is the share of the sky", () => {
    expect(earthViewFactor(8000, "sphere")).toBe(earthSkyShare(8000));
  });
});

describe("the phase of albedo", () => {
  it("is the cosine of the Sun's zenith angle by day, and 0 by night", () => {
    expect(albedoPhase(7000, 0, 0, 1, 0, 0)).toBe(1);
    expect(albedoPhase(3500, 0, 3500 * Math.sqrt(3), 2, 0, 0)).toBeCloseTo(0.5, 12);
    expect(albedoPhase(-7000, 0, 0, 1, 0, 0)).toBe(0);
    expect(albedoPhase(0, 0, 0, 1, 0, 0)).toBe(0);
  });
});
