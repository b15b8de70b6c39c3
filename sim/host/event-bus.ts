import { canonicalJson } from "../../results/index.js";

/** What happened, as `events.parquet` records it and as listeners get it. */
export interface SimEvent {
  /** Dotted, such as `transfer.start`. */
  readonly kind: string;
  /** Whom it concerns: a node, a workflow, a plugin. */
  readonly subject: string;
  /** Plain data; recorded as JSON. */
  readonly data: EventData;
  /** The same as JSON, as it was when the event happened: what is recorded. */
  readonly dataJson: string;
  /** Simulated seconds since the start. */
  readonly time: number;
  /** Integer nanoseconds since the start. */
  readonly timeNs: number;
  /** Place among all events of the run. */
  readonly seq: number;
}

export type EventData = Readonly<Record<string, unknown>>;

type Listener = (event: SimEvent) => void;

/** Delivers events to their listeners in the order of subscription, and to one that records them all. */
export class EventBus {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #record: Listener;
  readonly #nowNs: () => number;
  #seq = 0;

  constructor(nowNs: () => number, record: Listener) {
    this.#nowNs = nowNs;
    this.#record = record;
  }

  /** @returns a function that ends the subscription */
  on(kind: string, listener: Listener): () => void {
    let listeners = this.#listeners.get(kind);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(kind, listeners);
    }
    // A listener of its own for each call, so that one function may subscribe twice and each end by itself.
    const own: Listener = (event) => listener(event);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  /**
   * Tells those who listen for the kind, and records nothing. Where nobody does, nothing is made: `data` is not called.
   * The event has the place among all that the next recorded one will have.
   */
  tell(kind: string, subject: string, data: () => EventData): void {
    const listeners = this.#listeners.get(kind);
    if (listeners === undefined || listeners.size === 0) return;
    const timeNs = this.#nowNs();
    const event = new ToldEvent(kind, subject, data(), timeNs, this.#seq);
    for (const listener of [...listeners]) listener(event);
  }

  /** @throws TypeError naming the value that JSON cannot hold */
  emit(kind: string, subject: string, data: EventData): SimEvent {
    const timeNs = this.#nowNs();
    const dataJson = canonicalJson(data);
    const event: SimEvent = { kind, subject, data, dataJson, time: timeNs / 1e9, timeNs, seq: this.#seq++ };
    this.#record(event);
    for (const listener of [...(this.#listeners.get(kind) ?? [])]) listener(event);
    return event;
  }
}

/** An event that is not recorded: its JSON is made only for who asks. */
class ToldEvent implements SimEvent {
  readonly kind: string;
  readonly subject: string;
  readonly data: EventData;
  readonly timeNs: number;
  readonly seq: number;

  constructor(kind: string, subject: string, data: EventData, timeNs: number, seq: number) {
    this.kind = kind;
    this.subject = subject;
    this.data = data;
    this.timeNs = timeNs;
    this.seq = seq;
  }

  get time(): number {
    return this.timeNs / 1e9;
  }

  get dataJson(): string {
    return canonicalJson(this.data);
  }
}
