import type { Awaitable, EventHandle, PluginSim, ProcessBody } from "../../../index.js";

/** Why an access was given up. */
export type Abort = "timeout" | "holder-down";

/** Watches over one access to a node: it ends when the node fails, or when it takes too long. */
export class AccessGuard {
  readonly #sim: PluginSim;
  readonly #aborted;
  readonly #timer: EventHandle;
  #reason: Abort | undefined;

  constructor(sim: PluginSim, timeoutSeconds: number) {
    this.#sim = sim;
    this.#aborted = sim.event<Abort>();
    this.#timer = sim.schedule(timeoutSeconds, () => this.abort("timeout"));
  }

  get reason(): Abort | undefined {
    return this.#reason;
  }

  abort(reason: Abort): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#sim.cancel(this.#timer);
    this.#aborted.succeed(reason);
  }

  /** Waits for something, unless the access is given up before. @returns undefined where it is */
  *wait<T>(awaitable: Awaitable<T>): ProcessBody<{ readonly value: T } | undefined> {
    if (this.#reason !== undefined) return undefined;
    const first = yield* this.#sim.any([awaitable, this.#aborted]);
    return first.index === 0 && this.#reason === undefined ? { value: first.value } : undefined;
  }

  /** The access is over, one way or another. */
  end(): void {
    if (this.#reason === undefined) this.#sim.cancel(this.#timer);
  }
}
