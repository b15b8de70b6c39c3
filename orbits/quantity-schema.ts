import { z } from "zod";
import { parseQuantity, type Quantity } from "./units.js";

/** Which values a quantity may take, as texts with units: `{ atLeast: "1 ms" }`. */
export interface QuantityLimits {
  readonly atLeast?: string;
  readonly atMost?: string;
  /** Exclusive lower limit. */
  readonly above?: string;
  /** Only whole numbers of the base unit, named here (such as "nanoseconds"), are accepted. */
  readonly whole?: string;
}

/** A schema that reads `"550 km"` as 550; its JSON Schema asks for text with one of the units. */
export type QuantitySchema = z.ZodType<number, unknown>;

/**
 * A zod schema for human units. Its messages are `parseQuantity`'s, and those of the limits.
 *
 * @throws RangeError where a limit itself cannot be read
 */
export function quantity(kind: Quantity, limits: QuantityLimits = {}): QuantitySchema {
  const violated = limitCheck(kind, limits);
  return z
    .unknown()
    .transform((written, context): number => {
      const parsed = parseQuantity(kind, written);
      const value = typeof parsed === "number" && limits.whole !== undefined ? nearWhole(parsed) : parsed;
      const message = typeof value === "number" ? violated(value, written) : value.error;
      if (typeof value === "number" && message === undefined) return value + 0; // no negative zero
      context.issues.push({ code: "custom", message, input: written });
      return z.NEVER;
    })
    .meta(quantityJson(kind));
}

function limitCheck(
  kind: Quantity,
  { atLeast, atMost, above, whole }: QuantityLimits,
): (value: number, written: unknown) => string | undefined {
  const lowest = readLimit(kind, atLeast) ?? Number.NEGATIVE_INFINITY;
  const highest = readLimit(kind, atMost) ?? Number.POSITIVE_INFINITY;
  const floor = readLimit(kind, above) ?? Number.NEGATIVE_INFINITY;
  return (value, written) => {
    const got = `got ${JSON.stringify(written)}`;
    if (!Number.isFinite(value)) return `expected ${kind.what} that is a finite number; ${got}`;
    if (value < lowest) return `expected ${kind.what} of at least ${atLeast}; ${got}`;
    if (value > highest) return `expected ${kind.what} of at most ${atMost}; ${got}`;
    if (value <= floor) return `expected ${kind.what} above ${above}; ${got}`;
    if (whole !== undefined && !Number.isInteger(value)) {
      return `expected ${kind.what} in whole ${whole}; ${got}`;
    }
    return undefined;
  };
}

function readLimit(kind: Quantity, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = parseQuantity(kind, text);
  if (typeof limit !== "number") throw new RangeError(`limit "${text}": ${limit.error}`);
  return limit;
}

/** Decimal texts times a factor can miss a whole number by rounding alone: 0.07 s * 1e9 = 70000000.00000001. */
function nearWhole(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) <= Math.abs(value) * 2 ** -51 ? whole : value;
}

function quantityJson({ units, offsets }: Quantity): Record<string, unknown> {
  const amount = String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*(${Object.keys(units).join("|")})`;
  if (offsets !== undefined) return { type: "string", pattern: String.raw`^\s*${amount}\s*$` };
  return { anyOf: [{ type: "string", pattern: String.raw`^\s*(${amount}|0)\s*$` }, { const: 0 }] };
}
