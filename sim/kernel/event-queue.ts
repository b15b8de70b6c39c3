/** Priorities are integers from -PRIORITY_LIMIT to PRIORITY_LIMIT; the lower goes first. */
export const PRIORITY_LIMIT = 256;

/** Insertions that a queue can tell apart: at ten million a second, enough for twenty days without a pause. */
const SEQUENCE_LIMIT = 2 ** 44;

/**
 * The events to come, in the total order (time, priority, insertion). A 4-ary heap in typed arrays; priority
 * and insertion share one double, `priority * 2^44 + sequence`, which is exact within the limits above.
 *
 * Each event has a slot while it waits, so that it can be removed at once wherever it stands in the heap.
 * Measured at 100,000 pending events, keeping track of the slots costs about a tenth of the speed of leaving
 * cancelled events in the heap; in return nothing cancelled takes memory or has to be skipped.
 */
export class EventQueue<T extends object> {
  #size = 0;
  #sequence = 0;
  #times = new Float64Array(64);
  #keys = new Float64Array(64);
  /** Slot of the event at each place of the heap, and the place of each slot. */
  #slots = new Int32Array(64);
  #places = new Int32Array(64);
  #items: (T | undefined)[] = [];
  #freeSlots = new Int32Array(64);
  #freeCount = 0;

  get size(): number {
    return this.#size;
  }

  /** Time of the next event; Infinity when there is none. */
  peekTimeNs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#times[0];
  }

  peek(): T | undefined {
    return this.#size === 0 ? undefined : this.#items[this.#slots[0]];
  }

  /**
   * @param timeNs integer nanoseconds
   * @param priority integer within PRIORITY_LIMIT; not checked here
   * @returns the slot, which with the item itself is what `remove` asks for
   */
  push(timeNs: number, priority: number, item: T): number {
    if (this.#size === this.#times.length) this.#grow();
    if (this.#sequence === SEQUENCE_LIMIT)
      throw new RangeError("the event queue has run out of sequence numbers");
    const key = priority * SEQUENCE_LIMIT + this.#sequence++;
    const slot = this.#freeCount > 0 ? this.#freeSlots[--this.#freeCount] : this.#size;
    this.#items[slot] = item;
    this.#siftUp(this.#size++, timeNs, key, slot);
    return slot;
  }

  /** The next event, removed. @throws RangeError when there is none */
  pop(): T {
    if (this.#size === 0) throw new RangeError("the event queue is empty");
    const slot = this.#slots[0];
    const item = this.#items[slot] as T;
    this.#release(slot, 0);
    return item;
  }

  /** Removes an event that still waits. @returns false where the slot is no longer the item's */
  remove(slot: number, item: T): boolean {
    if (this.#items[slot] !== item) return false;
    this.#release(slot, this.#places[slot]);
    return true;
  }

  /** Frees a slot and closes its place in the heap with the last event. */
  #release(slot: number, place: number): void {
    this.#items[slot] = undefined;
    this.#freeSlots[this.#freeCount++] = slot;
    const last = --this.#size;
    if (place === last) return;
    const times = this.#times;
    const keys = this.#keys;
    const time = times[last];
    const key = keys[last];
    const parent = (place - 1) >> 2;
    if (place > 0 && (time < times[parent] || (time === times[parent] && key < keys[parent]))) {
      this.#siftUp(place, time, key, this.#slots[last]);
    } else {
      this.#siftDown(place, time, key, this.#slots[last]);
    }
  }

  #siftUp(start: number, time: number, key: number, slot: number): void {
    const times = this.#times;
    const keys = this.#keys;
    const slots = this.#slots;
    const places = this.#places;
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentTime = times[parent];
      if (parentTime < time || (parentTime === time && keys[parent] < key)) break;
      times[place] = parentTime;
      keys[place] = keys[parent];
      const moved = slots[parent];
      slots[place] = moved;
      places[moved] = place;
      place = parent;
    }
    times[place] = time;
    keys[place] = key;
    slots[place] = slot;
    places[slot] = place;
  }

  #siftDown(start: number, time: number, key: number, slot: number): void {
    const times = this.#times;
    const keys = this.#keys;
    const slots = this.#slots;
    const places = this.#places;
    const size = this.#size;
    let place = start;
    for (;;) {
      const first = 4 * place + 1;
      if (first >= size) break;
      const end = Math.min(first + 4, size);
      let least = first;
      let leastTime = times[first];
      let leastKey = keys[first];
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child];
        if (childTime < leastTime || (childTime === leastTime && keys[child] < leastKey)) {
          least = child;
          leastTime = childTime;
          leastKey = keys[child];
        }
      }
      if (time < leastTime || (time === leastTime && key < leastKey)) break;
      times[place] = leastTime;
      keys[place] = leastKey;
      const moved = slots[least];
      slots[place] = moved;
      places[moved] = place;
      place = least;
    }
    times[place] = time;
    keys[place] = key;
    slots[place] = slot;
    places[slot] = place;
  }

  #grow(): void {
    const capacity = 2 * this.#times.length;
    this.#times = enlarged(this.#times, new Float64Array(capacity));
    this.#keys = enlarged(this.#keys, new Float64Array(capacity));
    this.#slots = enlarged(this.#slots, new Int32Array(capacity));
    this.#places = enlarged(this.#places, new Int32Array(capacity));
    this.#freeSlots = enlarged(this.#freeSlots, new Int32Array(capacity));
  }
}

function enlarged<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
