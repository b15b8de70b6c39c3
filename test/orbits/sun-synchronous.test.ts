import { describe, expect, it } from "vitest";
import { gmstRad } from "../../orbits/gmst.js";
import { addNs, type Instant, instantFromUnixMs, julianDate } from "../../orbits/instant.js";
import { OrbitLight } from "../../orbits/orbit-light.js";
import { ALL_PRESETS, type RingPreset } from "../../orbits/presets.js";
import { ringElements } from "../../orbits/rings.js";
import { createSgp4Ephemeris } from "../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../orbits/sgp4-tables.js";
import { sunEcefAu } from "../../orbits/sun.js";
import { nodeAtLocalTimeDeg, sunSynchronousInclinationDeg } from "../../orbits/sun-synchronous.js";

const DEG = Math.PI / 180;
const DAY_NS = 86_400e9;
const at = (text: string): Instant => instantFromUnixMs(Date.parse(text));
const ringPresets = ALL_PRESETS.filter((preset): preset is RingPreset => preset.type === "sso");

/** Inertial direction of a satellite's ascending node, degrees, from two Earth-fixed positions a minute apart. */
function nodesDeg(rings: RingPreset, epoch: Instant, timesNs: readonly number[]): number[][] {
  const elements = ringElements({ ...rings, satellitesPerRing: 1 }, epoch);
  const ephemeris = createSgp4Ephemeris(prepareSgp4(elements, epoch));
  const status = new Uint8Array(elements.count);
  const inertial = (timeNs: number) => {
    const fixed = new Float64Array(3 * elements.count);
    ephemeris.positionsAt(timeNs, fixed, status);
    const turn = gmstRad(addNs(epoch, timeNs));
    return (i: number): [number, number, number] => {
      const [x, y, z] = fixed.subarray(3 * i, 3 * i + 3);
      return [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn), z];
    };
  };
  return timesNs.map((timeNs) => {
    const [before, after] = [inertial(timeNs), inertial(timeNs + 60e9)];
    return Array.from({ length: elements.count }, (_, i) => {
      const [ax, ay, az] = before(i);
      const [bx, by, bz] = after(i);
      return Math.atan2(ay * bz - az * by, -(az * bx - ax * bz)) / DEG;
    });
  });
}

describe("sun-synchronous inclinations", () => {
  it.each([
    ["Landsat 8, mission design", 705, 98.2],
    ["SPOT 5, mission design", 822, 98.7],
    ["Project Sunrise, lowest and highest of the filing", 500, 97.4],
    ["Project Sunrise, lowest and highest of the filing", 1800, 103.7],
  ])("are those that are flown and filed: %s, %d km", (_, altitudeKm, inclinationDeg) => {
    expect(Math.abs(sunSynchronousInclinationDeg(altitudeKm) - inclinationDeg)).toBeLessThan(0.1);
  });

  it("exist only where J2 can turn the node so fast", () => {
    expect(sunSynchronousInclinationDeg(5900)).toBeGreaterThan(160);
    expect(() => sunSynchronousInclinationDeg(6100)).toThrow(/no orbit is sun-synchronous/);
    expect(() => sunSynchronousInclinationDeg(-1)).toThrow(RangeError);
    expect(() => sunSynchronousInclinationDeg(Number.NaN)).toThrow(RangeError);
  });

  it.each(ringPresets.map((preset) => [preset.name, preset] as const))(
    "make every ring of %s turn by 0.9856 degrees a day for 30 days under our propagator",
    (_, preset) => {
      const days = Array.from({ length: 31 }, (_each, day) => day);
      const nodes = nodesDeg(
        preset,
        at("2024-12-15T13:00:00Z"),
        days.map((day) => day * DAY_NS),
      );
      for (let ring = 0; ring < preset.altitudesKm.length; ring++) {
        let turned = 0;
        let slope = 0;
        for (const day of days) {
          if (day > 0) turned += ((((nodes[day][ring] - nodes[day - 1][ring]) % 360) + 540) % 360) - 180;
          slope += (day - 15) * turned;
        }
        // Sum of (day - 15)^2 over the 31 days.
        expect(Math.abs(slope / 2480 - 0.9856)).toBeLessThan(0.01);
      }
    },
  );
});

describe("the local time of a node", () => {
  const trueSunDeg = (instant: Instant) => {
    const [x, y] = sunEcefAu(julianDate(instant), 0);
    return Math.atan2(y, x) / DEG;
  };
  const apart = (one: number, other: number) => Math.abs(((((one - other) % 360) + 540) % 360) - 180);

  it("stands against the true Sun where its hour says, within the equation of time", () => {
    for (let day = 0; day < 366; day += 3) {
      const instant = addNs(at("2024-01-01T17:23:45Z"), day * DAY_NS);
      for (const hour of [0, 6, 10.5, 12, 22.25]) {
        const node = nodeAtLocalTimeDeg(hour * 3600, instant);
        expect(node).toBeGreaterThanOrEqual(0);
        expect(node).toBeLessThan(360);
        expect(apart(node, trueSunDeg(instant) + 15 * (hour - 12))).toBeLessThan(4.2);
      }
    }
  });

  it.each(["2024-04-15T06:00:00Z", "2024-06-13T00:00:00Z", "2024-09-01T08:00:00Z", "2024-12-25T06:00:00Z"])(
    "agrees with the true Sun where the equation of time is zero: %s",
    (text) => {
      const node = nodeAtLocalTimeDeg(6 * 3600, at(text));
      expect(apart(node, trueSunDeg(at(text)) - 90)).toBeLessThan(0.1);
    },
  );
});

/**
 * Share of the Sun that a circular orbit has, by looking at every hundredth of a degree: how much of a disc of 0.2666
 * degrees stands above the Earth's limb, which counts as straight. The Sun by the low-precision formula of the
 * Astronomical Almanac (section C), written for this test.
 */
function geometricShare(altitudeKm: number, inclinationDeg: number, nodeDeg: number, unixMs: number): number {
  const n = unixMs / 86_400_000 + 2440587.5 - 2451545;
  const g = (357.528 + 0.9856003 * n) * DEG;
  const longitude = (280.46 + 0.9856474 * n + 1.915 * Math.sin(g) + 0.02 * Math.sin(2 * g)) * DEG;
  const tilt = 23.44 * DEG;
  const sun = [
    Math.cos(longitude),
    Math.sin(longitude) * Math.cos(tilt),
    Math.sin(longitude) * Math.sin(tilt),
  ];
  const [node, i] = [nodeDeg * DEG, inclinationDeg * DEG];
  const r = 6378.135 + altitudeKm;
  let lit = 0;
  for (let step = 0; step < 36_000; step++) {
    const u = (step / 100) * DEG;
    const x = Math.cos(u) * Math.cos(node) - Math.sin(u) * Math.cos(i) * Math.sin(node);
    const y = Math.cos(u) * Math.sin(node) + Math.sin(u) * Math.cos(i) * Math.cos(node);
    const z = Math.sin(u) * Math.sin(i);
    const along = x * sun[0] + y * sun[1] + z * sun[2];
    const aboveLimb = Math.PI - Math.acos(along) - Math.asin(6378.135 / r);
    const h = Math.max(-1, Math.min(1, aboveLimb / (0.2666 * DEG)));
    lit += 1 - (Math.acos(h) - h * Math.sqrt(1 - h * h)) / Math.PI;
  }
  return lit / 36_000;
}

describe("sunlight at dawn and dusk", () => {
  it.each([
    ["2024-03-20T03:06:00Z", 1, 1],
    ["2024-05-10T12:00:00Z", 0.75, 1],
    ["2024-06-20T20:51:00Z", 0.75, 1],
    ["2024-09-22T12:44:00Z", 1, 1],
    ["2024-12-21T09:20:00Z", 0.75, 1],
  ])("has the share of a dense geometric scan, within a point: %s", (text, least, most) => {
    const epoch = at(text);
    const altitudesKm = [500, 650, 850, 1150, 1400, 1800];
    const rings = { name: "dawn", altitudesKm, satellitesPerRing: 200, localTimeOfNodeSeconds: 21_600 };
    const elements = ringElements(rings, epoch);
    const light = new OrbitLight(createSgp4Ephemeris(prepareSgp4(elements, epoch)), epoch);
    altitudesKm.forEach((altitudeKm, ring) => {
      let lit = 0;
      for (const timeNs of [0, 7e9, 13e9, 1800e9, 5000e9]) {
        for (let slot = 0; slot < 200; slot++) {
          light.look(200 * ring + slot, timeNs);
          lit += light.sunlit / 1000;
        }
      }
      const node = elements.rightAscensionDeg[200 * ring];
      const scanned = geometricShare(
        altitudeKm,
        sunSynchronousInclinationDeg(altitudeKm),
        node,
        Date.parse(text),
      );
      expect(Math.abs(lit - scanned)).toBeLessThan(0.01);
      expect(lit).toBeGreaterThanOrEqual(least);
      expect(lit).toBeLessThanOrEqual(most + 1e-9);
    });
  });
});
