import { type RandomStream, RandomStreams } from "../../sim/kernel/index.js";
import { type Variable, valueAt } from "./variable.js";

/** Values of some axes at one point, by key. */
export type AxisValues = Readonly<Record<string, unknown>>;

type Variables = Readonly<Record<string, Variable>>;

/** Draws points at random. Each axis has a stream of its own, so that another beside it changes nothing. */
export function drawRandom(variables: Variables, count: number, seed: number): AxisValues[] {
  return drawBy(variables, count, seed, "random", (stream) =>
    Array.from({ length: count }, () => stream.next()),
  );
}

/**
 * Draws a Latin hypercube: of the `count` equal parts of each axis (of its logarithm where it is `log`), every
 * one holds exactly one point. Source: McKay, Beckman and Conover, "A comparison of three methods for selecting
 * values of input variables", Technometrics 21 (1979).
 */
export function drawLatinHypercube(variables: Variables, count: number, seed: number): AxisValues[] {
  return drawBy(variables, count, seed, "latin-hypercube", (stream) => {
    const strata = stream.shuffle(Array.from({ length: count }, (_, i) => i));
    return strata.map((stratum) => {
      for (;;) {
        const u = (stratum + stream.next()) / count;
        // The sum may round up into the next part.
        if (Math.floor(u * count) === stratum) return u;
      }
    });
  });
}

function drawBy(
  variables: Variables,
  count: number,
  seed: number,
  kind: string,
  quantiles: (stream: RandomStream) => number[],
): AxisValues[] {
  const streams = new RandomStreams(seed);
  const points: Record<string, unknown>[] = Array.from({ length: count }, () => ({}));
  for (const [key, variable] of Object.entries(variables)) {
    const drawn = quantiles(streams.stream(`sweep ${kind} ${key}`));
    for (const [i, point] of points.entries()) point[key] = valueAt(variable, drawn[i] as number);
  }
  return points;
}
