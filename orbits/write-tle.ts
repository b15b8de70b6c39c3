import { SECONDS_PER_DAY } from "./constants.js";
import type { ElementSets } from "./element-sets.js";
import { dayOfNewYear } from "./readers/calendar.js";
import { alpha5 } from "./readers/catalogue-number.js";
import { checksumOf } from "./readers/tle-lines.js";

export interface WriteTleOptions {
  /** In place of the sets' own names. */
  readonly names?: readonly string[];
  /** Catalogue numbers in place of the sets' own; 0 to 339,999. */
  readonly catalogueNumbers?: ArrayLike<number>;
  /** In place of an eccentricity that is 0 in seven digits, for readers that refuse circles. */
  readonly smallestEccentricity?: number;
}

/** Hundred-millionths, the last digit of a TLE's epoch. */
const E8 = 1e8;

/**
 * Element sets as three-line text with checksums, rounded to a TLE's digits: angles to 1e-4 degrees,
 * eccentricity to 1e-7, mean motion to 1e-8 revolutions a day, the epoch to 1e-8 days, B* to five digits. What
 * `ElementSets` do not hold (designator, derivatives of mean motion, set and revolution numbers) is written as
 * Hypatia does. Source of the columns: Kelso, "NORAD Two-Line Element Set Format", celestrak.org.
 *
 * @throws RangeError where a set cannot be written: an epoch outside of 1957 to 2056, a catalogue number above
 *   339,999, a mean motion of 100 or more revolutions a day, a B* of 1e9 or more
 */
export function writeTle(elements: ElementSets, options: WriteTleOptions = {}): string {
  const sets: string[] = [];
  for (let i = 0; i < elements.count; i++) sets.push(setText(elements, i, options));
  return sets.join("");
}

function setText(elements: ElementSets, i: number, options: WriteTleOptions): string {
  const name = options.names?.[i] ?? elements.names.at(i) ?? "";
  const number = options.catalogueNumbers?.[i] ?? elements.catalogueNumbers[i];
  const columns = alpha5(number);
  const refuse = (what: string): never => {
    throw new RangeError(`the element set of "${name}" cannot be written as a TLE: ${what}`);
  };
  if (columns === undefined) return refuse(`catalogue number ${number} is above 339999`);
  const epoch = epochText(elements.epochDay[i], elements.epochSecondOfDay[i]);
  if (epoch === undefined) return refuse("its epoch is outside of 1957 to 2056");
  const meanMotion = elements.meanMotionRevPerDay[i].toFixed(8).padStart(11);
  if (meanMotion.length > 11) return refuse(`its mean motion is ${meanMotion} revolutions a day`);
  const bstar = exponential(elements.bstar[i]);
  if (bstar === undefined) return refuse(`its B* is ${elements.bstar[i]}`);
  const eccentricity = eccentricityText(elements.eccentricity[i], options.smallestEccentricity ?? 0);
  const line1 = `1 ${columns}U 00000ABC ${epoch}  .00000000  00000-0 ${bstar} 0    0`;
  const line2 = [
    `2 ${columns}`,
    elements.inclinationDeg[i].toFixed(4).padStart(8),
    angle(elements.rightAscensionDeg[i]),
    eccentricity,
    angle(elements.argumentOfPerigeeDeg[i]),
    angle(elements.meanAnomalyDeg[i]),
    `${meanMotion}    0`,
  ].join(" ");
  const lines = [line1, line2].map((line) => `${line}${checksumOf(line, 0)}\n`);
  return `${name === "" ? "" : `${name}\n`}${lines.join("")}`;
}

/** Year, day of year and its fraction: `24350.54166667`. */
function epochText(day: number, secondOfDay: number): string | undefined {
  const fraction = Math.round((secondOfDay * E8) / SECONDS_PER_DAY);
  const date = day + (fraction === E8 ? 1 : 0);
  const year = new Date(date * SECONDS_PER_DAY * 1000).getUTCFullYear();
  if (!(year >= 1957 && year <= 2056)) return undefined;
  const dayOfYear = date - dayOfNewYear(year) + 1;
  const decimals = String(fraction % E8).padStart(8, "0");
  return `${String(year % 100).padStart(2, "0")}${String(dayOfYear).padStart(3, "0")}.${decimals}`;
}

/** 0 to 359.9999; what rounds up to a full turn is none. */
function angle(degrees: number): string {
  const turned = ((degrees % 360) + 360) % 360;
  const text = turned.toFixed(4);
  return (text === "360.0000" ? "0.0000" : text).padStart(8);
}

function eccentricityText(eccentricity: number, smallest: number): string {
  const digits = Math.min(9_999_999, Math.max(Math.round(eccentricity * 1e7), Math.round(smallest * 1e7)));
  return String(digits).padStart(7, "0");
}

/** Sign, five digits after an implied point, signed exponent of one digit. */
function exponential(value: number): string | undefined {
  const sign = value < 0 ? "-" : " ";
  const size = Math.abs(value);
  const [mantissa, power] = size.toExponential(4).split("e") as [string, string];
  const exponent = size === 0 ? 0 : Number(power) + 1;
  if (exponent > 9) return undefined;
  if (exponent >= -9)
    return `${sign}${mantissa.replace(".", "")}${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
  // Smaller than the exponent's one digit can say: fewer digits are left.
  const digits = Math.round(size * 1e14);
  return digits === 0 ? " 00000+0" : `${sign}${String(digits).padStart(5, "0")}-9`;
}
