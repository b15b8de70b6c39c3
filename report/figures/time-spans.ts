/** Spans that the time of a run is cut into, at most: what a chart of this width can tell apart. */
const MOST_SPANS = 240;

const NS_PER_S = 1e9;

const UNITS = [
  { unit: "s", ns: NS_PER_S },
  { unit: "min", ns: 60 * NS_PER_S },
  { unit: "h", ns: 3600 * NS_PER_S },
  { unit: "d", ns: 86_400 * NS_PER_S },
] as const;

/**
 * The time of a run, cut into spans of equally many ticks, so that what a chart needs is bounded however long the run is.
 * A span is one tick where there are no more than 240.
 */
export class TimeSpans {
  readonly count: number;
  readonly ticksPerSpan: number;
  readonly spanNs: number;
  /** Of the axis: the largest of which the run has five at least. */
  readonly unit: (typeof UNITS)[number]["unit"];
  readonly #unitNs: number;

  constructor(durationNs: number, stepNs: number) {
    const ticks = Math.max(1, Math.ceil(durationNs / stepNs));
    this.ticksPerSpan = Math.ceil(ticks / MOST_SPANS);
    this.spanNs = stepNs * this.ticksPerSpan;
    // Events at the very end have a span too.
    this.count = Math.floor(durationNs / this.spanNs) + 1;
    const { unit, ns } = UNITS.findLast((each) => durationNs >= 5 * each.ns) ?? UNITS[0];
    this.unit = unit;
    this.#unitNs = ns;
  }

  /** Which span an instant is in. */
  indexOf(timeNs: number): number {
    return Math.min(this.count - 1, Math.max(0, Math.floor(timeNs / this.spanNs)));
  }

  /** Where a span begins, in `unit`. */
  startOf(index: number): number {
    return (index * this.spanNs) / this.#unitNs;
  }

  /** The axis that `startOf` is for. */
  get axis(): { readonly title: string; readonly unit: string } {
    return { title: "time since the start", unit: this.unit };
  }

  /** How points come about; undefined where each is one tick. */
  get note(): string | undefined {
    if (this.ticksPerSpan === 1) return undefined;
    return `Each point stands for ${this.ticksPerSpan} ticks (${Number((this.spanNs / NS_PER_S).toPrecision(6))} s).`;
  }
}
