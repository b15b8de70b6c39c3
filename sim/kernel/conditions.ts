import type { Agenda } from "./agenda.js";
import { Awaitable, type Waiter } from "./awaitable.js";
import { TimeoutError } from "./kernel-errors.js";
import { Timer } from "./timer.js";

/** Values of a list of awaitables, place by place. */
export type ValuesOf<A extends readonly Awaitable<unknown>[]> = {
  -readonly [K in keyof A]: A[K] extends Awaitable<infer T> ? T : never;
};

/** Which of a list of awaitables was first, and its value: `index` tells the type of `value`. */
export type FirstOf<A extends readonly Awaitable<unknown>[]> = number extends A["length"]
  ? { readonly index: number; readonly value: A[number] extends Awaitable<infer T> ? T : never }
  : {
      [K in keyof A & `${number}`]: {
        readonly index: K extends `${infer I extends number}` ? I : never;
        readonly value: A[K] extends Awaitable<infer T> ? T : never;
      };
    }[keyof A & `${number}`];

/**
 * An awaitable made of others. The first failure among them is its own; failures after its outcome count as
 * awaited. When it has its outcome, or when no one waits for it any longer, it lets go of the others, so that
 * one that can be taken back (a timer, a place in a queue) is.
 */
abstract class Condition<T> extends Awaitable<T> implements Waiter {
  protected readonly parts: readonly Awaitable<unknown>[];
  /** Whether it waits for its parts. */
  #attached = false;

  constructor(agenda: Agenda, parts: readonly Awaitable<unknown>[]) {
    super(agenda);
    for (const part of parts) {
      if (!(part instanceof Awaitable) || part.agenda !== agenda) {
        throw new TypeError("expected awaitables of this kernel");
      }
    }
    this.parts = parts;
  }

  /** `part` is over and did not fail: decide whether that settles the whole. */
  protected abstract onPart(part: Awaitable<unknown>): void;
  /** Begins to count anew. */
  protected abstract reset(): void;

  /** To be called once the subclass is ready. */
  protected attach(): void {
    this.#attached = true;
    this.reset();
    // Waiting before looking: a part must not be taken back because it was let go of halfway.
    for (const part of this.parts) if (!part.over) part.addWaiter(this);
    for (const part of this.parts) {
      if (this.settled) return;
      if (part.over) this.onSettled(part);
    }
  }

  override addWaiter(waiter: Waiter): void {
    super.addWaiter(waiter);
    if (!this.#attached && !this.settled) this.attach();
  }

  onSettled(part: Awaitable<unknown>): void {
    if (this.settled) return;
    if (part.failed) this.conclude(true, part.outcome);
    else this.onPart(part);
  }

  protected conclude(failed: boolean, outcome: unknown): void {
    this.#letGo(true);
    this.settle(failed, outcome);
  }

  protected override onAbandoned(): void {
    this.#letGo(false);
  }

  #letGo(adopt: boolean): void {
    if (!this.#attached) return;
    this.#attached = false;
    for (const part of this.parts) if (!part.over) part.removeWaiter(this, adopt);
  }
}

/** Over when all its parts are, with their values in order. */
export class AllOf<A extends readonly Awaitable<unknown>[]> extends Condition<ValuesOf<A>> {
  #missing = 0;

  constructor(agenda: Agenda, parts: A) {
    super(agenda, parts);
    if (parts.length === 0) this.conclude(false, []);
    else this.attach();
  }

  protected override reset(): void {
    this.#missing = this.parts.length;
  }

  protected override onPart(): void {
    if (--this.#missing === 0)
      this.conclude(
        false,
        this.parts.map((part) => part.outcome),
      );
  }

  protected override describe(): string {
    return "one of all()";
  }
}

/** Over when the first of its parts is. */
export class AnyOf<A extends readonly Awaitable<unknown>[]> extends Condition<FirstOf<A>> {
  constructor(agenda: Agenda, parts: A) {
    super(agenda, parts);
    if (parts.length === 0) throw new RangeError("any() of nothing would never be over");
    this.attach();
  }

  protected override reset(): void {}

  protected override onPart(part: Awaitable<unknown>): void {
    this.conclude(false, { index: this.parts.indexOf(part), value: part.outcome });
  }

  protected override describe(): string {
    return "one of any()";
  }
}

/** Over when its awaitable is; fails with a `TimeoutError` if that takes longer. */
export class Deadline<T> extends Condition<T> {
  readonly #seconds: number;

  /** @param seconds only for the message: `dueNs` says when */
  constructor(agenda: Agenda, awaitable: Awaitable<T>, dueNs: number, seconds: number) {
    super(agenda, [awaitable, new Timer(agenda, dueNs)]);
    this.#seconds = seconds;
    this.attach();
  }

  protected override reset(): void {}

  protected override onPart(part: Awaitable<unknown>): void {
    if (part === this.parts[0]) this.conclude(false, part.outcome);
    else this.conclude(true, new TimeoutError(this.#seconds));
  }

  protected override describe(): string {
    return "a timeout()";
  }
}
