import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  absorbedW,
  equilibriumK,
  heatCapacityJPerK,
  radiatedWPerK4,
  type Surroundings,
  secondsUntil,
  temperatureAfter,
} from "../../../../sim/services/energy/heat-balance.js";

/** The worked case: areas of 1 m2, absorptance and emissivity 1, 50 kg of 1,000 J/(kg K). */
const BODY = {
  massKg: 50,
  specificHeatJKgK: 1000,
  sunAreaM2: 1,
  earthAreaM2: 1,
  radiatorAreaM2: 1,
  absorptance: 1,
  emissivity: 1,
  albedo: { coefficient: 0.3 },
  earth: { temperatureK: 288, emissivity: 0.6 },
};
const EXPLICIT = { kind: "explicit", stepSeconds: 5 } as const;
const ADAPTIVE = { kind: "adaptive" } as const;
const view = (6378 / 7000) ** 2;
const SUN: Surroundings = { irradianceWM2: 1360, sunlit: 1, albedoShare: 0.5, earthView: view };
const SHADOW: Surroundings = { irradianceWM2: 1360, sunlit: 0, albedoShare: 0, earthView: view };
const HEAT_SHARE = 0.5;

const radiated = radiatedWPerK4(BODY);
const capacity = heatCapacityJPerK(BODY);
const worked = (seconds: number, powerW: number) =>
  temperatureAfter(273.15, seconds, absorbedW(BODY, SUN) + HEAT_SHARE * powerW, radiated, capacity, EXPLICIT);

describe("the worked case, by explicit steps of 5 s", () => {
  it("warms to 273.294266 K in one step, and to 273.438465 K in two", () => {
    expect(worked(5, 0)).toBeCloseTo(273.294266, 6);
    expect(worked(10, 0)).toBeCloseTo(273.438465, 6);
  });

  it("is at 349.5933 K after 3,200 s with 10 W", () => {
    expect(worked(3200, 10)).toBeCloseTo(349.5933, 4);
  });

  it("comes to rest at 419.93 K in the sun, and at 243.49 K in the shadow", () => {
    expect(equilibriumK(absorbedW(BODY, SUN) + 5, radiated)).toBeCloseTo(419.93, 2);
    expect(equilibriumK(absorbedW(BODY, SHADOW) + 5, radiated)).toBeCloseTo(243.49, 2);
    expect(worked(1e6, 10)).toBeCloseTo(419.93, 2);
  });
});

describe("the fourth-order scheme", () => {
  const warmed = (fromK: number, seconds: number, heatW: number) =>
    temperatureAfter(fromK, seconds, heatW, radiated, capacity, ADAPTIVE);

  it("is what explicit steps of a millisecond come to", () => {
    const heatW = absorbedW(BODY, SUN) + 5;
    const fine = temperatureAfter(273.15, 600, heatW, radiated, capacity, {
      kind: "explicit",
      stepSeconds: 0.001,
    });
    expect(warmed(273.15, 600, heatW)).toBeCloseTo(fine, 4);
  });

  it("does not depend on how the time is cut", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 3, max: 600, noNaN: true }),
        fc.double({ min: 0, max: 5000, noNaN: true }),
        fc.double({ min: 1, max: 20_000, noNaN: true }),
        fc.integer({ min: 2, max: 60 }),
        (fromK, heatW, seconds, cuts) => {
          let t = fromK;
          for (let i = 0; i < cuts; i++) t = warmed(t, seconds / cuts, heatW);
          expect(Math.abs(t - warmed(fromK, seconds, heatW))).toBeLessThan(1e-3);
        },
      ),
    );
  });

  it("is stable at any length, and never passes the equilibrium", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 3, max: 1000, noNaN: true }),
        fc.double({ min: 1, max: 5000, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (fromK, heatW, seconds) => {
          const rest = equilibriumK(heatW, radiated);
          const t = warmed(fromK, seconds, heatW);
          expect(t).toBeGreaterThanOrEqual(Math.min(fromK, rest) - 1e-6);
          expect(t).toBeLessThanOrEqual(Math.max(fromK, rest) + 1e-6);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("tells when a temperature is met, and that one beyond the equilibrium never is", () => {
    const heatW = absorbedW(BODY, SUN);
    const at = (s: number) => warmed(273.15, s, heatW);
    const seconds = secondsUntil(300, 273.15, 10_000, at) as number;
    expect(at(seconds)).toBeCloseTo(300, 7);
    expect(secondsUntil(500, 273.15, 1e6, at)).toBeUndefined();
    expect(secondsUntil(300, 273.15, 10, at)).toBeUndefined();
  });
});

describe("heat from without", () => {
  it("takes absorptance for sunlight and emissivity for the Earth's infrared", () => {
    const body = { ...BODY, absorptance: 0.4, emissivity: 0.6, sunAreaM2: 2, earthAreaM2: 3 };
    const earthW = 0.6 * 5.670374419e-8 * 288 ** 4 * view;
    expect(absorbedW(body, SUN)).toBeCloseTo(
      0.4 * 1360 * 2 + 0.4 * 0.3 * 1360 * 3 * 0.5 + 0.6 * 3 * earthW,
      9,
    );
    expect(absorbedW(body, SHADOW)).toBeCloseTo(0.6 * 3 * earthW, 9);
  });
});
