import { type Agenda, type Occurrence, Priority } from "./agenda.js";
import { UnhandledFailureError } from "./kernel-errors.js";

/**
 * What a process hands to the kernel when it waits. Only an awaitable's iterator makes it, so that a plain
 * `yield` of anything else is told apart at run time as it is by the types.
 */
export abstract class Wait {
  /** What is waited for; asked once, by the process that waits. */
  abstract take(): Awaitable<unknown>;
}

/** The steps of a process: a generator that waits by `yield*` and returns a `T`. */
export type ProcessBody<T> = Generator<Wait, T, unknown>;

/** Told once when an awaitable it waits for is over. */
export interface Waiter {
  onSettled(awaitable: Awaitable<unknown>): void;
}

type State = "pending" | "settled" | "over";

/**
 * Something that a process can wait for with `yield*`, which gives its value or throws its error. It is
 * pending, then settled (it has its outcome, and a place in the queue of this instant), then over (whoever
 * waited has been told). Settled with no one waiting, it is over at once, unless it failed: a failure that
 * no one awaits by its turn in the queue ends the run.
 */
export abstract class Awaitable<T> implements Iterable<Wait, T, unknown>, Occurrence {
  /** For the kernel's building blocks. */
  readonly agenda: Agenda;
  #state: State = "pending";
  #failed = false;
  #outcome: unknown;
  /** Nearly always there is one waiter: no array for it. */
  #waiter: Waiter | undefined;
  #otherWaiters: Waiter[] | undefined;
  #adopted = false;

  constructor(agenda: Agenda) {
    this.agenda = agenda;
  }

  [Symbol.iterator](): Iterator<Wait, T, unknown> {
    const spare = this.agenda.active?.spareWait;
    return (spare?.begin(this) ?? new WaitFor(this)) as Iterator<Wait, T, unknown>;
  }

  /** Whether the outcome is known. */
  get settled(): boolean {
    return this.#state !== "pending";
  }

  /** Whether everyone has been told: waiting for it takes no time and no turn in the queue. */
  get over(): boolean {
    return this.#state === "over";
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** The value, or the error where `failed`; undefined while pending. */
  get outcome(): unknown {
    return this.#outcome;
  }

  /** Must not be called when `over`. */
  addWaiter(waiter: Waiter): void {
    if (this.#waiter === undefined) this.#waiter = waiter;
    else if (this.#otherWaiters === undefined) this.#otherWaiters = [waiter];
    else this.#otherWaiters.push(waiter);
  }

  /** @param adopt a failure still to come counts as awaited */
  removeWaiter(waiter: Waiter, adopt: boolean): void {
    if (adopt || this.#state === "settled") this.#adopted = true;
    if (this.#waiter === waiter) {
      this.#waiter = this.#otherWaiters?.shift();
    } else {
      const index = this.#otherWaiters?.indexOf(waiter) ?? -1;
      if (index < 0) return;
      this.#otherWaiters!.splice(index, 1);
    }
    if (this.#waiter === undefined && this.#state === "pending") this.onAbandoned();
  }

  /** Called by the queue: tells the waiters, in the order in which they came. */
  fire(): void {
    const first = this.#waiter;
    const others = this.#otherWaiters;
    this.#state = "over";
    this.#waiter = undefined;
    this.#otherWaiters = undefined;
    if (first === undefined) {
      if (this.#failed && !this.#adopted) throw this.unhandledFailure(this.#outcome);
      return;
    }
    first.onSettled(this);
    if (others !== undefined) for (const waiter of others) waiter.onSettled(this);
  }

  /** @throws Error where it is settled already */
  protected settle(failed: boolean, outcome: unknown): void {
    if (this.#state !== "pending") throw new Error(`${this.describe()} has an outcome already`);
    this.#failed = failed;
    this.#outcome = outcome;
    if (this.#waiter === undefined && !failed) {
      this.#state = "over";
    } else {
      this.#state = "settled";
      this.agenda.soon(Priority.Normal, this);
    }
  }

  /** The last waiter has gone while it was pending: take back what was asked for. */
  protected onAbandoned(): void {}

  /** What it is, for messages. */
  protected describe(): string {
    return "the awaitable";
  }

  protected unhandledFailure(error: unknown): Error {
    return new UnhandledFailureError(this.describe(), this.agenda.nowNs, error);
  }
}

/**
 * One wait of one process: `yield*` asks it first for the wait itself, then for the value to go on with. A
 * process waits for one thing at a time and so uses the same object again and again: with many processes
 * asleep, fresh ones would live just long enough to burden the garbage collector (four times slower at
 * 100,000 processes).
 */
export class WaitFor extends Wait implements Iterator<Wait, unknown, unknown> {
  #target: Awaitable<unknown> | undefined;
  #asked = false;

  constructor(target?: Awaitable<unknown>) {
    super();
    this.#target = target;
  }

  /** Begins a new wait; undefined while the last one is not over. */
  begin(target: Awaitable<unknown>): this | undefined {
    if (this.#asked) return undefined;
    this.#target = target;
    return this;
  }

  override take(): Awaitable<unknown> {
    const target = this.#target!;
    this.#target = undefined;
    return target;
  }

  next(value?: unknown): IteratorResult<Wait, unknown> {
    if (this.#asked) {
      this.#asked = false;
      return { done: true, value };
    }
    this.#asked = true;
    return { done: false, value: this };
  }

  throw(error: unknown): IteratorResult<Wait, unknown> {
    this.#asked = false;
    throw error;
  }

  return(value?: unknown): IteratorResult<Wait, unknown> {
    this.#asked = false;
    return { done: true, value };
  }
}
