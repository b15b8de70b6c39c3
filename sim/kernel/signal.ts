import { Awaitable } from "./awaitable.js";

/** A one-shot event: whoever awaits it goes on when someone calls `succeed` or `fail`. */
export class Signal<T> extends Awaitable<T> {
  /** @throws Error on a second outcome */
  succeed(value: T): void {
    this.settle(false, value);
  }

  /**
   * Throws `error` into every process that awaits the signal; where none does, the run ends.
   * @throws Error on a second outcome
   */
  fail(error: unknown): void {
    this.settle(true, error);
  }

  protected override describe(): string {
    return "a signal";
  }
}
