/** Terms B(2k) / (2k (2k - 1)) of Stirling's series, k = 1 to 6. Source: DLMF 5.11.1. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360];
/** From here on the terms left out are below 1e-15. */
const STIRLING_FROM = 10;

/** Natural logarithm of the gamma function for x > 0: Stirling's series (DLMF 5.11.1), reached by x Γ(x) = Γ(x + 1). */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < STIRLING_FROM; z++) shift += Math.log(z);
  let series = 0;
  for (const [k, term] of STIRLING.entries()) series += term / z ** (2 * k + 1);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/**
 * Regularised incomplete beta function I_x(a, b), to about 1e-13.
 *
 * @param y 1 - x, given apart because the difference would lose digits where x is close to 1
 */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x === 0) return 0;
  if (y === 0) return 1;
  // The fraction converges fast on this side; the other is reached by I_x(a, b) = 1 - I_y(b, a) (DLMF 8.17.4).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, b, a);
  const front = Math.exp(
    a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a),
  );
  return front / betaFraction(x, a, b);
}

/** The continued fraction of DLMF 8.17.22, by the method of Lentz (1976) as Thompson and Barnett (1986) changed it. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let value = 1;
  let c = 1;
  let d = 0;
  for (let n = 1; n < 10_000; n++) {
    const m = n >> 1;
    const term =
      n % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + term * d || tiny);
    c = 1 + term / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) return value;
  }
  return value;
}

/**
 * Probability that |T| is at least |t| for Student's t with so many degrees of freedom (a fraction is fine).
 * Source: Abramowitz and Stegun 26.7.1 with 26.5.27.
 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) return 0;
  const total = degreesOfFreedom + t * t;
  return incompleteBeta(degreesOfFreedom / total, (t * t) / total, degreesOfFreedom / 2, 0.5);
}

/**
 * The t that |T| stays below with probability `confidence`: 2.262 for 95 % and 9 degrees of freedom.
 *
 * @param confidence above 0 and below 1
 * @throws RangeError for what no distribution has
 */
export function studentQuantile(confidence: number, degreesOfFreedom: number): number {
  if (!(confidence > 0 && confidence < 1) || !(degreesOfFreedom > 0)) {
    throw new RangeError(
      `expected a confidence between 0 and 1 and degrees of freedom above 0; got ${confidence}, ${degreesOfFreedom}`,
    );
  }
  const tail = 1 - confidence;
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, degreesOfFreedom) > tail) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (studentTwoSided(middle, degreesOfFreedom) > tail) low = middle;
    else high = middle;
  }
}
