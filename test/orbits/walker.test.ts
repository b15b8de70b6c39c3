import { describe, expect, it } from "vitest";
import { meanMotionRevPerDay, type WalkerShell, walkerElements } from "../../orbits/walker.js";

const EPOCH = { day: 20072, secondOfDay: 46_800 };
const shell = (change: Partial<WalkerShell> = {}): WalkerShell => ({
  name: "shell",
  type: "delta",
  planes: 3,
  slotsPerPlane: 4,
  altitudeKm: 550,
  inclinationDeg: 53,
  phasing: 1,
  ...change,
});

describe("a Walker shell", () => {
  it("is numbered by plane, then slot, and starts at node 0 and anomaly 0", () => {
    const elements = walkerElements(shell(), EPOCH);
    expect(elements.count).toBe(12);
    expect([...elements.rightAscensionDeg]).toEqual([0, 0, 0, 0, 120, 120, 120, 120, 240, 240, 240, 240]);
    expect([...elements.meanAnomalyDeg.subarray(0, 4)]).toEqual([0, 90, 180, 270]);
    expect(elements.names.at(5)).toBe("shell-1-1");
    expect([...elements.epochDay]).toEqual(new Array(12).fill(EPOCH.day));
    expect([...elements.epochSecondOfDay]).toEqual(new Array(12).fill(EPOCH.secondOfDay));
  });

  it("shifts plane p by F p / (P S) of a turn", () => {
    const elements = walkerElements(shell({ phasing: 2 }), EPOCH);
    expect(elements.meanAnomalyDeg[4]).toBeCloseTo(60, 12);
    expect(elements.meanAnomalyDeg[8]).toBeCloseTo(120, 12);
    expect(elements.meanAnomalyDeg[11]).toBeCloseTo(30, 12);
  });

  it("shifts odd planes by half a slot where the phasing is half-slot", () => {
    const elements = walkerElements(shell({ phasing: "half-slot" }), EPOCH);
    expect([elements.meanAnomalyDeg[0], elements.meanAnomalyDeg[4], elements.meanAnomalyDeg[8]]).toEqual([
      0, 45, 0,
    ]);
  });

  it("spreads the planes of a star over half of the equator", () => {
    const elements = walkerElements(shell({ type: "star" }), EPOCH);
    expect([
      elements.rightAscensionDeg[0],
      elements.rightAscensionDeg[4],
      elements.rightAscensionDeg[8],
    ]).toEqual([0, 60, 120]);
  });

  it("starts where it is told to, within one turn", () => {
    const elements = walkerElements(shell({ rightAscensionDeg: 300, meanAnomalyDeg: -30 }), EPOCH);
    expect(elements.rightAscensionDeg[4]).toBeCloseTo(60, 12);
    expect(elements.meanAnomalyDeg[0]).toBe(330);
    for (const angle of [...elements.rightAscensionDeg, ...elements.meanAnomalyDeg]) {
      expect(angle).toBeGreaterThanOrEqual(0);
      expect(angle).toBeLessThan(360);
    }
  });

  it("has circular orbits without drag, of Kepler's mean motion in WGS72", () => {
    const elements = walkerElements(shell({ altitudeKm: 630, inclinationDeg: 51.9 }), EPOCH);
    expect([...elements.eccentricity, ...elements.bstar, ...elements.argumentOfPerigeeDeg]).toEqual(
      new Array(36).fill(0),
    );
    expect(elements.inclinationDeg[7]).toBe(51.9);
    expect(elements.meanMotionRevPerDay[7]).toBeCloseTo(14.7979, 4);
    // Not rounded: Kepler's third law holds to the last digits.
    const radPerSecond = ((elements.meanMotionRevPerDay[0] as number) * 2 * Math.PI) / 86_400;
    expect(radPerSecond ** 2 * (6378.135 + 630) ** 3).toBeCloseTo(398_600.8, 7);
  });

  it("may be one satellite", () => {
    expect(walkerElements(shell({ planes: 1, slotsPerPlane: 1, phasing: "half-slot" }), EPOCH).count).toBe(1);
  });

  it.each([
    [{ planes: 0 }, /planes .*at least 1, got 0/],
    [{ planes: 1.5 }, /planes .*got 1.5/],
    [{ slotsPerPlane: -2 }, /slotsPerPlane .*got -2/],
    [{ altitudeKm: 80 }, /altitudeKm must be above 80, got 80/],
    [{ altitudeKm: Number.NaN }, /altitudeKm/],
    [{ altitudeKm: Number.POSITIVE_INFINITY }, /altitudeKm/],
    [{ inclinationDeg: 181 }, /inclinationDeg must be from 0 to 180, got 181/],
    [{ phasing: Number.NaN }, /phasing/],
    [{ rightAscensionDeg: Number.NaN }, /rightAscensionDeg/],
    [{ meanAnomalyDeg: Number.POSITIVE_INFINITY }, /meanAnomalyDeg/],
  ])("refuses %o", (change, message) => {
    expect(() => walkerElements(shell(change), EPOCH)).toThrow(RangeError);
    expect(() => walkerElements(shell(change), EPOCH)).toThrow(message);
  });
});

describe("mean motion", () => {
  it("is one revolution a sidereal day at the geostationary ring", () => {
    expect(meanMotionRevPerDay(42_164.17 - 6378.135)).toBeCloseTo(1.0027379, 5);
  });
});
