import { performance } from "node:perf_hooks";
import { decodeFrame, type TickFrame } from "./frame.js";
import type { FrameSource } from "./frame-source.js";
import type { NodeMask } from "./node-mask.js";
import type { PreparedSky } from "./sky.js";
import { allocateRing, type PositionRing, type PreviousOutput, ringSlot, slotsOfRing } from "./tasks.js";
import { WorkerPool } from "./worker-pool.js";

/**
 * Makes frames ahead of the clock in a pool of threads, in two stages. Positions are pure: shards of
 * satellites times blocks of ticks, in any order. Links are one task a tick; those of stateful protocols
 * follow one another. When the mask changes, links made ahead are discarded and made again; positions stay.
 */
export class PooledFrameSource implements FrameSource {
  readonly #sky: PreparedSky;
  readonly #pool: WorkerPool;
  readonly #threads: number;
  readonly #stateful: boolean;
  readonly #ring: PositionRing;
  readonly #blockTicks: number;
  /** Positions by block of ticks, and frames by tick: under way or done, dropped once delivered. */
  readonly #blocks = new Map<number, Promise<void>>();
  readonly #frames = new Map<number, Promise<TickFrame>>();
  readonly #wantedMask: Int32Array;
  readonly #firstTick: number;
  #nextTick: number;
  #lastDelivered: TickFrame | undefined;
  #maskVersion = 0;
  waitedMs = 0;

  /**
   * @param stateful whether a protocol of the plan needs its last output
   * @param after the frame of the tick before the first that is asked for; absent: there is none
   */
  constructor(sky: PreparedSky, threads: number, stateful: boolean, after?: TickFrame) {
    this.#firstTick = after === undefined ? 0 : after.tick + 1;
    this.#nextTick = this.#firstTick;
    this.#lastDelivered = after;
    const { count } = sky.nodes;
    const slots = slotsOfRing(count, sky.time.tickCount);
    this.#sky = sky;
    this.#threads = threads;
    this.#stateful = stateful;
    this.#ring = allocateRing(slots, count);
    this.#wantedMask = new Int32Array(this.#ring.maskVersion);
    this.#blockTicks = Math.max(1, Math.floor(slots / 4));
    for (let slot = 0; slot < slots; slot++) {
      ringSlot(this.#ring, slot).positionsKm.set(sky.groundPositionsKm, 3 * sky.nodes.satelliteCount);
    }
    this.#pool = new WorkerPool(threads, { sky, ring: this.#ring });
  }

  async next(tick: number, mask: NodeMask): Promise<TickFrame> {
    if (tick !== this.#nextTick)
      throw new RangeError(`frames come in order: tick ${this.#nextTick}, not ${tick}`);
    if (mask.version !== this.#maskVersion) {
      this.#frames.clear();
      this.#maskVersion = mask.version;
      Atomics.store(this.#wantedMask, 0, mask.version);
    }
    this.#fill(mask);
    const begin = performance.now();
    const frame = await (this.#frames.get(tick) as Promise<TickFrame>);
    this.waitedMs += performance.now() - begin;
    this.#frames.delete(tick);
    this.#blocks.delete(Math.floor(tick / this.#blockTicks) - 1);
    this.#lastDelivered = frame;
    this.#nextTick = tick + 1;
    // The next ticks are made while the caller works on this one, under the mask as it is now.
    this.#fill(mask);
    return frame;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  /** Starts whatever the ring has room for: slot `t % slots` is free once tick `t - slots` was delivered. */
  #fill(mask: NodeMask): void {
    const end = Math.min(this.#nextTick + this.#ring.slots, this.#sky.time.tickCount);
    for (let tick = this.#nextTick; tick < end; tick++) {
      const block = Math.floor(tick / this.#blockTicks);
      if (!this.#blocks.has(block)) {
        // A block is started as a whole, so all of its slots must be free.
        if (Math.min((block + 1) * this.#blockTicks, this.#sky.time.tickCount) > end) return;
        this.#blocks.set(block, handled(this.#startBlock(block)));
      }
      if (!this.#frames.has(tick)) this.#frames.set(tick, handled(this.#startFrame(tick, block, mask)));
    }
  }

  async #startBlock(block: number): Promise<void> {
    // Ticks before the first would fill slots of others.
    const tickFrom = Math.max(block * this.#blockTicks, this.#firstTick);
    const tickTo = Math.min((block + 1) * this.#blockTicks, this.#sky.time.tickCount);
    const { satelliteCount } = this.#sky.nodes;
    const shard = Math.max(1, Math.ceil(satelliteCount / this.#threads));
    const shards: Promise<unknown>[] = [];
    for (let from = 0; from === 0 || from < satelliteCount; from += shard) {
      const to = Math.min(from + shard, satelliteCount);
      shards.push(this.#pool.run({ kind: "positions", tickFrom, tickTo, from, to }));
    }
    await Promise.all(shards);
  }

  async #startFrame(tick: number, block: number, mask: NodeMask): Promise<TickFrame> {
    const before = this.#stateful ? this.#frames.get(tick - 1) : undefined;
    const lastDelivered = this.#lastDelivered;
    await this.#blocks.get(block);
    const previous = this.#stateful ? await (before ?? lastDelivered) : undefined;
    if (mask.version !== this.#maskVersion) throw new StaleFrameError(tick);
    const bytes = await this.#pool.run({
      kind: "frame",
      tick,
      mask: mask.usable,
      maskVersion: mask.version,
      previous: previous === undefined ? [] : outputsOf(previous),
    });
    if (bytes === undefined) throw new StaleFrameError(tick);
    return decodeFrame(bytes);
  }
}

/** The mask changed while a frame was being made: no one gets to see this, for the frame was dropped then. */
class StaleFrameError extends Error {
  constructor(tick: number) {
    super(`tick ${tick} was being made for a mask that has changed`);
  }
}

function outputsOf(frame: TickFrame): PreviousOutput[] {
  return [...frame.outputs].map(([entry, { a, b, extraCount = 0, sinceNs }]) => {
    return { entry, a, b, extraCount, sinceNs };
  });
}

/** A frame made ahead may fail before anyone asks for it: the failure waits for the one who does. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
