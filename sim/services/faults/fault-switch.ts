import { type Kernel, type RandomStream, toNs } from "../../kernel/index.js";
import type { ServiceHost } from "../service-host.js";
import { drawLifetime, type LifetimeLaw } from "./lifetime-law.js";

/** What the entries of a fault plan have in common: taking nodes and links down under their own cause, and counting. */
export class FaultSwitch {
  readonly #host: ServiceHost;
  readonly #cause: string;
  readonly #failures;
  readonly #repairs;
  /** Nodes and links that this entry holds down. */
  readonly #held = new Set<string>();

  constructor(host: ServiceHost, cause: string) {
    this.#host = host;
    this.#cause = cause;
    this.#failures = host.metrics.counter("fault.failures", { unit: "1" });
    this.#repairs = host.metrics.counter("fault.repairs", { unit: "1" });
  }

  get kernel(): Kernel {
    return this.#host.kernel;
  }

  /** How many nodes and links it holds down. */
  get held(): number {
    return this.#held.size;
  }

  set(ends: readonly number[], up: boolean): void {
    const key = ends.length === 1 ? `${ends[0]}` : `${Math.min(...ends)}-${Math.max(...ends)}`;
    if (this.#held.has(key) === !up) return;
    if (up) this.#held.delete(key);
    else this.#held.add(key);
    (up ? this.#repairs : this.#failures).add();
    const [a, b] = ends as [number, number?];
    if (b === undefined) this.#host.setNodeUsable(a, up, this.#cause);
    else this.#host.setLinkUsable(a, b, up, this.#cause);
  }

  /** Brings something back up after a time drawn from the law; never where there is none. */
  repairLater(
    ends: readonly number[],
    law: LifetimeLaw | undefined,
    random: RandomStream,
    then?: () => void,
  ): void {
    if (law === undefined) return;
    this.later(drawLifetime(law, random), () => {
      this.set(ends, true);
      then?.();
    });
  }

  /** Calls back after so many seconds; what lies beyond the clock's range never comes. */
  later(seconds: number, callback: () => void): void {
    if (seconds * 1e9 > Number.MAX_SAFE_INTEGER - this.kernel.nowNs) return;
    this.kernel.schedule({ atNs: this.kernel.nowNs + toNs(seconds) }, callback);
  }
}
