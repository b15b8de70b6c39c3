import { describe, expect, it } from "vitest";
import { EphemerisStatus } from "../../orbits/ephemeris.js";
import {
  ALL_PRESETS,
  findPreset,
  PRESET_NAMES,
  PRESETS,
  type RingPreset,
  type ShellPreset,
  satellitesOf,
} from "../../orbits/presets.js";
import { createSgp4Ephemeris } from "../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../orbits/sgp4-tables.js";
import { walkerElements } from "../../orbits/walker.js";

const EPOCH = { day: 20072, secondOfDay: 0 };

/** As filed: altitude, inclination, planes x slots, and period in minutes. */
const FILED: Record<
  string,
  [altitudeKm: number, inclinationDeg: number, planes: number, slots: number, minutes: number]
> = {
  "starlink-gen1-1": [550, 53, 72, 22, 95.65],
  "starlink-gen1-2": [540, 53.2, 72, 22, 95.44],
  "starlink-gen1-3": [570, 70, 36, 20, 96.06],
  "starlink-gen1-4": [560, 97.6, 6, 58, 95.86],
  "starlink-gen1-5": [560, 97.6, 4, 43, 95.86],
  "starlink-gen2-525": [525, 53, 28, 120, 95.13],
  "starlink-gen2-530": [530, 43, 28, 120, 95.23],
  "starlink-gen2-535": [535, 33, 28, 120, 95.34],
  "kuiper-1": [630, 51.9, 34, 34, 97.31],
  "kuiper-2": [610, 42, 36, 36, 96.9],
  "kuiper-3": [590, 33, 28, 28, 96.48],
  "oneweb-1": [1200, 87.9, 12, 49, 109.42],
  "telesat-1": [1015, 98.98, 27, 13, 105.41],
  "telesat-2": [1325, 50.88, 40, 33, 112.13],
  iridium: [780, 86.4, 6, 11, 100.43],
  // Bassa et al., A&A 657, A75 (2022), Table 1; periods by Kepler's third law.
  "guowang-1": [590, 85, 8, 60, 96.48],
  "guowang-2": [600, 50, 40, 50, 96.69],
  "guowang-3": [508, 55, 60, 60, 94.78],
  "guowang-4": [1145, 30, 27, 64, 108.23],
  "guowang-5": [1145, 40, 27, 64, 108.23],
  "guowang-6": [1145, 50, 27, 64, 108.23],
  "guowang-7": [1145, 60, 27, 64, 108.23],
  "oneweb-phase2-1": [1200, 87.9, 36, 49, 109.42],
  "oneweb-phase2-2": [1200, 40, 32, 72, 109.42],
  "oneweb-phase2-3": [1200, 55, 32, 72, 109.42],
};

describe("presets", () => {
  it("are the filed shells, each with its filing", () => {
    expect(PRESETS.map((preset) => preset.name)).toEqual(Object.keys(FILED));
    for (const preset of PRESETS) {
      const { altitudeKm, inclinationDeg, planes, slotsPerPlane, source, standing } = preset;
      expect([altitudeKm, inclinationDeg, planes, slotsPerPlane]).toEqual(FILED[preset.name]?.slice(0, 4));
      expect(source).toMatch(/FCC|ITU/);
      expect(standing).toBe("filed");
    }
  });

  it("have the numbers of satellites that were filed", () => {
    const count = (name: string) => findPreset(name)?.reduce((sum, preset) => sum + satellitesOf(preset), 0);
    expect(count("starlink-gen1-1")).toBe(1584);
    expect(count("starlink-gen1")).toBe(4408);
    expect(count("starlink-gen2")).toBe(10_080);
    expect(count("kuiper")).toBe(3236);
    expect(count("oneweb")).toBe(588);
    expect(count("telesat")).toBe(1671);
    expect(count("iridium")).toBe(66);
    expect(count("guowang")).toBe(12_992);
    expect(count("oneweb-phase2")).toBe(6372);
    expect(count("project-sunrise")).toBe(51_600);
    expect(count("starcloud")).toBe(88_000);
    expect(count("orbital-data-centre")).toBe(1_000_000);
    expect(count("suncatcher")).toBe(81);
  });

  it("say which of them are illustrative, and stay within what was filed", () => {
    const illustrative = ALL_PRESETS.filter(({ standing }) => standing === "illustrative");
    expect([...PRESETS, ...illustrative]).toEqual(ALL_PRESETS);
    for (const { source } of illustrative)
      expect(source).toMatch(/(FCC .* are ours|Google, 2025: .* is our reading)$/);
    const band = (family: string) => {
      const altitudes = illustrative.flatMap((preset) => {
        if (preset.family !== family) return [];
        return preset.type === "sso" ? preset.altitudesKm : [preset.altitudeKm];
      });
      return [Math.min(...altitudes), Math.max(...altitudes), new Set(altitudes).size];
    };
    expect(band("project-sunrise")).toEqual([500, 1800, 172]);
    expect(band("starcloud")).toEqual([600, 850, 50]);
    expect(band("orbital-data-centre").slice(0, 2)).toEqual([500, 2000]);
    const rings = illustrative.filter((preset): preset is RingPreset => preset.type === "sso");
    expect(
      rings.map(({ altitudesKm, satellitesPerRing }) => [altitudesKm.length, satellitesPerRing]),
    ).toEqual([[172, 300], ...new Array(5).fill([10, 1760]), [250, 2000]]);
    for (const { altitudesKm, localTimeOfNodeSeconds } of rings) {
      expect(localTimeOfNodeSeconds).toBe(21_600);
      // Starcloud's filing: shells of at most 50 km.
      if (altitudesKm.length === 10) expect(altitudesKm[9] - altitudesKm[0]).toBeLessThanOrEqual(50);
    }
    const shells = illustrative.filter(
      (preset): preset is ShellPreset => preset.type !== "sso" && preset.type !== "cluster",
    );
    expect(shells).toHaveLength(25);
    for (const { planes, slotsPerPlane, inclinationDeg } of shells) {
      expect([planes, slotsPerPlane, inclinationDeg]).toEqual([200, 100, 30]);
    }
  });

  it.each(PRESETS)("$name: altitude, mean motion and period agree", (preset) => {
    const elements = walkerElements(preset, EPOCH);
    const periodMinutes = 1440 / (elements.meanMotionRevPerDay[0] as number);
    expect(periodMinutes).toBeCloseTo(FILED[preset.name]?.[4] as number, 1);
    const semiMajorAxisKm = (398_600.8 * ((periodMinutes * 60) / (2 * Math.PI)) ** 2) ** (1 / 3);
    expect(semiMajorAxisKm - 6378.135).toBeCloseTo(preset.altitudeKm, 6);

    const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, EPOCH));
    const positionsKm = new Float64Array(3 * elements.count);
    const status = new Uint8Array(elements.count);
    ephemeris.positionsAt(0, positionsKm, status);
    for (let i = 0; i < elements.count; i++) {
      expect(status[i]).toBe(EphemerisStatus.Ok);
      const radius = Math.hypot(...positionsKm.subarray(3 * i, 3 * i + 3));
      // The Earth's flattening moves a satellite by up to 20 km against the two-body circle.
      expect(Math.abs(radius - 6378.135 - preset.altitudeKm)).toBeLessThan(20);
    }
  });

  it("are found by name and by family, families first in the list of names", () => {
    expect(findPreset("kuiper")?.map((preset) => preset.name)).toEqual(["kuiper-1", "kuiper-2", "kuiper-3"]);
    expect(findPreset("kuiper-2")).toHaveLength(1);
    expect(findPreset("iridium")).toHaveLength(1);
    expect(findPreset("galileo")).toBeUndefined();
    expect(PRESET_NAMES.slice(0, 6)).toEqual([
      "starlink-gen1",
      "starlink-gen2",
      "kuiper",
      "oneweb",
      "telesat",
      "iridium",
    ]);
    expect(new Set(PRESET_NAMES).size).toBe(PRESET_NAMES.length);
    for (const name of PRESET_NAMES) expect(findPreset(name)).toBeDefined();
  });

  // The 25 shells of the orbital data centre are one pattern at 25 altitudes, which do not enter.
  const oneEach = (findPreset("orbital-data-centre-1") ?? []).filter(
    (preset): preset is ShellPreset => preset.type !== "sso" && preset.type !== "cluster",
  );
  it.each([...PRESETS, ...oneEach].filter((preset) => preset.phasingFrom === "choice"))(
    "$name: F, our choice, keeps satellites furthest apart",
    (preset) => {
      const chosen = closestApproach(preset, preset.phasing as number);
      expect(chosen).toBeGreaterThan(0);
      for (let f = 0; f < preset.planes; f++) {
        const other = closestApproach(preset, f);
        if (f < (preset.phasing as number)) expect(other).toBeLessThan(chosen * (1 + 1e-9));
        else expect(other).toBeLessThanOrEqual(chosen * (1 + 1e-9));
      }
    },
  );
});

/**
 * Smallest angle, ever, between two satellites of different planes, in radii: for circular orbits the cosine of
 * the angle is a constant plus a wave in the sum of the two arguments of latitude.
 */
function closestApproach({ type, planes, slotsPerPlane, inclinationDeg }: ShellPreset, f: number): number {
  const cosI = Math.cos((inclinationDeg * Math.PI) / 180);
  const sin2I = 1 - cosI * cosI;
  let largest = -1;
  for (let p = 1; p < planes; p++) {
    const node = ((type === "delta" ? 2 : 1) * Math.PI * p) / planes;
    for (let s = 0; s < slotsPerPlane; s++) {
      const ahead = 2 * Math.PI * ((f * p) / (planes * slotsPerPlane) + s / slotsPerPlane);
      const constant =
        0.5 * Math.cos(ahead) * (Math.cos(node) * (1 + cosI * cosI) + sin2I) -
        Math.sin(node) * cosI * Math.sin(ahead);
      largest = Math.max(largest, constant + 0.5 * sin2I * (1 - Math.cos(node)));
    }
  }
  return Math.sqrt(Math.max(0, 2 - 2 * largest));
}
