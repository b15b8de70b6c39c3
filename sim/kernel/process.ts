import { type ActiveProcess, type Agenda, type Occurrence, Priority } from "./agenda.js";
import { Awaitable, type ProcessBody, Wait, type Waiter, WaitFor } from "./awaitable.js";
import { Interrupt, ProcessError, WrongYieldError } from "./kernel-errors.js";
import { Timer } from "./timer.js";

/**
 * A running process. It can be awaited: `yield* process` gives what its generator returns, or throws what it
 * threw. Starts within the instant in which it is made, before ordinary events of that instant.
 */
export class Process<T> extends Awaitable<T> implements Waiter, ActiveProcess {
  readonly processName: string;
  readonly #body: ProcessBody<T>;
  readonly spareWait = new WaitFor();
  #waitsFor: Awaitable<unknown> | undefined;
  /** Place in the queue while it sleeps or is yet to start; as an ended process it stands there as any awaitable. */
  #slot: number;

  constructor(agenda: Agenda, name: string, body: ProcessBody<T>) {
    super(agenda);
    this.processName = name;
    this.#body = body;
    this.#slot = agenda.queue.push(agenda.nowNs, Priority.Urgent, this);
  }

  /** Whether it has not come to its end. */
  get alive(): boolean {
    return !this.settled;
  }

  /**
   * Throws an `Interrupt` into the process where it waits, within this instant; what it waited for goes on
   * without it. Without effect where the process ends by itself before that.
   * @throws Error for a process that has ended, and for the one that runs
   */
  interrupt(cause?: unknown): void {
    if (!this.alive) throw new Error(`process "${this.processName}" has ended: it cannot be interrupted`);
    if (this.agenda.active === this) throw new Error(`process "${this.processName}" cannot interrupt itself`);
    const interruption: Occurrence = { fire: () => this.#deliver(new Interrupt(cause)) };
    this.agenda.soon(Priority.Urgent, interruption);
  }

  /** Called by the queue: it starts, or has slept enough, or has ended. */
  override fire(): void {
    if (this.settled) {
      super.fire();
    } else {
      this.#slot = -1;
      this.#run(false, undefined);
    }
  }

  onSettled(awaitable: Awaitable<unknown>): void {
    this.#waitsFor = undefined;
    this.#run(awaitable.failed, awaitable.outcome);
  }

  #deliver(interrupt: Interrupt): void {
    if (!this.alive) return;
    this.#waitsFor?.removeWaiter(this, false);
    this.#waitsFor = undefined;
    this.agenda.queue.remove(this.#slot, this);
    this.#slot = -1;
    this.#run(true, interrupt);
  }

  /** Gives the generator the outcome of what it awaited (at first: nothing) and runs it until it waits or ends. */
  #run(awaitedFailed: boolean, awaitedOutcome: unknown): void {
    let failed = awaitedFailed;
    let outcome = awaitedOutcome;
    this.agenda.active = this;
    try {
      for (;;) {
        const step = failed ? this.#body.throw(outcome) : this.#body.next(outcome);
        if (step.done === true) {
          this.settle(false, step.value);
          return;
        }
        const target = this.#targetOf(step.value);
        if (!target.over) {
          this.#waitFor(target);
          return;
        }
        failed = target.failed;
        outcome = target.outcome;
      }
    } catch (error) {
      this.settle(true, error);
    } finally {
      this.agenda.active = undefined;
    }
  }

  #waitFor(target: Awaitable<unknown>): void {
    if (target instanceof Timer) {
      this.#slot = target.enqueue(this);
    } else {
      target.addWaiter(this);
      this.#waitsFor = target;
    }
  }

  /** @throws WrongYieldError, after the generator's `finally` blocks have run: it is not to catch this */
  #targetOf(yielded: unknown): Awaitable<unknown> {
    const target = yielded instanceof Wait ? yielded.take() : undefined;
    if (target !== undefined && target !== this && target.agenda === this.agenda) return target;
    try {
      this.#body.return(undefined as T);
    } catch {
      // The wrong yield came first: it is what the user has to mend.
    }
    throw new WrongYieldError(target === undefined ? describeYielded(yielded) : this.#describeTarget(target));
  }

  #describeTarget(target: Awaitable<unknown>): string {
    return target === this ? "itself, for which it would wait for ever" : "an awaitable of another kernel";
  }

  protected override describe(): string {
    return `process "${this.processName}"`;
  }

  protected override unhandledFailure(error: unknown): Error {
    return new ProcessError(this.processName, this.agenda.nowNs, error);
  }
}

function describeYielded(yielded: unknown): string {
  if (yielded instanceof Awaitable) return "an awaitable by a plain `yield`: write `yield*`";
  if (yielded instanceof Promise) return "a Promise, which knows nothing of simulated time";
  if (typeof yielded === "function") return `the function "${yielded.name}"`;
  if (typeof yielded === "string") return `the string ${JSON.stringify(yielded)}`;
  if (typeof yielded === "object" && yielded !== null) {
    return `an object of class ${yielded.constructor?.name ?? "Object"}`;
  }
  return String(yielded);
}
