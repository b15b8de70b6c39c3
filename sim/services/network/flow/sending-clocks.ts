import { NS_PER_SECOND } from "../../../../orbits/constants.js";
import { MAX_TIME_NS } from "../../../kernel/index.js";
import { grown } from "./grown.js";
import { HeapKeys, IndexedHeap } from "./indexed-heap.js";

const BITS_PER_BYTE = 8;

/** A whole number of nanoseconds that came out this much too large by rounding is not rounded up again. */
const SLACK_NS = 1e-3;

/**
 * When flows have sent all they have. Flows with the same bottleneck send at the same rate, whatever it is at each
 * moment: so each bottleneck has a clock that counts the bytes a flow sends there, and each of its flows stands in
 * its queue at the count at which it will have finished (the virtual time of processor sharing). When the rate
 * changes, one number changes, and nothing for each flow.
 */
export class SendingClocks {
  // By bottleneck: bytes counted up to an instant, that instant, the rate since, and its flows by their last count.
  #countBytes = new Float64Array(64);
  #sinceNs = new Float64Array(64);
  #rateBps = new Float64Array(64);
  readonly #queues: (IndexedHeap | undefined)[] = [];
  readonly #finishes = new HeapKeys();
  /** By flow, -1 for none. */
  #clockOf = new Int32Array(64).fill(-1);
  /** Clocks by the instant at which the first of their flows finishes. */
  readonly #due = new IndexedHeap();

  /** When the next flow finishes, whole ns; Infinity where none does. */
  get nextNs(): number {
    return this.#due.topKey;
  }

  /** The clock of a flow; -1 for none. */
  clockOf(flow: number): number {
    return flow < this.#clockOf.length ? this.#clockOf[flow] : -1;
  }

  setRate(clock: number, rateBps: number, nowNs: number): void {
    this.#makeRoomForClock(clock);
    if (rateBps === this.#rateBps[clock]) return;
    this.#countBytes[clock] = this.#count(clock, nowNs);
    this.#sinceNs[clock] = nowNs;
    this.#rateBps[clock] = rateBps;
    this.#expect(clock);
  }

  join(clock: number, flow: number, remainingBytes: number, nowNs: number): void {
    this.#makeRoomForClock(clock);
    if (flow >= this.#clockOf.length) {
      const known = this.#clockOf.length;
      this.#clockOf = grown(this.#clockOf, flow + 1).fill(-1, known);
    }
    let queue = this.#queues[clock];
    if (queue === undefined) {
      queue = new IndexedHeap(this.#finishes);
      this.#queues[clock] = queue;
    }
    if (queue.size === 0) {
      // Counts stay small, and with them what rounding can do.
      this.#countBytes[clock] = 0;
      this.#sinceNs[clock] = nowNs;
    }
    this.#clockOf[flow] = clock;
    queue.set(flow, this.#count(clock, nowNs) + remainingBytes);
    if (queue.top === flow) this.#expect(clock);
  }

  leave(flow: number): void {
    const clock = this.#clockOf[flow];
    const queue = this.#queues[clock]!;
    const first = queue.top === flow;
    queue.remove(flow);
    this.#clockOf[flow] = -1;
    if (first) this.#expect(clock);
  }

  /** What the flow has still to send; exactly 0 from the instant on at which it finishes. */
  remainingBytes(flow: number, nowNs: number): number {
    const clock = this.#clockOf[flow];
    const finish = this.#finishes.keys[flow];
    if (this.#finishNs(clock, finish) <= nowNs) return 0;
    return Math.max(0, finish - this.#count(clock, nowNs));
  }

  /** A flow that has finished by now, taken from its clock; -1 where there is none. */
  takeFinished(nowNs: number): number {
    if (this.#due.topKey > nowNs) return -1;
    const flow = this.#queues[this.#due.top]!.top;
    this.leave(flow);
    return flow;
  }

  #count(clock: number, nowNs: number): number {
    const elapsedNs = nowNs - this.#sinceNs[clock];
    return this.#countBytes[clock] + (this.#rateBps[clock] * elapsedNs) / (BITS_PER_BYTE * NS_PER_SECOND);
  }

  #finishNs(clock: number, finishBytes: number): number {
    const bytes = finishBytes - this.#countBytes[clock];
    if (bytes <= 0) return this.#sinceNs[clock];
    const ns = (bytes * (BITS_PER_BYTE * NS_PER_SECOND)) / this.#rateBps[clock];
    return this.#sinceNs[clock] + Math.ceil(ns - SLACK_NS);
  }

  #expect(clock: number): void {
    const queue = this.#queues[clock];
    const atNs =
      queue === undefined || queue.size === 0
        ? Number.POSITIVE_INFINITY
        : this.#finishNs(clock, queue.topKey);
    // What would come after the end of all time never comes.
    if (atNs <= MAX_TIME_NS) this.#due.set(clock, atNs);
    else this.#due.remove(clock);
  }

  #makeRoomForClock(clock: number): void {
    if (clock < this.#rateBps.length) return;
    this.#countBytes = grown(this.#countBytes, clock + 1);
    this.#sinceNs = grown(this.#sinceNs, clock + 1);
    this.#rateBps = grown(this.#rateBps, clock + 1);
  }
}
