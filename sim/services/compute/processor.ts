/** Work that a processor is to do. The processor keeps what stands under "its own". */
export interface Job {
  /** Most cores it can use at once. */
  readonly maxCores: number;
  /** Core-seconds at speed 1 that are left: up to date while the job is not with a processor. */
  remaining: number;
  /** The processor's own: place in its queue of ends, what stands there, and which share it has. */
  slot: number;
  end: number;
  share: JobShare | undefined;
}

/** How much of a processor a job gets. */
export interface JobShare {
  /** Cores it has now. */
  readonly cores: number;
}

/** The cores of one node that are open to tasks, under one discipline. Times are nanoseconds, never going back. */
export interface Processor {
  /** Cores at work. */
  readonly busyCores: number;
  /** Cores that services may have set aside without taking any from a job that holds them. */
  readonly spareCores: number;
  /** Whether so many cores can be set aside now. */
  canSpare(cores: number): boolean;
  /** How many cores are open to jobs from now on. */
  setCapacity(cores: number, nowNs: number): void;
  /** Whether a job could start now. */
  canStart(maxCores: number): boolean;
  start(job: Job, nowNs: number): void;
  /** Takes a job away before its end; `remaining` tells what is left of it. */
  stop(job: Job, nowNs: number): void;
  /** When the next job ends if nothing changes, to the nanosecond; Infinity where none does. */
  nextEndNs(): number;
  /** The job whose end comes next, taken away with nothing remaining. */
  takeEnded(nowNs: number): Job;
}

/** Sums of fractions of cores miss by rounding: so little too few still counts as enough. */
export const CORE_SLACK = 1e-9;
