import { describe, expect, it } from "vitest";
import { evenAltitudesKm, ringElements } from "../../orbits/rings.js";

const EPOCH = { day: 20072, secondOfDay: 46_800 };
const RINGS = {
  name: "dawn",
  altitudesKm: [500, 550, 700],
  satellitesPerRing: 4,
  localTimeOfNodeSeconds: 21_600,
};

describe("element sets of sun-synchronous rings", () => {
  it("go by ring, then slot, all through one node, each ring at its altitude", () => {
    const elements = ringElements(RINGS, EPOCH);
    expect(elements.count).toBe(12);
    expect(elements.names.slice(3, 6)).toEqual(["dawn-0-3", "dawn-1-0", "dawn-1-1"]);
    expect([...elements.meanAnomalyDeg.subarray(4, 8)]).toEqual([0, 90, 180, 270]);
    expect(new Set(elements.rightAscensionDeg).size).toBe(1);
    expect(new Set(elements.epochDay)).toEqual(new Set([EPOCH.day]));
    expect(new Set(elements.epochSecondOfDay)).toEqual(new Set([EPOCH.secondOfDay]));
    RINGS.altitudesKm.forEach((altitudeKm, ring) => {
      // Kepler's third law with WGS72's mu.
      const revPerDay = (86_400 / (2 * Math.PI)) * Math.sqrt(398_600.8 / (6378.135 + altitudeKm) ** 3);
      for (let slot = 0; slot < 4; slot++) {
        expect(elements.meanMotionRevPerDay[4 * ring + slot]).toBeCloseTo(revPerDay, 10);
      }
    });
    expect(elements.inclinationDeg[0]).toBeLessThan(elements.inclinationDeg[4]);
    expect(elements.inclinationDeg[4]).toBeLessThan(elements.inclinationDeg[8]);
  });

  it("are evenly spaced in altitude, both ends included", () => {
    expect(evenAltitudesKm(500, 800, 4)).toEqual([500, 600, 700, 800]);
    expect(evenAltitudesKm(500, 500, 1)).toEqual([500]);
    const many = evenAltitudesKm(500, 1800, 172);
    expect([many.length, many[0], many.at(-1)]).toEqual([172, 500, 1800]);
  });

  it.each([
    [{ altitudesKm: [] }, /at least one ring/],
    [{ altitudesKm: [-10] }, /above 80 and at most 2500, got -10 for ring 0/],
    [{ altitudesKm: [80] }, /above 80/],
    [{ altitudesKm: [500, 2501] }, /at most 2500, got 2501 for ring 1/],
    [{ altitudesKm: [Number.NaN] }, /got NaN/],
    [{ altitudesKm: [600, 600] }, /must ascend, got 600 after 600/],
    [{ satellitesPerRing: 0 }, /satellitesPerRing must be a whole number of at least 1, got 0/],
    [{ satellitesPerRing: 1.5 }, /got 1.5/],
    [{ localTimeOfNodeSeconds: 86_400 }, /below 86400, got 86400/],
  ])("refuse %o", (wrong, message) => {
    expect(() => ringElements({ ...RINGS, ...wrong }, EPOCH)).toThrow(message);
  });
});
