import { formatDuration, formatNumber } from "./format.js";

/** Units by the endings of keys in a resolved scenario. */
const SUFFIXES: readonly (readonly [ending: string, write: (value: number) => string])[] = [
  ["Seconds", (value) => formatDuration(1e9 * value)],
  ["Bps", (value) => scaled(value, "bit/s")],
  ["Bytes", (value) => scaled(value, "B")],
  ["Km", (value) => `${formatNumber(value)} km`],
  ["Deg", (value) => `${formatNumber(value)}°`],
  ["Ms", (value) => `${formatNumber(value)} ms`],
];

const PREFIXES = ["", "k", "M", "G", "T", "P"];

/** A part of a resolved scenario in one line: `protocol nearest, minElevation 25°`. */
export function describePart(part: unknown): string {
  if (Array.isArray(part)) return part.map(describeNested).join("; ");
  if (typeof part !== "object" || part === null) return describeValue("", part);
  return Object.entries(part)
    .filter(([, value]) => value !== undefined && value !== false && !isEmpty(value))
    .map(([key, value]) => {
      const suffix =
        typeof value === "number" ? SUFFIXES.find(([ending]) => key.endsWith(ending)) : undefined;
      const name = suffix === undefined ? key : key.slice(0, -suffix[0].length) || key;
      return value === true ? name : `${name} ${describeValue(key, value)}`;
    })
    .join(", ");
}

function describeValue(key: string, value: unknown): string {
  if (typeof value === "number") {
    const suffix = SUFFIXES.find(([ending]) => key.endsWith(ending));
    return suffix === undefined ? formatNumber(value) : suffix[1](value);
  }
  if (typeof value === "string") {
    if (!/^[0-9a-f]{64}$/.test(value)) return value;
    return `${key === "sha256" ? "" : "SHA-256 "}${value.slice(0, 12)}…`;
  }
  return typeof value === "object" && value !== null ? describeNested(value) : String(value);
}

function describeNested(value: unknown): string {
  if (typeof value !== "object" || value === null) return describeValue("", value);
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) {
    return value.map((item) => describeValue("", item)).join(", ");
  }
  return `(${describePart(value)})`;
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

function scaled(value: number, unit: string): string {
  let step = 0;
  let rest = value;
  while (rest >= 1000 && step < PREFIXES.length - 1) {
    rest /= 1000;
    step++;
  }
  return `${formatNumber(rest)} ${PREFIXES[step]}${unit}`;
}
