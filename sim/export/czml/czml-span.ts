import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { addNs } from "../../../orbits/instant.js";
import { formatIsoInstant } from "../../../orbits/iso-instant.js";
import { toNs } from "../../kernel/index.js";
import type { TimePlan } from "../../scenario/run-plan.js";

/** Which part of a run is told, and how often positions are sampled; seconds since its start. */
export interface CzmlSpan {
  /** @defaultValue 0 */
  readonly from?: number;
  /** At most the duration of the run, or of what was recorded of it. @defaultValue that */
  readonly to?: number;
  /** Seconds between samples of positions. @defaultValue the scenario's step */
  readonly step?: number;
}

/** A span of a run in its ticks and in samples; times in integer nanoseconds since the start. */
export class SampledSpan {
  readonly time: TimePlan;
  readonly fromNs: number;
  readonly toNs: number;
  readonly stepNs: number;
  /** Samples at `fromNs + i * stepNs`, and at `toNs`. */
  readonly sampleCount: number;
  /** The ticks in force within the span. */
  readonly firstTick: number;
  readonly lastTick: number;

  /**
   * @param tickCount ticks that there are, where they are fewer than the run was to have
   * @throws RangeError for a span that is not within the run, or no step
   */
  constructor(time: TimePlan, { from = 0, to, step }: CzmlSpan, tickCount = time.tickCount) {
    this.time = time;
    const endNs = Math.min(time.durationNs, tickCount * time.stepNs);
    this.fromNs = toNs(from);
    this.toNs = to === undefined ? endNs : toNs(to);
    this.stepNs = step === undefined ? time.stepNs : toNs(step);
    if (!(this.fromNs >= 0 && this.fromNs < this.toNs && this.toNs <= endNs)) {
      const [ends, last] = [endNs, this.toNs].map((ns) => ns / NS_PER_SECOND);
      throw new RangeError(
        `expected a span of time within the run, 0 to ${ends} s; got ${from} to ${last} s`,
      );
    }
    if (!(this.stepNs > 0)) throw new RangeError(`expected a step of at least 1 ns; got ${step} s`);
    this.sampleCount = Math.ceil((this.toNs - this.fromNs) / this.stepNs) + 1;
    this.firstTick = Math.floor(this.fromNs / time.stepNs);
    this.lastTick = Math.min(tickCount, Math.ceil(this.toNs / time.stepNs)) - 1;
  }

  sampleNs(i: number): number {
    return Math.min(this.fromNs + i * this.stepNs, this.toNs);
  }

  iso(timeNs: number): string {
    return formatIsoInstant(addNs(this.time.start, timeNs));
  }

  /** `begin/end` in ISO 8601. */
  interval(beginNs: number, endNs: number): string {
    return `${this.iso(beginNs)}/${this.iso(endNs)}`;
  }

  /** The interval in which ticks from `first` on, up to but without `end`, are in force within the span. */
  tickInterval(first: number, end: number): string {
    const { stepNs } = this.time;
    return this.interval(Math.max(first * stepNs, this.fromNs), Math.min(end * stepNs, this.toNs));
  }
}
