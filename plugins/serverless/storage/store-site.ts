import type { Awaitable, PluginSim, ProcessBody, Resource } from "../../../index.js";
import type { StorageKind } from "../specs.js";

/** How long one kind of access takes at the holder, beside the network. */
export interface AccessCost {
  readonly latencySeconds: number;
  /** Infinity: bytes take no time. */
  readonly bandwidthBps: number;
}

export interface StoreModel {
  readonly kind: StorageKind;
  readonly capacityBytes: number;
  readonly read: AccessCost;
  readonly write: AccessCost;
  /** Requests served at once. */
  readonly parallel: number;
  /** Whether states outlive a failure of the node. */
  readonly durable: boolean;
}

const BITS = 8;

/** Where bytes of states went: written = held + removed + lost, at every moment. */
export interface StoreBooks {
  written: number;
  removed: number;
  lost: number;
}

/** One store: what it holds, what is on its way to it, and how long it takes. */
export class StoreSite {
  readonly node: number;
  readonly model: StoreModel;
  readonly #sim: PluginSim;
  readonly #line: Resource | undefined;
  readonly #held = new Map<string, number>();
  readonly #books: StoreBooks;
  #heldBytes = 0;
  #promisedBytes = 0;

  constructor(sim: PluginSim, node: number, model: StoreModel, books: StoreBooks) {
    this.node = node;
    this.model = model;
    this.#sim = sim;
    this.#books = books;
    this.#line = Number.isFinite(model.parallel) ? sim.resource(model.parallel) : undefined;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get freeBytes(): number {
    return Math.max(0, this.model.capacityBytes - this.#heldBytes - this.#promisedBytes);
  }

  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** Sets room aside for bytes on their way. @returns whether there was room */
  promise(bytes: number): boolean {
    if (bytes > this.freeBytes) return false;
    this.#promisedBytes += bytes;
    return true;
  }

  /** Gives back what `promise` set aside. */
  release(bytes: number): void {
    this.#promisedBytes -= bytes;
  }

  keep(id: string, bytes: number): void {
    this.remove(id);
    this.#held.set(id, bytes);
    this.#heldBytes += bytes;
    this.#books.written += bytes;
  }

  remove(id: string): void {
    const bytes = this.#held.get(id);
    if (bytes === undefined) return;
    this.#held.delete(id);
    this.#heldBytes -= bytes;
    this.#books.removed += bytes;
  }

  /** The node fails: what it holds is gone, unless it is durable. */
  fail(): void {
    if (this.model.durable) return;
    this.#books.lost += this.#heldBytes;
    this.#heldBytes = 0;
    this.#held.clear();
  }

  /** Time at the holder: one request, in line behind others where it serves only so many at once. */
  *serve(operation: "read" | "write", bytes: number): ProcessBody<void> {
    const { latencySeconds, bandwidthBps } = this.model[operation];
    const seconds = latencySeconds + (bytes * BITS) / bandwidthBps;
    if (this.#line === undefined) {
      if (seconds > 0) yield* this.#sleep(seconds);
      return;
    }
    const place = this.#line.request();
    try {
      yield* place;
      if (seconds > 0) yield* this.#sleep(seconds);
    } finally {
      place.release();
    }
  }

  #sleep(seconds: number): Awaitable<void> {
    return this.#sim.sleep(seconds);
  }
}
