/** Something that stands in a line: lowest priority first, then who came first. */
export interface Waiting {
  readonly priority: number;
}

/** A line ordered by (priority, arrival). Joining at the end and leaving at the front take constant time. */
export class WaitLine<T extends Waiting> {
  #line: T[] = [];
  /** Those before it have left: taking the first must not move all others. */
  #first = 0;

  get length(): number {
    return this.#line.length - this.#first;
  }

  get first(): T | undefined {
    return this.#line[this.#first];
  }

  join(one: T): void {
    const line = this.#line;
    let low = this.#first;
    let high = line.length;
    // Nearly always the end is right.
    if (high > low && line[high - 1]!.priority <= one.priority) low = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (line[middle]!.priority <= one.priority) low = middle + 1;
      else high = middle;
    }
    if (low === line.length) line.push(one);
    else line.splice(low, 0, one);
  }

  takeFirst(): T | undefined {
    if (this.length === 0) return undefined;
    const one = this.#line[this.#first] as T;
    this.#first++;
    if (this.#first > 32 && this.#first * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#first);
      this.#first = 0;
    }
    return one;
  }

  /** @returns whether it stood in the line */
  leave(one: T): boolean {
    if (one === this.first) return this.takeFirst() !== undefined;
    const at = this.#line.indexOf(one, this.#first);
    if (at === -1) return false;
    this.#line.splice(at, 1);
    return true;
  }

  /** In order. */
  *[Symbol.iterator](): Iterator<T> {
    for (let i = this.#first; i < this.#line.length; i++) yield this.#line[i] as T;
  }
}

/** @throws RangeError for what cannot order a line */
export function checkPriority(priority: number): number {
  if (!Number.isFinite(priority)) throw new RangeError(`expected a finite priority; got ${priority}`);
  return priority;
}

/** @throws RangeError for less than nothing, and for what is no number */
export function checkAmount(what: string, amount: number): number {
  if (!(typeof amount === "number" && amount > 0)) {
    throw new RangeError(`expected ${what} above 0; got ${amount}`);
  }
  return amount;
}
