import type { Agenda } from "./agenda.js";
import { Awaitable } from "./awaitable.js";
import { checkAmount, checkPriority, WaitLine } from "./wait-line.js";

/** How a store or container is waited for. */
export interface StoreRequest {
  /** Lowest first among those that wait. Default 0. */
  readonly priority?: number;
}

export interface GetRequest<T> extends StoreRequest {
  /** Takes the first item for which it is true. Default: the first of all. */
  readonly where?: (item: T) => boolean;
}

/** Waits in a line until it is served; leaves the line when nobody waits for it any longer. */
class Turn<T> extends Awaitable<T> {
  readonly priority: number;
  /** What is put, or how much; for a get, which item. */
  readonly wanted: unknown;
  readonly #line: WaitLine<Turn<T>>;
  readonly #onLeft: (() => void) | undefined;

  /** @param onLeft called when it has left the line unserved */
  constructor(
    agenda: Agenda,
    line: WaitLine<Turn<T>>,
    priority: number,
    wanted: unknown,
    onLeft?: () => void,
  ) {
    super(agenda);
    this.#onLeft = onLeft;
    this.priority = checkPriority(priority);
    this.wanted = wanted;
    this.#line = line;
    line.join(this);
  }

  serve(value: T): void {
    this.#line.leave(this);
    this.settle(false, value);
  }

  protected override onAbandoned(): void {
    this.#line.leave(this);
    this.#onLeft?.();
  }

  protected override describe(): string {
    return "a turn at a store";
  }
}

/**
 * Items that processes hand to one another, first in, first out (SimPy's Store and FilterStore; with priorities, its
 * PriorityStore's waiting). Who waits is served by (priority, arrival); a get with `where` lets those behind it pass.
 */
export class Store<T> {
  readonly capacity: number;
  readonly #agenda: Agenda;
  readonly #items: T[] = [];
  readonly #puts = new WaitLine<Turn<void>>();
  readonly #gets = new WaitLine<Turn<T>>();

  /** @throws RangeError where the capacity is not above 0 */
  constructor(agenda: Agenda, capacity: number = Number.POSITIVE_INFINITY) {
    this.capacity = checkAmount("a capacity", capacity);
    this.#agenda = agenda;
  }

  /** In the order in which they came. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** Over when the item is in the store. */
  put(item: T, { priority = 0 }: StoreRequest = {}): Awaitable<void> {
    const turn = new Turn<void>(this.#agenda, this.#puts, priority, item);
    this.#serve();
    return turn;
  }

  /** Over when there is an item (that `where` accepts), which it then takes out. */
  get({ where, priority = 0 }: GetRequest<T> = {}): Awaitable<T> {
    const turn = new Turn<T>(this.#agenda, this.#gets, priority, where);
    this.#serve();
    return turn;
  }

  #serve(): void {
    do this.#takeIn();
    while (this.#giveOut());
  }

  #takeIn(): void {
    for (let turn = this.#puts.first; turn !== undefined; turn = this.#puts.first) {
      if (this.#items.length >= this.capacity) return;
      this.#items.push(turn.wanted as T);
      turn.serve(undefined);
    }
  }

  /** @returns whether something went out, so that there may be room */
  #giveOut(): boolean {
    if (this.#items.length === 0) return false;
    let any = false;
    for (const turn of [...this.#gets]) {
      if (this.#items.length === 0) break;
      const where = turn.wanted as ((item: T) => boolean) | undefined;
      const at = where === undefined ? 0 : this.#items.findIndex(where);
      if (at === -1) continue;
      const [item] = this.#items.splice(at, 1);
      turn.serve(item as T);
      any = true;
    }
    return any && this.#puts.length > 0;
  }
}

/** A quantity that is filled and drawn from, such as fuel or buffer space (SimPy's Container). */
export class Container {
  readonly capacity: number;
  readonly #agenda: Agenda;
  readonly #puts = new WaitLine<Turn<void>>();
  readonly #gets = new WaitLine<Turn<void>>();
  #level: number;

  /** @throws RangeError where the capacity is not above 0, or the level not from 0 to the capacity */
  constructor(agenda: Agenda, capacity: number = Number.POSITIVE_INFINITY, level = 0) {
    this.capacity = checkAmount("a capacity", capacity);
    if (!(level >= 0 && level <= capacity && level < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`expected a level from 0 to ${capacity}; got ${level}`);
    }
    this.#agenda = agenda;
    this.#level = level;
  }

  get level(): number {
    return this.#level;
  }

  /**
   * Over when the amount is in.
   * @throws RangeError for an amount that is not above 0, or that the container could never hold
   */
  put(amount: number, { priority = 0 }: StoreRequest = {}): Awaitable<void> {
    const turn = this.#turn(this.#puts, amount, priority);
    this.#serve();
    return turn;
  }

  /** Over when the amount is out. @throws RangeError as `put` does */
  get(amount: number, { priority = 0 }: StoreRequest = {}): Awaitable<void> {
    const turn = this.#turn(this.#gets, amount, priority);
    this.#serve();
    return turn;
  }

  /** Those whom it kept waiting may be served when it leaves. */
  #turn(line: WaitLine<Turn<void>>, amount: number, priority: number): Turn<void> {
    if (checkAmount("an amount", amount) > this.capacity || amount === Number.POSITIVE_INFINITY) {
      throw new RangeError(`expected an amount up to the capacity of ${this.capacity}; got ${amount}`);
    }
    return new Turn<void>(this.#agenda, line, priority, amount, () => this.#serve());
  }

  /** Strictly in order: the first of each line is not passed by a smaller one behind it. */
  #serve(): void {
    for (let served = true; served; ) {
      served = false;
      const put = this.#puts.first;
      if (put !== undefined && this.#level + (put.wanted as number) <= this.capacity) {
        this.#level += put.wanted as number;
        put.serve(undefined);
        served = true;
      }
      const get = this.#gets.first;
      if (get !== undefined && this.#level >= (get.wanted as number)) {
        this.#level -= get.wanted as number;
        get.serve(undefined);
        served = true;
      }
    }
  }
}
