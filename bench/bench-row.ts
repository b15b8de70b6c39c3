import { performance } from "node:perf_hooks";

/** One line of the benchmark's report. Times are milliseconds. */
export interface BenchRow {
  readonly name: string;
  readonly medianMs: number;
  /** Fastest and slowest run. */
  readonly spreadMs: readonly [fastest: number, slowest: number];
  /** What it is measured against, in the same process, run by turns with it. */
  readonly yardstick?: { readonly name: string; readonly medianMs: number; readonly ratio: number };
  /** What was hoped for, in words. */
  readonly aim?: string;
}

export interface Timing {
  readonly medianMs: number;
  readonly spreadMs: readonly [fastest: number, slowest: number];
}

export interface Runs {
  readonly runs: number;
  /** Runs before those that count, in which the code is compiled. */
  readonly warmup: number;
}

/** Times `fn`, which gets the number of its run. */
export function measure(fn: (run: number) => void, runs: Runs): Timing {
  return measureByTurns([fn], runs)[0] as Timing;
}

/**
 * Times several functions, each once a round, so that a machine that slows down meanwhile slows all of them.
 */
export function measureByTurns(fns: readonly ((run: number) => void)[], { runs, warmup }: Runs): Timing[] {
  const times = fns.map(() => [] as number[]);
  for (let run = -warmup; run < runs; run++) {
    fns.forEach((fn, i) => {
      const begin = performance.now();
      fn(run);
      if (run >= 0) times[i].push(performance.now() - begin);
    });
  }
  return times.map((of) => {
    const sorted = of.sort((a, b) => a - b);
    return { medianMs: medianOf(sorted), spreadMs: [sorted[0], sorted[sorted.length - 1]] };
  });
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
