/** What a TLE can say, in the integers that its columns hold, so that it reads back exactly. */
export interface TleContent {
  readonly name: string;
  readonly number: number;
  /** 1957 to 2056. */
  readonly year: number;
  /** Day of year from 1, and hundred-millionths of a day. */
  readonly day: number;
  readonly dayE8: number;
  /** Digits after the implied point, and the exponent. */
  readonly bstarMantissa: number;
  readonly bstarExponent: number;
  readonly inclinationE4: number;
  readonly rightAscensionE4: number;
  readonly eccentricityE7: number;
  readonly argumentOfPerigeeE4: number;
  readonly meanAnomalyE4: number;
  readonly meanMotionE8: number;
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

function fixed(value: number, decimals: number, width: number): string {
  const digits = String(value).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.padStart(width);
}

function fiveColumns(number: number): string {
  if (number < 100_000) return String(number).padStart(5, "0");
  return (LETTERS[Math.floor(number / 10_000) - 10] as string) + String(number % 10_000).padStart(4, "0");
}

export function withChecksum(line: string): string {
  let sum = 0;
  for (const char of line.slice(0, 68)) {
    if (char >= "0" && char <= "9") sum += Number(char);
    if (char === "-") sum += 1;
  }
  return line.slice(0, 68) + String(sum % 10) + line.slice(69);
}

/** Line 1 and line 2, 69 columns each. */
export function tleLines(set: TleContent): [string, string] {
  const number = fiveColumns(set.number);
  const year = String(set.year % 100).padStart(2, "0");
  const day = `${String(set.day).padStart(3, "0")}.${String(set.dayE8).padStart(8, "0")}`;
  const sign = set.bstarMantissa < 0 ? "-" : " ";
  const mantissa = String(Math.abs(set.bstarMantissa)).padStart(5, "0");
  const exponent = `${set.bstarExponent < 0 ? "-" : "+"}${Math.abs(set.bstarExponent)}`;
  const line1 = `1 ${number}U 98067A   ${year}${day}  .00016717  00000-0 ${sign}${mantissa}${exponent} 0  9990`;
  const line2 = [
    `2 ${number}`,
    fixed(set.inclinationE4, 4, 8),
    fixed(set.rightAscensionE4, 4, 8),
    String(set.eccentricityE7).padStart(7, "0"),
    fixed(set.argumentOfPerigeeE4, 4, 8),
    fixed(set.meanAnomalyE4, 4, 8),
    `${fixed(set.meanMotionE8, 8, 11)}    10`,
  ].join(" ");
  return [withChecksum(line1), withChecksum(line2)];
}

export const ISS: TleContent = {
  name: "ISS (ZARYA)",
  number: 25544,
  year: 2024,
  day: 350,
  dayE8: 56645833,
  bstarMantissa: 17578,
  bstarExponent: -2,
  inclinationE4: 516400,
  rightAscensionE4: 2084000,
  eccentricityE7: 6703,
  argumentOfPerigeeE4: 1305360,
  meanAnomalyE4: 3250288,
  meanMotionE8: 1572125391,
};
