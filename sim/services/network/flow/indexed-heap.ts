/** Keys and places of what stands in heaps; several heaps whose members are distinct may share one. */
export class HeapKeys {
  keys = new Float64Array(64);
  /** Place in its heap; -1 for what stands in none. */
  places = new Int32Array(64).fill(-1);

  ensure(id: number): void {
    const size = this.keys.length;
    if (id < size) return;
    const grown = Math.max(2 * size, id + 1);
    const keys = new Float64Array(grown);
    keys.set(this.keys);
    const places = new Int32Array(grown).fill(-1);
    places.set(this.places);
    this.keys = keys;
    this.places = places;
  }
}

/** A binary min-heap of dense ids by (key, id) whose keys may change. */
export class IndexedHeap {
  readonly #store: HeapKeys;
  readonly #ids: number[] = [];

  constructor(store = new HeapKeys()) {
    this.#store = store;
  }

  get size(): number {
    return this.#ids.length;
  }

  /** The id with the least key; -1 where there is none. */
  get top(): number {
    return this.#ids.length === 0 ? -1 : this.#ids[0];
  }

  /** Infinity where there is none. */
  get topKey(): number {
    return this.#ids.length === 0 ? Number.POSITIVE_INFINITY : this.#store.keys[this.#ids[0]];
  }

  /** Puts an id in, or gives it another key. */
  set(id: number, key: number): void {
    const store = this.#store;
    store.ensure(id);
    const place = store.places[id];
    const before = store.keys[id];
    store.keys[id] = key;
    if (place < 0) {
      this.#ids.push(id);
      this.#rise(this.#ids.length - 1, id, key);
    } else if (key < before) {
      this.#rise(place, id, key);
    } else if (key > before) {
      this.#sink(place, id, key);
    }
  }

  remove(id: number): void {
    const { keys, places } = this.#store;
    const place = id < places.length ? places[id] : -1;
    if (place < 0) return;
    places[id] = -1;
    const last = this.#ids.pop()!;
    if (last === id) return;
    const key = keys[last];
    const gone = keys[id];
    if (key < gone || (key === gone && last < id)) this.#rise(place, last, key);
    else this.#sink(place, last, key);
  }

  /** The id with the least key, removed; -1 where there is none. */
  pop(): number {
    const id = this.top;
    if (id >= 0) this.remove(id);
    return id;
  }

  #rise(start: number, id: number, key: number): void {
    const ids = this.#ids;
    const { keys, places } = this.#store;
    let place = start;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = ids[above];
      if (keys[other] < key || (keys[other] === key && other < id)) break;
      ids[place] = other;
      places[other] = place;
      place = above;
    }
    ids[place] = id;
    places[id] = place;
  }

  #sink(start: number, id: number, key: number): void {
    const ids = this.#ids;
    const { keys, places } = this.#store;
    const size = ids.length;
    let place = start;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      let other = ids[child];
      if (child + 1 < size) {
        const right = ids[child + 1];
        if (keys[right] < keys[other] || (keys[right] === keys[other] && right < other)) {
          child++;
          other = right;
        }
      }
      if (key < keys[other] || (key === keys[other] && id < other)) break;
      ids[place] = other;
      places[other] = place;
      place = child;
    }
    ids[place] = id;
    places[id] = place;
  }
}
