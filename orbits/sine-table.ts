/**
 * Sine and cosine for the propagation loop, at about a fifth of the cost of Math's: reduction to the nearest
 * 512th of a turn, a table there, and the series for the rest. Built from +, - and * alone, off by less
 * than 1e-15.
 *
 * Turns are counted in the double nearest to 2 pi, as `x % (2 * Math.PI)` does and therefore SGP4's
 * reference code: thousands of revolutions from the epoch, the true 2 pi would give another answer. The
 * reduction is exact up to 100,000 turns, because a step is split in two: multiples of both parts by a
 * whole number of 27 bits fit a double.
 *
 * Used as: `k = stepOf(x)`, `r = restOf(x, k)`, and the pair `SINES[sineAt(k)]`, `SINES[sineAt(k) + 1]`
 * turned by `r` with `turnSin` and `turnCos`.
 */
const STEPS = 512;
const STEPS_PER_RAD = STEPS / (2 * Math.PI);
const STEP_RAD = (2 * Math.PI) / STEPS;
const STEP_HIGH_RAD = leadingBits(STEP_RAD, 26);
const STEP_LOW_RAD = STEP_RAD - STEP_HIGH_RAD;

/** Above this, rad, the series of `turnSin` and `turnCos` no longer reach 1e-15. */
export const SMALL_ANGLE_RAD = 0.02;

/** `[sin, cos]` of every step of one turn. */
export const SINES: Float64Array = makeTable();

/** Number (a whole double, of either sign) of the step nearest to `x` rad. */
export function stepOf(x: number): number {
  return Math.floor(x * STEPS_PER_RAD + 0.5);
}

/** `x` less `k` steps. */
export function restOf(x: number, k: number): number {
  return x - k * STEP_HIGH_RAD - k * STEP_LOW_RAD;
}

/** Where step `k` stands in `SINES`. */
export function sineAt(k: number): number {
  return (k & (STEPS - 1)) << 1;
}

/** `x` rad less the nearest whole number of turns, exactly. */
export function withoutTurns(x: number): number {
  const turns = Math.floor(x * (STEPS_PER_RAD / STEPS) + 0.5);
  return x - turns * (STEP_HIGH_RAD * STEPS) - turns * (STEP_LOW_RAD * STEPS);
}

/** Sine of an angle of sine `s` and cosine `c`, turned by a small `r` rad. */
export function turnSin(s: number, c: number, r: number): number {
  return s + (c * sinOfSmall(r) + s * cosOfSmallLess1(r));
}

/** Cosine of an angle of sine `s` and cosine `c`, turned by a small `r` rad. */
export function turnCos(s: number, c: number, r: number): number {
  return c + (c * cosOfSmallLess1(r) - s * sinOfSmall(r));
}

function sinOfSmall(r: number): number {
  const r2 = r * r;
  return r + r * r2 * (r2 * (1 / 120) - 1 / 6);
}

function cosOfSmallLess1(r: number): number {
  const r2 = r * r;
  return r2 * (r2 * (1 / 24 - r2 * (1 / 720)) - 0.5);
}

function makeTable(): Float64Array {
  const table = new Float64Array(2 * STEPS);
  for (let i = 0; i < STEPS; i++) {
    table[2 * i] = Math.sin(i * STEP_RAD);
    table[2 * i + 1] = Math.cos(i * STEP_RAD);
  }
  return table;
}

/** `x` cut off after so many significant bits. */
function leadingBits(x: number, bits: number): number {
  const unit = 2 ** (Math.floor(Math.log2(x)) + 1 - bits);
  return Math.floor(x / unit) * unit;
}
