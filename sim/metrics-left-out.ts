import type { TickFrame } from "../workers/frame.js";
import type { MetricSample } from "./host/metrics.js";
import { gaugeSample } from "./metric-samples.js";

/** Inter-satellite links that protocols chose and that may not be, by the first reason that holds; mean per tick. */
export interface LeftOutSummary {
  /** An end is out of service, or has no position. */
  readonly unusable: number;
  readonly outOfRange: number;
  readonly behindEarth: number;
}

/** Counts of a frame for each entry: unusable end, out of range, behind the Earth, not visible (`TickFrame.struck`). */
const COUNTS_PER_ENTRY = 4;
const REASONS = ["unusable", "outOfRange", "behindEarth"] as const;
const METRICS = {
  unusable: "network.isls-left-out.unusable",
  outOfRange: "network.isls-left-out.out-of-range",
  behindEarth: "network.isls-left-out.behind-earth",
} as const;

/** What of the links that protocols chose is not in the network. */
export class LeftOutMetrics {
  readonly #islEntries: number;
  /** By place in `REASONS`: over the run, and at the last tick. */
  readonly #total = [0, 0, 0];
  #last = [0, 0, 0];
  #ticks = 0;

  /** @param islEntries of the link plan, which come first in a frame's counts */
  constructor(islEntries: number) {
    this.#islEntries = islEntries;
  }

  tick({ struck }: Pick<TickFrame, "struck">): void {
    this.#ticks++;
    this.#last = [0, 0, 0];
    for (let entry = 0; entry < this.#islEntries; entry++) {
      for (let i = 0; i < REASONS.length; i++) this.#last[i] += struck[entry * COUNTS_PER_ENTRY + i];
    }
    for (let i = 0; i < REASONS.length; i++) this.#total[i] += this.#last[i];
  }

  /** Of the last tick. */
  samples(): MetricSample[] {
    return REASONS.map((reason, i) => gaugeSample(METRICS[reason], this.#last[i]));
  }

  summary(): LeftOutSummary {
    const [unusable, outOfRange, behindEarth] = this.#total.map((sum) =>
      this.#ticks === 0 ? 0 : sum / this.#ticks,
    );
    return { unusable, outOfRange, behindEarth };
  }
}
