/** Human units of scenario files. Each parser gives a number in the unit its name ends in, or undefined. */

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const QUANTITY = new RegExp(`^\\s*(${NUMBER})\\s*([a-zA-Zµμ°/]*)\\s*$`);

/** A kind of quantity: its units as factors to one base unit, and how to say what is expected. */
export interface Quantity {
  readonly what: string;
  readonly example: string;
  readonly units: Readonly<Record<string, number>>;
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

export const DATA_RATE_BPS: Quantity = {
  what: "a data rate",
  example: "20 Gbps",
  units: { bps: 1, kbps: 1e3, Mbps: 1e6, Gbps: 1e9, Tbps: 1e12 },
};

export const DATA_SIZE_BYTES: Quantity = {
  what: "a data size",
  example: "50 MB",
  units: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
};

/** Reads `"550 km"` as 550. Zero needs no unit. Gives a message for the user instead where it cannot. */
export function parseQuantity(kind: Quantity, text: unknown): number | { readonly error: string } {
  const expected = `expected ${kind.what} with a unit, such as "${kind.example}"`;
  const units = Object.keys(kind.units).filter((unit) => /^[a-zA-Z/]+$/.test(unit));
  if (text === 0) return 0;
  if (typeof text === "number") {
    return { error: `${expected}; ${text} has no unit (one of ${units.join(", ")})` };
  }
  if (typeof text !== "string") return { error: expected };
  const match = QUANTITY.exec(text);
  if (match === null) return { error: `${expected}; got "${text}"` };
  const value = Number(match[1]);
  const unit = match[2] as string;
  if (unit === "") {
    return value === 0 ? 0 : { error: `${expected}; "${text}" has no unit (one of ${units.join(", ")})` };
  }
  const factor = Object.hasOwn(kind.units, unit) ? kind.units[unit] : undefined;
  if (factor === undefined) {
    return { error: `${expected}; "${unit}" is not one of its units (${units.join(", ")})` };
  }
  // As near as a double comes: 0.07 s is 70000000.00000001 ns. Whoever needs whole units rounds (`quantity`).
  return value * factor;
}
