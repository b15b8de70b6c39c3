import { DEG_TO_RAD } from "../../orbits/constants.js";

/**
 * Mean distance, over one revolution, of two satellites on circular two-body orbits of the same height and
 * inclination, in units of the orbits' radius.
 *
 * With both arguments of latitude growing alike, the square of the distance is A + B cos(2u + phase), so the
 * mean is (2 / pi) sqrt(A + B) E(2 B / (A + B)) with the complete elliptic integral of the second kind.
 *
 * @param nodeRad right ascension of the second orbit less that of the first
 * @param phaseRad argument of latitude of the second satellite less that of the first
 */
export function meanLinkLength(inclinationDeg: number, nodeRad: number, phaseRad: number): number {
  const cos = Math.cos(inclinationDeg * DEG_TO_RAD);
  const sin = Math.sin(inclinationDeg * DEG_TO_RAD);
  const steady =
    2 -
    Math.cos(phaseRad) * (Math.cos(nodeRad) * (1 + cos * cos) + sin * sin) +
    2 * cos * Math.sin(nodeRad) * Math.sin(phaseRad);
  const swing = sin * sin * (1 - Math.cos(nodeRad));
  const largest = steady + swing;
  if (largest <= 0) return 0;
  return (2 / Math.PI) * Math.sqrt(largest) * ellipticE(Math.min(1, (2 * swing) / largest));
}

/**
 * Complete elliptic integral of the second kind, by the arithmetic-geometric mean.
 * Source: Abramowitz and Stegun, 17.6.
 *
 * @param m the parameter, 0 to 1 (the square of the modulus)
 */
export function ellipticE(m: number): number {
  if (m === 1) return 1;
  let a = 1;
  let g = Math.sqrt(1 - m);
  let sum = m / 2;
  let power = 1;
  while (Math.abs(a - g) > 1e-16 * a && power < 2 ** 12) {
    const c = (a - g) / 2;
    const next = (a + g) / 2;
    g = Math.sqrt(a * g);
    a = next;
    sum += power * c * c;
    power *= 2;
  }
  return (Math.PI / (2 * a)) * (1 - sum);
}
