import { Agenda, FIRST_USER_PRIORITY, LAST_USER_PRIORITY, type Occurrence, Priority } from "./agenda.js";
import { Awaitable, type ProcessBody } from "./awaitable.js";
import { describeTime, durationNs, toNs, toSeconds } from "./clock.js";
import { AllOf, AnyOf, Deadline, type FirstOf, type ValuesOf } from "./conditions.js";
import { PastEventError } from "./kernel-errors.js";
import { Process } from "./process.js";
import { Resource } from "./resource.js";
import { Signal } from "./signal.js";
import { Container, Store } from "./store.js";
import { Timer } from "./timer.js";

/** When an event is to happen: after so many seconds, or at a time since the start. */
export type When = number | { readonly at: number } | { readonly atNs: number };

export interface ScheduleOptions {
  /** Among events of the same instant the lowest goes first; an integer from -254 to 256. Default 0. */
  readonly priority?: number;
}

/** An event put into the queue by `schedule`. */
export interface EventHandle {
  readonly timeNs: number;
  /** Whether it is still to happen. */
  readonly pending: boolean;
}

export interface ProcessOptions {
  /** For errors and logs; by default the generator function's own name. */
  readonly name?: string;
}

const REENTERED = "the kernel is running: an event cannot step it";

class ScheduledCall implements EventHandle, Occurrence {
  readonly timeNs: number;
  readonly #callback: () => void;
  slot = -1;

  constructor(timeNs: number, callback: () => void) {
    this.timeNs = timeNs;
    this.#callback = callback;
  }

  get pending(): boolean {
    return this.slot >= 0;
  }

  fire(): void {
    this.slot = -1;
    this.#callback();
  }
}

/**
 * The discrete-event kernel, with SimPy's surface. Events happen in the order (time, priority, insertion);
 * each is synchronous, so that between two `step` calls the caller may do what it likes, also wait.
 *
 *     const kernel = new Kernel();
 *     const server = kernel.process(function* () {
 *       yield* kernel.sleep(5);
 *       return "done";
 *     });
 *     kernel.process(function* () {
 *       const [answer] = yield* kernel.all([server, kernel.sleep(1)]); // a string, at 5 s
 *     });
 *     kernel.run(60);
 */
export class Kernel {
  /** For building blocks that make awaitables of their own. */
  readonly agenda = new Agenda();
  #stepping = false;
  #processCount = 0;

  /** Simulated seconds since the start. */
  get now(): number {
    return toSeconds(this.agenda.nowNs);
  }

  /** Integer nanoseconds since the start. */
  get nowNs(): number {
    return this.agenda.nowNs;
  }

  /** The process that runs at this moment; undefined within plain events and outside of the run. */
  get activeProcess(): Process<unknown> | undefined {
    return this.agenda.active as Process<unknown> | undefined;
  }

  /** Events that are still to happen. */
  get pendingEvents(): number {
    return this.agenda.queue.size;
  }

  /**
   * Lets `callback` be called. What it throws comes out of `step`.
   * @param when a delay in seconds, `{ at: seconds }` or `{ atNs: nanoseconds }` since the start
   * @throws PastEventError, RangeError for a time or priority out of range
   */
  schedule(when: When, callback: () => void, options: ScheduleOptions = {}): EventHandle {
    const timeNs = this.#timeOf(when);
    const priority = options.priority ?? Priority.Normal;
    // Ticks may use their own priority, below what users have.
    const known =
      Number.isInteger(priority) && priority >= FIRST_USER_PRIORITY && priority <= LAST_USER_PRIORITY;
    if (!known && priority !== Priority.Tick) {
      throw new RangeError(
        `expected a priority from ${FIRST_USER_PRIORITY} to ${LAST_USER_PRIORITY}, an integer; got ${priority}`,
      );
    }
    const call = new ScheduledCall(timeNs, callback);
    call.slot = this.agenda.queue.push(timeNs, priority, call);
    return call;
  }

  /** Takes an event back. @returns whether it was still to happen */
  cancel(handle: EventHandle): boolean {
    if (!(handle instanceof ScheduledCall)) throw new TypeError("expected what schedule() returned");
    if (!this.agenda.queue.remove(handle.slot, handle)) return false;
    handle.slot = -1;
    return true;
  }

  /** Time of the next event in seconds; Infinity when there is none. */
  peek(): number {
    return toSeconds(this.agenda.queue.peekTimeNs());
  }

  /** Time of the next event in nanoseconds; Infinity when there is none. */
  peekNs(): number {
    return this.agenda.queue.peekTimeNs();
  }

  /**
   * Lets the next event happen.
   * @throws Error when there is none, or from within an event
   * @throws ProcessError, UnhandledFailureError for a failure that nothing awaited
   */
  step(): void {
    if (this.agenda.queue.size === 0) throw new Error("nothing is left to happen");
    if (this.#stepping) throw new Error(REENTERED);
    this.#stepping = true;
    try {
      this.#happen();
    } finally {
      this.#stepping = false;
    }
  }

  /**
   * Runs events until a time (those before it; the clock then stands there), until an awaitable is over
   * (giving its value or throwing its error), or until nothing is left.
   * @param until seconds since the start, or an awaitable
   * @throws what `step` throws; Error for an awaitable that nothing is left to settle
   */
  run(until?: number): void;
  run<T>(until: Awaitable<T>): T;
  run(until?: number | Awaitable<unknown>): unknown {
    if (until instanceof Awaitable) return this.#guarded(() => this.#runUntilOver(until));
    const endNs = until === undefined ? Number.POSITIVE_INFINITY : this.#timeOf({ at: until });
    this.#guarded(() => {
      while (this.agenda.queue.peekTimeNs() < endNs) this.#happen();
    });
    if (until !== undefined) this.agenda.nowNs = endNs;
    return undefined;
  }

  /**
   * Starts a process, within this instant: before ordinary events of it, after the one that runs.
   * @throws TypeError for what is not a generator function or a generator
   */
  process<T>(body: ProcessBody<T> | (() => ProcessBody<T>), options: ProcessOptions = {}): Process<T> {
    const steps: unknown = typeof body === "function" ? body() : body;
    this.#processCount++;
    const ownName = typeof body === "function" ? body.name : "";
    const name = options.name ?? (ownName === "" ? `process-${this.#processCount}` : ownName);
    if (!isGenerator<T>(steps)) {
      throw new TypeError(`process "${name}": expected a generator function (function* () { … })`);
    }
    return new Process(this.agenda, name, steps);
  }

  /** Over after so many seconds from now. @throws RangeError for less than zero or too much */
  sleep(seconds: number): Awaitable<void> {
    return new Timer(this.agenda, this.#afterNs(seconds));
  }

  /** A one-shot event of the user's own. */
  event<T = void>(): Signal<T> {
    return new Signal<T>(this.agenda);
  }

  /** Waits for all of them: gives their values in order, or throws the first failure. */
  all<const A extends readonly Awaitable<unknown>[]>(awaitables: A): Awaitable<ValuesOf<A>> {
    return new AllOf<A>(this.agenda, awaitables);
  }

  /** Waits for the first of them: gives its place in the list and its value, or throws its failure. */
  any<const A extends readonly Awaitable<unknown>[]>(awaitables: A): Awaitable<FirstOf<A>> {
    return new AnyOf<A>(this.agenda, awaitables);
  }

  /**
   * Waits no longer than so many seconds from now: gives the awaitable's value, or throws a `TimeoutError`.
   * A process that comes too late runs on.
   */
  timeout<T>(awaitable: Awaitable<T>, seconds: number): Awaitable<T> {
    return new Deadline<T>(this.agenda, awaitable, this.#afterNs(seconds), seconds);
  }

  /** So many places that processes share. @throws RangeError where the capacity is no whole number of at least 1 */
  resource(capacity = 1): Resource {
    return new Resource(this.agenda, capacity);
  }

  /** Items that processes hand to one another. @throws RangeError where the capacity is not above 0 */
  store<T>(capacity?: number): Store<T> {
    return new Store<T>(this.agenda, capacity);
  }

  /** A quantity that is filled and drawn from. @throws RangeError where the capacity or level cannot be */
  container(capacity?: number, level?: number): Container {
    return new Container(this.agenda, capacity, level);
  }

  #runUntilOver(awaitable: Awaitable<unknown>): unknown {
    if (!awaitable.over) {
      const waiter = { onSettled: () => {} };
      awaitable.addWaiter(waiter);
      while (!awaitable.over) {
        if (this.agenda.queue.size === 0) {
          awaitable.removeWaiter(waiter, false);
          throw new Error(
            `nothing is left to happen at ${describeTime(this.nowNs)}, but what is awaited is pending`,
          );
        }
        this.#happen();
      }
    }
    if (awaitable.failed) throw awaitable.outcome;
    return awaitable.outcome;
  }

  #happen(): void {
    const { queue } = this.agenda;
    this.agenda.nowNs = queue.peekTimeNs();
    queue.pop().fire();
  }

  #guarded<R>(action: () => R): R {
    if (this.#stepping) throw new Error(REENTERED);
    this.#stepping = true;
    try {
      return action();
    } finally {
      this.#stepping = false;
    }
  }

  #afterNs(seconds: number): number {
    return this.#withinRange(this.agenda.nowNs + durationNs(seconds));
  }

  #timeOf(when: When): number {
    if (typeof when === "number") {
      const delayNs = toNs(when);
      return this.#withinRange(this.agenda.nowNs + delayNs);
    }
    if ("at" in when) return this.#withinRange(toNs(when.at));
    if (!Number.isSafeInteger(when.atNs)) {
      throw new RangeError(`expected a time in whole nanoseconds up to 2^53 - 1; got ${when.atNs}`);
    }
    return this.#withinRange(when.atNs);
  }

  #withinRange(timeNs: number): number {
    if (timeNs < this.agenda.nowNs) throw new PastEventError(timeNs, this.agenda.nowNs);
    if (timeNs > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(`${describeTime(timeNs)} is beyond what the clock can count (104 days)`);
    }
    return timeNs;
  }
}

function isGenerator<T>(value: unknown): value is ProcessBody<T> {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.iterator in value &&
    "next" in value &&
    typeof value.next === "function" &&
    "throw" in value &&
    "return" in value
  );
}
