import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { EventQueue } from "../../kernel/index.js";
import { CORE_SLACK, type Job, type JobShare, type Processor } from "./processor.js";

interface Grant extends JobShare {
  readonly startedNs: number;
}

/** Each job has all the cores that it can use, as far as the node has them, from its start to its end. */
export class FifoProcessor implements Processor {
  readonly #speed: number;
  #capacity: number;
  #held = 0;
  readonly #ends = new EventQueue<Job>();

  constructor(cores: number, speed: number) {
    this.#capacity = cores;
    this.#speed = speed;
  }

  get busyCores(): number {
    return this.#held;
  }

  get spareCores(): number {
    return Math.max(0, this.#capacity - this.#held);
  }

  canSpare(cores: number): boolean {
    return cores <= this.#capacity - this.#held + CORE_SLACK;
  }

  setCapacity(cores: number): void {
    this.#capacity = cores;
  }

  canStart(maxCores: number): boolean {
    if (this.#capacity <= CORE_SLACK) return false;
    return this.#held + Math.min(maxCores, this.#capacity) <= this.#capacity + CORE_SLACK;
  }

  start(job: Job, nowNs: number): void {
    const cores = Math.min(job.maxCores, this.#capacity);
    this.#held += cores;
    const grant: Grant = { cores, startedNs: nowNs };
    job.share = grant;
    const endNs = nowNs + Math.round((job.remaining / (cores * this.#speed)) * NS_PER_SECOND);
    job.slot = this.#ends.push(endNs, 0, job);
  }

  stop(job: Job, nowNs: number): void {
    const { cores, startedNs } = job.share as Grant;
    this.#ends.remove(job.slot, job);
    const done = ((nowNs - startedNs) / NS_PER_SECOND) * cores * this.#speed;
    this.#leave(job, Math.max(0, job.remaining - done));
  }

  nextEndNs(): number {
    return this.#ends.peekTimeNs();
  }

  takeEnded(): Job {
    const job = this.#ends.pop();
    this.#leave(job, 0);
    return job;
  }

  #leave(job: Job, remaining: number): void {
    this.#held = this.#ends.size === 0 ? 0 : this.#held - (job.share as Grant).cores;
    job.remaining = remaining;
    job.share = undefined;
    job.slot = -1;
  }
}
