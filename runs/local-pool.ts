import { availableParallelism } from "node:os";
import type { Job, JobDriver, JobOutcome } from "./job.js";
import { JobLane } from "./job-lane.js";

interface Waiting {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly resolve: (outcome: JobOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does jobs in processes of this machine, so many at once; the others wait in the order in which they came. A
 * process does one job after another, but for runs that loaded code of the user's: modules keep what they hold, and
 * a run must not see what another left there.
 */
export class LocalPool implements JobDriver {
  readonly #idle: JobLane[];
  readonly #lanes: readonly JobLane[];
  readonly #waiting: Waiting[] = [];

  /** @param atOnce processes; as many as the machine has cores by default */
  constructor(atOnce: number = availableParallelism()) {
    if (!Number.isSafeInteger(atOnce) || atOnce < 1) {
      throw new RangeError(`expected at least 1 process; got ${atOnce}`);
    }
    this.#lanes = Array.from({ length: atOnce }, () => new JobLane());
    this.#idle = this.#lanes.toReversed();
  }

  submit(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, signal, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    for (const lane of this.#lanes) lane.close();
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      const lane = this.#idle.pop();
      if (lane === undefined) return;
      this.#start(lane, this.#waiting.shift() as Waiting);
    }
  }

  async #start(lane: JobLane, { job, signal, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(signal.aborted ? { status: "stopped" } : await lane.do(job, signal));
    } catch (error) {
      reject(error);
    } finally {
      this.#idle.push(lane);
      this.#next();
    }
  }
}
