import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { fastestLimbRate, Light, lightAt, lightEnd, sunAboveLimb } from "../../orbits/eclipse.js";
import { OrbitLight } from "../../orbits/orbit-light.js";
import { createSgp4Ephemeris } from "../../orbits/sgp4-kernel.js";
import { prepareSgp4 } from "../../orbits/sgp4-tables.js";
import { sunlitFraction } from "../../orbits/sun.js";
import type { Vector3 } from "../../orbits/vector.js";
import { walkerElements } from "../../orbits/walker.js";

/** The equinox of March 2026, 14:46 UTC: the Sun is in the direction of right ascension 0. */
const EQUINOX = { day: Date.UTC(2026, 2, 20) / 86_400_000, secondOfDay: 14.77 * 3600 };
const R = 6378;

/** One satellite over the poles, whose plane stands at `betaDeg` to the Sun at the equinox. */
function polar(betaDeg: number, altitudeKm = 550, inclinationDeg = 90): OrbitLight {
  const elements = walkerElements(
    {
      name: "polar",
      type: "delta",
      altitudeKm,
      inclinationDeg,
      planes: 1,
      slotsPerPlane: 1,
      phasing: 0,
      rightAscensionDeg: betaDeg,
      meanAnomalyDeg: 0,
    },
    EQUINOX,
  );
  return new OrbitLight(createSgp4Ephemeris(prepareSgp4(elements, EQUINOX)), EQUINOX);
}

const periodS = (altitudeKm: number) => 2 * Math.PI * Math.sqrt((6378.135 + altitudeKm) ** 3 / 398600.8);
const rateOf = (altitudeKm: number, eccentricity = 0) =>
  fastestLimbRate((2 * Math.PI) / periodS(altitudeKm), eccentricity);

/** Share of time in a cylindrical shadow on a circular orbit, from the geometry of the plane. */
function shadowShare(betaDeg: number, altitudeKm: number): number {
  const cosine =
    Math.sqrt(altitudeKm ** 2 + 2 * R * altitudeKm) /
    ((R + altitudeKm) * Math.cos((betaDeg * Math.PI) / 180));
  return cosine >= 1 ? 0 : Math.acos(cosine) / Math.PI;
}

/** Light by light over some time, as `lightEnd` gives it. */
function lightsOf(orbit: OrbitLight, seconds: number, rate: number): { light: Light; seconds: number }[] {
  const all: { light: Light; seconds: number }[] = [];
  for (let t = 0; t < seconds * 1e9; ) {
    const light = lightAt(orbit.sunAboveLimb(0, t));
    const end = lightEnd(orbit, 0, light, t, seconds * 1e9, rate);
    expect(end).toBeGreaterThan(t);
    all.push({ light, seconds: (end - t) / 1e9 });
    t = end;
  }
  return all;
}

describe("the share of time in the Earth's shadow", () => {
  it("is that of the closed form for a cylinder, 37.2 % and 21.5 % at 550 km", () => {
    expect(shadowShare(0, 550)).toBeCloseTo(0.372, 3);
    expect(shadowShare(60, 550)).toBeCloseTo(0.215, 3);
  });

  it.each([0, 30, 60])(
    "is within a percentage point of it at beta %i degrees, scanned second by second",
    (beta) => {
      const orbit = polar(beta);
      let dark = 0;
      const seconds = Math.round(periodS(550));
      for (let s = 0; s < seconds; s++) {
        orbit.look(0, s * 1e9);
        dark += 1 - orbit.sunlit;
      }
      expect(Math.abs(dark / seconds - shadowShare(beta, 550))).toBeLessThan(0.01);
    },
  );

  it.each([0, 30, 60])("is the same from edges that were searched for, at beta %i degrees", (beta) => {
    const seconds = 10 * periodS(550);
    const lights = lightsOf(polar(beta), seconds, rateOf(550));
    const dark = lights.reduce(
      (sum, { light, seconds: s }) =>
        sum + (light === Light.Umbra ? s : light === Light.Penumbra ? s / 2 : 0),
      0,
    );
    expect(Math.abs(dark / seconds - shadowShare(beta, 550))).toBeLessThan(0.01);
  });

  it("is none where the plane faces the Sun", () => {
    expect(
      lightsOf(polar(80), 3 * periodS(550), rateOf(550)).every(({ light }) => light === Light.Full),
    ).toBe(true);
  });
});

describe("edges of light", () => {
  it("are where satellite.js's shadow begins and ends", () => {
    const orbit = polar(20);
    let t = 0;
    for (let edges = 0; edges < 16; edges++) {
      const light = lightAt(orbit.sunAboveLimb(0, t));
      t = lightEnd(orbit, 0, light, t, t + 7.2e12, rateOf(550));
      const [before, after] = [-2e7, 2e7].map((ns) => {
        orbit.look(0, t + ns);
        return lightOfFraction(orbit.sunlit);
      });
      expect(before).toBe(light);
      expect(after).not.toBe(light);
    }
  });

  it("are all found: no second of a dense scan disagrees, whatever the orbit", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 80, noNaN: true }),
        fc.double({ min: 300, max: 2000, noNaN: true }),
        fc.double({ min: 30, max: 150, noNaN: true }),
        (node, altitudeKm, inclinationDeg) => {
          const orbit = polar(node, altitudeKm, inclinationDeg);
          const seconds = 2 * periodS(altitudeKm);
          let t = 0;
          for (const { light, seconds: length } of lightsOf(orbit, seconds, rateOf(altitudeKm))) {
            for (let s = 0.01; s < length - 0.01; s += 5) {
              orbit.look(0, (t + s) * 1e9);
              expect(lightAt(orbit.sunAboveLimb(0, Math.round((t + s) * 1e9)))).toBe(light);
            }
            t += length;
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("are never passed, for the bound on the rate holds", () => {
    for (const altitudeKm of [300, 550, 1200]) {
      const orbit = polar(10, altitudeKm, 53);
      const bound = rateOf(altitudeKm);
      for (let s = 0; s < periodS(altitudeKm); s += 3) {
        const change = orbit.sunAboveLimb(0, (s + 1) * 1e9) - orbit.sunAboveLimb(0, s * 1e9);
        expect(Math.abs(change)).toBeLessThan(bound);
      }
    }
  });
});

describe("the height of the Sun above the limb", () => {
  it("is 0 at the geometric edge, and 1 a radius of the Sun further", () => {
    const r = 6928.135;
    const limb = Math.asin(6378.135 / r);
    const sun: Vector3 = [1, 0, 0];
    const at = (angle: number) => sunAboveLimb(-r * Math.cos(angle), r * Math.sin(angle), 0, ...sun);
    expect(at(limb)).toBeCloseTo(0, 9);
    expect(at(limb + 695_700 / 149_597_870.7)).toBeCloseTo(1, 4);
  });

  it("is far below for what has no place", () => {
    expect(sunAboveLimb(0, 0, 0, 1, 0, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(lightAt(Number.NEGATIVE_INFINITY)).toBe(Light.Umbra);
  });
});

describe("a look at a satellite", () => {
  it("finds the Sun where the almanac has it, at any time of the day", () => {
    const orbit = polar(0);
    const fractions = new Float64Array(1);
    for (let s = 0; s < 86_400; s += 700.1) {
      orbit.look(0, s * 1e9);
      const sun: Vector3 = [orbit.sunX, orbit.sunY, orbit.sunZ];
      sunlitFraction(sun, Float64Array.of(orbit.x, orbit.y, orbit.z), fractions);
      expect(fractions[0]).toBe(orbit.sunlit);
      // At the equinox the Sun stands over the equator, to half a degree a day.
      expect(Math.abs(sun[2])).toBeLessThan(0.008);
      const hours = Math.atan2(sun[1], sun[0]) / (2 * Math.PI);
      // Noon at Greenwich comes 7.4 minutes late on that day.
      const expected = -((14.77 + s / 3600 - 12 - 7.4 / 60) / 24);
      expect(Math.abs(((hours - expected + 1.5) % 1) - 0.5)).toBeLessThan(1e-3);
    }
  });
});

function lightOfFraction(sunlit: number): Light {
  if (sunlit === 1) return Light.Full;
  return sunlit === 0 ? Light.Umbra : Light.Penumbra;
}
