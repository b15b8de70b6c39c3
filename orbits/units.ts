/** Human units of scenario files. Each parser gives a number in the unit its name ends in, or undefined. */

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const QUANTITY = new RegExp(`^\\s*(${NUMBER})\\s*((?:[a-zA-Zµμ°/][a-zA-Z0-9µμ°²/]*)?)\\s*$`);

/** A kind of quantity: its units as factors to one base unit, and how to say what is expected. */
export interface Quantity {
  readonly what: string;
  readonly example: string;
  readonly units: Readonly<Record<string, number>>;
  /** What is added after the factor, for units whose zero is not the base unit's. */
  readonly offsets?: Readonly<Record<string, number>>;
}

export const LENGTH_KM: Quantity = { what: "a length", example: "550 km", units: { km: 1, m: 1e-3 } };

export const DURATION_NS: Quantity = {
  what: "a duration",
  example: "10 min",
  units: { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9, d: 86_400e9 },
};

export const ANGLE_DEG: Quantity = {
  what: "an angle",
  example: "25 deg",
  units: { deg: 1, "°": 1, rad: 180 / Math.PI },
};

export const ANGULAR_RATE_DEG_S: Quantity = {
  what: "an angular rate",
  example: "0.5 deg/s",
  units: { "deg/s": 1, "°/s": 1, "rad/s": 180 / Math.PI },
};

/** A knot is 1,852 m an hour. Source: BIPM, "The International System of Units", 9th ed., table 8. */
export const SPEED_KM_S: Quantity = {
  what: "a speed",
  example: "900 km/h",
  units: { "km/h": 1 / 3600, "m/s": 1e-3, "km/s": 1, kn: 1.852 / 3600 },
};

export const DATA_RATE_BPS: Quantity = {
  what: "a data rate",
  example: "20 Gbps",
  units: { bps: 1, kbps: 1e3, Mbps: 1e6, Gbps: 1e9, Tbps: 1e12 },
};

export const FREQUENCY_HZ: Quantity = {
  what: "a rate of events",
  example: "5 /s",
  units: { "/s": 1, "/min": 1 / 60, "/h": 1 / 3600, "/d": 1 / 86_400, Hz: 1, kHz: 1e3 },
};

export const DATA_SIZE_BYTES: Quantity = {
  what: "a data size",
  example: "50 MB",
  units: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
};

export const POWER_W: Quantity = {
  what: "a power",
  example: "30 W",
  units: { W: 1, mW: 1e-3, kW: 1e3 },
};

export const ENERGY_J: Quantity = {
  what: "an energy",
  example: "86 Wh",
  units: { J: 1, kJ: 1e3, MJ: 1e6, Wh: 3600, kWh: 3.6e6 },
};

export const ENERGY_PER_BIT_J: Quantity = {
  what: "an energy per bit",
  example: "50 nJ/bit",
  units: { "J/bit": 1, "mJ/bit": 1e-3, "uJ/bit": 1e-6, "µJ/bit": 1e-6, "μJ/bit": 1e-6, "nJ/bit": 1e-9 },
};

export const AREA_M2: Quantity = {
  what: "an area",
  example: "0.5 m2",
  units: { m2: 1, "m²": 1, cm2: 1e-4, "cm²": 1e-4 },
};

export const MASS_KG: Quantity = { what: "a mass", example: "50 kg", units: { kg: 1, g: 1e-3, t: 1e3 } };

export const SPECIFIC_HEAT_J_KG_K: Quantity = {
  what: "a specific heat",
  example: "900 J/kg/K",
  units: { "J/kg/K": 1, "kJ/kg/K": 1e3 },
};

/** Kelvin; zero needs its unit too, for it is not the same in both. */
export const TEMPERATURE_K: Quantity = {
  what: "a temperature",
  example: "20 degC",
  units: { K: 1, degC: 1, "°C": 1 },
  offsets: { degC: 273.15, "°C": 273.15 },
};

/** A difference of temperatures. */
export const TEMPERATURE_STEP_K: Quantity = {
  what: "a difference of temperatures",
  example: "5 K",
  units: { K: 1 },
};

export const IRRADIANCE_W_M2: Quantity = {
  what: "an irradiance",
  example: "1361 W/m2",
  units: { "W/m2": 1, "W/m²": 1 },
};

export const RATE_PER_S: Quantity = {
  what: "a rate",
  example: "3 /d",
  units: { "/s": 1, "/min": 1 / 60, "/h": 1 / 3600, "/d": 1 / 86_400 },
};

export const DOSE_RATE_GY_S: Quantity = {
  what: "a dose rate",
  example: "10 mGy/d",
  units: { "Gy/s": 1, "Gy/h": 1 / 3600, "Gy/d": 1 / 86_400, "mGy/h": 1e-3 / 3600, "mGy/d": 1e-3 / 86_400 },
};

/** Reads `"550 km"` as 550. Zero needs no unit. Gives a message for the user instead where it cannot. */
export function parseQuantity(kind: Quantity, text: unknown): number | { readonly error: string } {
  const expected = `expected ${kind.what} with a unit, such as "${kind.example}"`;
  const units = Object.keys(kind.units).filter((unit) => /^[a-zA-Z0-9/]+$/.test(unit));
  if (text === 0 && kind.offsets === undefined) return 0;
  if (typeof text === "number") {
    return { error: `${expected}; ${text} has no unit (one of ${units.join(", ")})` };
  }
  if (typeof text !== "string") return { error: expected };
  const match = QUANTITY.exec(text);
  if (match === null) return { error: `${expected}; got "${text}"` };
  const value = Number(match[1]);
  const unit = match[2] as string;
  if (unit === "") {
    return value === 0 && kind.offsets === undefined
      ? 0
      : { error: `${expected}; "${text}" has no unit (one of ${units.join(", ")})` };
  }
  const factor = Object.hasOwn(kind.units, unit) ? kind.units[unit] : undefined;
  if (factor === undefined) {
    return { error: `${expected}; "${unit}" is not one of its units (${units.join(", ")})` };
  }
  // As near as a double comes: 0.07 s is 70000000.00000001 ns. Whoever needs whole units rounds (`quantity`).
  const offset = kind.offsets?.[unit];
  return offset === undefined ? value * factor : value * factor + offset;
}
