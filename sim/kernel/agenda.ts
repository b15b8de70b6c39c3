import type { WaitFor } from "./awaitable.js";
import { EventQueue } from "./event-queue.js";

/** Something that waits in the event queue: `fire` is called when the clock gets there. */
export interface Occurrence {
  fire(): void;
}

/**
 * Priorities of events at the same instant, lowest first. Users' events have Normal unless they say otherwise,
 * from FIRST_USER_PRIORITY to LAST_USER_PRIORITY.
 */
export const Priority = {
  /** Ticks of the topology: before everything else at their instant. */
  Tick: -256,
  /** Starts and interrupts of processes, as in SimPy. */
  Urgent: -255,
  Normal: 0,
} as const;

export const FIRST_USER_PRIORITY = -254;
export const LAST_USER_PRIORITY = 256;

/** What an awaitable has to know of the process that runs: a wait it may use again. */
export interface ActiveProcess {
  readonly spareWait: WaitFor;
}

/** The clock and what is to come: what a kernel shares with its awaitables. */
export class Agenda {
  nowNs = 0;
  readonly queue = new EventQueue<Occurrence>();
  /** The process that runs at this moment, if one does. */
  active: ActiveProcess | undefined;

  /** Lets something happen at this instant, after what was put there before at the same priority. */
  soon(priority: number, occurrence: Occurrence): void {
    this.queue.push(this.nowNs, priority, occurrence);
  }
}
