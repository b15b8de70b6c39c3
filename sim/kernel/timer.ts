import { type Agenda, type Occurrence, Priority } from "./agenda.js";
import { Awaitable, type Waiter } from "./awaitable.js";

/**
 * Is over at a time fixed when it was made. It stands in the event queue only while someone waits for it, so
 * that a timer which lost a race leaves nothing behind. A process that waits for a timer alone takes the
 * place in the queue itself.
 */
export class Timer extends Awaitable<void> {
  readonly dueNs: number;
  #slot = -1;

  constructor(agenda: Agenda, dueNs: number) {
    super(agenda);
    this.dueNs = dueNs;
  }

  override addWaiter(waiter: Waiter): void {
    super.addWaiter(waiter);
    if (this.#slot < 0) this.#slot = this.enqueue(this);
  }

  /** Puts something into the queue for the timer's time, or for this instant if that has passed. */
  enqueue(occurrence: Occurrence): number {
    return this.agenda.queue.push(Math.max(this.dueNs, this.agenda.nowNs), Priority.Normal, occurrence);
  }

  override fire(): void {
    this.#slot = -1;
    super.fire();
  }

  protected override onAbandoned(): void {
    this.agenda.queue.remove(this.#slot, this);
    this.#slot = -1;
  }

  protected override describe(): string {
    return "a timer";
  }
}
