import { NS_PER_SECOND } from "../../orbits/constants.js";
import { isMapping } from "../../orbits/schema-problems.js";

/** How a quantity is shown: what its key ends in, and how many of the configuration's units make one of those. */
interface Shown {
  readonly unit: string;
  readonly per?: number;
}

const SECONDS: Shown = { unit: "Seconds", per: NS_PER_SECOND };
const BYTES: Shown = { unit: "Bytes" };
const BPS: Shown = { unit: "Bps" };
const DEG: Shown = { unit: "Deg" };

/** By the key of the scenario; only numbers (and lists of them) are quantities, so that `from: Tokyo` is none. */
const QUANTITIES: Readonly<Record<string, Shown>> = {
  ...Object.fromEntries(
    [
      "at",
      "cpu",
      "end",
      "every",
      "from",
      "mttf",
      "mttr",
      "off",
      "on",
      "processing",
      "spread",
      "start",
      "think",
      "to",
    ].map((key) => [key, SECONDS]),
  ),
  ...Object.fromEntries(["exponential", "mean", "request", "response", "size"].map((key) => [key, BYTES])),
  latitude: DEG,
  latitudes: DEG,
  longitude: DEG,
  maxRate: BPS,
  radius: { unit: "Km" },
  rate: BPS,
  total: BPS,
};

/** Parts whose `rate` counts events, not bits. */
const COUNTING = new Set(["poisson", "requests"]);

/**
 * A part of `traffic` or `faults` as the resolved scenario shows it: numbers with a unit in a key that names it.
 * @param value as the schema gives it: times in nanoseconds
 */
export function withUnitNames(value: unknown, counts = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withUnitNames(item, counts));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const shown = key === "rate" && counts ? { unit: "PerSecond" } : QUANTITIES[key];
      if (shown !== undefined && isNumeric(inner))
        return [`${key}${shown.unit}`, scaled(inner, shown.per ?? 1)];
      return [key, withUnitNames(inner, COUNTING.has(key))];
    }),
  );
}

type Numeric = number | readonly number[];

function isNumeric(value: unknown): value is Numeric {
  return (
    typeof value === "number" || (Array.isArray(value) && value.every((item) => typeof item === "number"))
  );
}

function scaled(value: Numeric, per: number): Numeric {
  return typeof value === "number" ? value / per : value.map((item) => item / per);
}
