import type { HeatScheme } from "./energy-plan.js";

/** Stefan and Boltzmann's constant, W/(m2 K4). Source: CODATA 2018. */
export const STEFAN_BOLTZMANN = 5.670374419e-8;

/** A body of one temperature, as far as heat goes: see `ThermalModel`. */
export interface ThermalBody {
  readonly massKg: number;
  readonly specificHeatJKgK: number;
  readonly sunAreaM2: number;
  readonly earthAreaM2: number;
  readonly radiatorAreaM2: number;
  readonly absorptance: number;
  readonly emissivity: number;
  readonly albedo: { readonly coefficient: number };
  readonly earth: { readonly temperatureK: number; readonly emissivity: number };
}

/** What meets the body from without. */
export interface Surroundings {
  /** Sunlight where the body is, W/m2, and the share of the Sun's disc in view. */
  readonly irradianceWM2: number;
  readonly sunlit: number;
  /** Share of albedo * irradiance that meets `earthAreaM2`: view factor times phase, or a constant. */
  readonly albedoShare: number;
  /** View factor of the Earth from `earthAreaM2`. */
  readonly earthView: number;
}

/**
 * Heat that the body takes in from without, W: a S A_sun f + a rho S A_earth F_albedo + e (e_E sigma T_E^4) A_earth F.
 * Source: Gilmore (ed.), "Spacecraft Thermal Control Handbook", vol. 1, 2nd ed. 2002, chapter 2.
 */
export function absorbedW(body: ThermalBody, around: Surroundings): number {
  const { absorptance, emissivity, sunAreaM2, earthAreaM2, albedo, earth } = body;
  const { irradianceWM2, sunlit, albedoShare, earthView } = around;
  const direct = absorptance * irradianceWM2 * sunAreaM2 * sunlit;
  const reflected = absorptance * albedo.coefficient * irradianceWM2 * earthAreaM2 * albedoShare;
  const earthWM2 = earth.emissivity * STEFAN_BOLTZMANN * earth.temperatureK ** 4;
  return direct + reflected + emissivity * earthWM2 * earthAreaM2 * earthView;
}

/** What the body radiates per T^4, W/K^4. */
export function radiatedWPerK4({ emissivity, radiatorAreaM2 }: ThermalBody): number {
  return emissivity * STEFAN_BOLTZMANN * radiatorAreaM2;
}

/** What it takes to warm the body by a kelvin, J/K. */
export function heatCapacityJPerK({ massKg, specificHeatJKgK }: ThermalBody): number {
  return massKg * specificHeatJKgK;
}

/** Where it comes to rest with so much heat from without and within, K. */
export function equilibriumK(heatW: number, radiated: number): number {
  return (heatW / radiated) ** 0.25;
}

/** Steps of the fourth-order scheme take at most this share of the body's time constant. */
const LARGEST_STEP_SHARE = 0.05;

/**
 * Temperature after so long with constant heat, K, from dT/dt = (heat - radiated T^4) / capacity. `adaptive` is the
 * classic Runge-Kutta scheme with steps of a twentieth of the time constant capacity / (4 radiated T^3) at the hotter
 * end, which is stable at any length and good to 1e-6 K; `explicit` is Euler's, with fixed steps and a shorter last one.
 *
 * @param heatW from without and within
 */
export function temperatureAfter(
  fromK: number,
  seconds: number,
  heatW: number,
  radiated: number,
  capacityJPerK: number,
  scheme: HeatScheme,
): number {
  let t = fromK;
  if (scheme.kind === "explicit") {
    for (let left = seconds; left > 0; left -= scheme.stepSeconds) {
      t += (Math.min(left, scheme.stepSeconds) * (heatW - radiated * t ** 4)) / capacityJPerK;
    }
    return t;
  }
  const hot4 = Math.max(t * t * t * t, heatW / radiated);
  const hot2 = Math.sqrt(hot4);
  const rate = (4 * radiated * hot2 * Math.sqrt(hot2)) / capacityJPerK;
  const steps = Math.max(1, Math.ceil((seconds * rate) / LARGEST_STEP_SHARE));
  const h = seconds / steps;
  const heat = heatW / capacityJPerK;
  const loss = radiated / capacityJPerK;
  for (let i = 0; i < steps; i++) {
    const k1 = heat - loss * t * t * t * t;
    const t2 = t + 0.5 * h * k1;
    const k2 = heat - loss * t2 * t2 * t2 * t2;
    const t3 = t + 0.5 * h * k2;
    const k3 = heat - loss * t3 * t3 * t3 * t3;
    const t4 = t + h * k3;
    const k4 = heat - loss * t4 * t4 * t4 * t4;
    t += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return t;
}

/**
 * Seconds until the temperature is at `targetK`, found by halving to 10 ns; undefined where it is not within
 * `seconds`. With constant heat it goes one way only, so it is met once or never.
 */
export function secondsUntil(
  targetK: number,
  fromK: number,
  seconds: number,
  after: (seconds: number) => number,
): number | undefined {
  const end = after(seconds);
  if ((end - targetK) * (fromK - targetK) > 0) return undefined;
  let before = 0;
  let late = seconds;
  while (late - before > 1e-8) {
    const middle = (before + late) / 2;
    if ((after(middle) - targetK) * (fromK - targetK) > 0) before = middle;
    else late = middle;
  }
  return late;
}
