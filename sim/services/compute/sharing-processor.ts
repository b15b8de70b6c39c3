import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { EventQueue } from "../../kernel/index.js";
import { CORE_SLACK, type Job, type JobShare, type Processor } from "./processor.js";

/**
 * Jobs with the same limit always have the same share, so that one clock tells how far they all are: `served` is what
 * each of them has been given since the lane was empty, and a job ends when `served` reaches what it was at its start
 * plus its work (virtual time, as in Parekh and Gallager 1993, "A generalized processor sharing approach to flow
 * control"). A change costs as much as there are lanes, however many jobs they hold.
 */
interface Lane extends JobShare {
  readonly maxCores: number;
  /** Cores that each of its jobs has. */
  cores: number;
  /** Core-seconds at speed 1. */
  served: number;
  /** By `served` at the end of the job. */
  readonly ends: EventQueue<Job>;
}

/**
 * All jobs at once, in equal shares of the cores. No job gets more than its limit; what it leaves over goes to the
 * others (water-filling, the max-min fair division).
 */
export class SharingProcessor implements Processor {
  readonly #speed: number;
  #capacity: number;
  /** By `maxCores`, ascending; none is empty. */
  readonly #lanes: Lane[] = [];
  #jobs = 0;
  #busyCores = 0;
  /** Up to when `served` of all lanes counts. */
  #servedNs = 0;

  constructor(cores: number, speed: number) {
    this.#capacity = cores;
    this.#speed = speed;
  }

  get busyCores(): number {
    return this.#busyCores;
  }

  get spareCores(): number {
    return this.#capacity;
  }

  /** Jobs make room, but one without any core would stand still. */
  canSpare(cores: number): boolean {
    return this.#jobs === 0 || cores === 0
      ? cores <= this.#capacity + CORE_SLACK
      : cores < this.#capacity - CORE_SLACK;
  }

  setCapacity(cores: number, nowNs: number): void {
    this.#serve(nowNs);
    this.#capacity = cores;
    this.#divide();
  }

  canStart(): boolean {
    return this.#capacity > CORE_SLACK;
  }

  start(job: Job, nowNs: number): void {
    this.#serve(nowNs);
    const lane = this.#laneOf(job.maxCores);
    job.share = lane;
    job.end = lane.served + job.remaining;
    job.slot = lane.ends.push(job.end, 0, job);
    this.#jobs++;
    this.#divide();
  }

  stop(job: Job, nowNs: number): void {
    this.#serve(nowNs);
    const lane = job.share as Lane;
    lane.ends.remove(job.slot, job);
    this.#leave(job, lane, Math.max(0, job.end - lane.served));
  }

  nextEndNs(): number {
    let seconds = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) seconds = Math.min(seconds, this.#secondsToEnd(lane));
    return this.#servedNs + Math.max(0, Math.round(seconds * NS_PER_SECOND));
  }

  takeEnded(nowNs: number): Job {
    let first = this.#lanes[0];
    for (const lane of this.#lanes) if (this.#secondsToEnd(lane) < this.#secondsToEnd(first)) first = lane;
    this.#serve(nowNs);
    const job = first.ends.pop();
    this.#leave(job, first, 0);
    return job;
  }

  #secondsToEnd(lane: Lane): number {
    return (lane.ends.peekTimeNs() - lane.served) / (lane.cores * this.#speed);
  }

  #leave(job: Job, lane: Lane, remaining: number): void {
    job.remaining = remaining;
    job.share = undefined;
    job.slot = -1;
    this.#jobs--;
    if (lane.ends.size === 0) this.#lanes.splice(this.#lanes.indexOf(lane), 1);
    this.#divide();
  }

  /** Brings `served` up to a moment. */
  #serve(nowNs: number): void {
    const seconds = (nowNs - this.#servedNs) / NS_PER_SECOND;
    this.#servedNs = nowNs;
    if (seconds > 0) for (const lane of this.#lanes) lane.served += seconds * lane.cores * this.#speed;
  }

  /** Water-filling: from the lowest limit up, each lane gets its limit or an equal share of what is left. */
  #divide(): void {
    let left = this.#capacity;
    let jobs = this.#jobs;
    for (const lane of this.#lanes) {
      const { size } = lane.ends;
      lane.cores = Math.min(lane.maxCores, left / jobs);
      left -= lane.cores * size;
      jobs -= size;
    }
    this.#busyCores = left <= CORE_SLACK ? this.#capacity : this.#capacity - left;
  }

  #laneOf(maxCores: number): Lane {
    const lanes = this.#lanes;
    let at = 0;
    while (at < lanes.length && lanes[at].maxCores < maxCores) at++;
    if (at < lanes.length && lanes[at].maxCores === maxCores) return lanes[at];
    const lane: Lane = { maxCores, cores: 0, served: 0, ends: new EventQueue() };
    lanes.splice(at, 0, lane);
    return lane;
  }
}
