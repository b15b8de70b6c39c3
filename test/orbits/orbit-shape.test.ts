import { describe, expect, it } from "vitest";
import { allocateElementSets } from "../../orbits/element-sets.js";
import type { Ephemeris } from "../../orbits/ephemeris.js";
import { instantFromUnixMs } from "../../orbits/instant.js";
import { osculatingShapes } from "../../orbits/orbit-shape.js";
import { createSgp4Ephemeris } from "../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../orbits/sgp4-tables.js";

const START = instantFromUnixMs(Date.parse("2026-03-20T14:46:00Z"));

/** Satellites at perigee, of these revolutions a day and eccentricities. */
function satellites(shapes: readonly (readonly [revPerDay: number, eccentricity: number])[]): Ephemeris {
  const elements = allocateElementSets(
    shapes.length,
    shapes.map((_, i) => `sat-${i}`),
  );
  shapes.forEach(([revPerDay, eccentricity], i) => {
    elements.meanMotionRevPerDay[i] = revPerDay;
    elements.eccentricity[i] = eccentricity;
    elements.inclinationDeg[i] = 60;
    elements.rightAscensionDeg[i] = 40 * i;
    elements.epochDay[i] = Math.floor(Date.parse("2026-03-20") / 86_400_000);
    elements.epochSecondOfDay[i] = 53_160;
  });
  return createSgp4Ephemeris(prepareSgp4(elements, START));
}

describe("the shape of an orbit, from motion alone", () => {
  it("is that of the elements, but for what the Earth's flattening adds", () => {
    const given = [
      [15.2, 0],
      [14.1, 0.01],
      [12.5, 0.1],
      [6, 0.4],
    ] as const;
    const shapeOf = osculatingShapes(satellites(given), START);
    given.forEach(([revPerDay, eccentricity], i) => {
      const shape = shapeOf(i);
      expect(shape.meanMotionRevPerDay / revPerDay).toBeCloseTo(1, 2);
      expect(Math.abs(shape.eccentricity - eccentricity)).toBeLessThan(0.003);
    });
  });

  it("of a satellite without a place is the lowest circle, the fastest there is", () => {
    const nowhere: Ephemeris = { count: 1, positionsAt: (_, positionsKm) => positionsKm.fill(0) };
    const { meanMotionRevPerDay, eccentricity } = osculatingShapes(nowhere, START)(0);
    // Kepler's third law at 6,458.135 km.
    expect(86_400 / meanMotionRevPerDay).toBeCloseTo(2 * Math.PI * Math.sqrt(6458.135 ** 3 / 398_600.8), 6);
    expect(eccentricity).toBe(0);
  });
});
