import type { RandomStream } from "../../kernel/index.js";
import type { SizeLaw } from "./traffic-plan.js";

/** A size in whole bytes, at least 1; `fixed` draws nothing. */
export function drawSize(law: SizeLaw, random: RandomStream): number {
  return Math.max(1, Math.round(drawBytes(law, random)));
}

function drawBytes(law: SizeLaw, random: RandomStream): number {
  switch (law.distribution) {
    case "fixed":
      return law.meanBytes;
    case "exponential":
      return random.exponential(law.meanBytes);
    case "pareto":
      // By inversion; the mean of a Pareto law is least * shape / (shape - 1).
      return ((law.meanBytes * (law.shape - 1)) / law.shape) * (1 - random.next()) ** (-1 / law.shape);
  }
}
