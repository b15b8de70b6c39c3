import type { LinkTable } from "../routing/link-table.js";
import type { MetricSample } from "./host/metrics.js";
import { Spread, spreadSamples } from "./metric-samples.js";

/** How many inter-satellite links satellites have. */
export interface DegreeSummary {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Share of satellites with so many links, over all ticks, by the number of links. */
  readonly shares: Readonly<Record<string, number>>;
}

/** Inter-satellite links of the usable satellites, without those that faults have down. */
export class DegreeMetrics {
  readonly #satelliteCount: number;
  readonly #degree: Uint32Array;
  /** Satellites by degree: over the run, and at the last tick. */
  readonly #total: number[] = [];
  #last: number[] = [];

  constructor(satelliteCount: number) {
    this.#satelliteCount = satelliteCount;
    this.#degree = new Uint32Array(satelliteCount);
  }

  /** @param struck 1 for each link of the table that is down */
  tick({ a, b, islCount }: LinkTable, usable: Uint8Array, struck: Uint8Array | undefined): void {
    const degree = this.#degree;
    degree.fill(0);
    for (let i = 0; i < islCount; i++) {
      if (struck?.[i] === 1) continue;
      degree[a[i]]++;
      degree[b[i]]++;
    }
    this.#last = [];
    for (let id = 0; id < this.#satelliteCount; id++) {
      if (usable[id] === 1) this.#last[degree[id]] = (this.#last[degree[id]] ?? 0) + 1;
    }
    this.#last.forEach((count, links) => {
      this.#total[links] = (this.#total[links] ?? 0) + count;
    });
  }

  /** Of the last tick. */
  samples(): MetricSample[] {
    return spreadSamples("network.isl-degree", spreadOf(this.#last));
  }

  summary(): DegreeSummary | null {
    const { count, mean, min, max } = spreadOf(this.#total);
    if (count === 0) return null;
    const shares = Object.fromEntries(this.#total.flatMap((each, links) => [[links, each / count]]));
    return { mean, min, max, shares };
  }
}

/** `counts[d]` satellites have d links; missing where none has. */
function spreadOf(counts: readonly number[]): Spread {
  const spread = new Spread();
  counts.forEach((count, links) => {
    spread.add(links, count);
  });
  return spread;
}
