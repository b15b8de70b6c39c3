import type { RandomStream } from "../../kernel/index.js";

/** How long something lasts until it fails, or is repaired; seconds. */
export type LifetimeLaw =
  | { readonly distribution: "exponential"; readonly meanSeconds: number }
  | { readonly distribution: "weibull"; readonly meanSeconds: number; readonly shape: number };

export function drawLifetime(law: LifetimeLaw, random: RandomStream): number {
  if (law.distribution === "exponential") return random.exponential(law.meanSeconds);
  // By inversion: scale * E^(1 / shape) for an exponential E; the mean is scale * Gamma(1 + 1 / shape).
  return (law.meanSeconds / gamma(1 + 1 / law.shape)) * random.exponential(1) ** (1 / law.shape);
}

/** The Gamma function above 0: Stirling's series beyond 10 (Abramowitz and Stegun 6.1.37), the recurrence below. */
export function gamma(x: number): number {
  let product = 1;
  let z = x;
  for (; z < 10; z++) product *= z;
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7);
  return Math.exp((z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series) / product;
}
