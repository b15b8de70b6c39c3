import type { LinkLoads } from "../../routing/link-loads.js";
import type { LinkTable } from "../../routing/link-table.js";

/** What a mean may be above 1 by rounding. */
const ROUNDING = 1e-9;

/** The loads of links as they were when they were last taken, whatever has become of them since. */
export class AdvertisedLoads {
  readonly #nodeCount: number;
  #loads: LinkLoads | undefined;
  /** Loads above 0, by `from * nodeCount + to`. */
  readonly #taken = new Map<number, number>();
  #takenNs = Number.NaN;

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
  }

  use(loads: LinkLoads): void {
    this.#loads = loads;
  }

  /** Takes the loads of all links; at an instant at which they were taken already, nothing. */
  take({ a, b, count }: LinkTable, timeNs: number): void {
    if (this.#loads === undefined || timeNs === this.#takenNs) return;
    this.#taken.clear();
    this.#takenNs = timeNs;
    for (let i = 0; i < count; i++) {
      this.#takeOne(this.#loads, a[i], b[i]);
      this.#takeOne(this.#loads, b[i], a[i]);
    }
  }

  /** By link of a table, as `CostInputs.utilisation`; undefined where nothing is loaded. Links unknown when loads were taken have none. */
  of({ a, b, count }: LinkTable): Float64Array | undefined {
    if (this.#taken.size === 0) return undefined;
    const utilisation = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      utilisation[2 * i] = this.#taken.get(a[i] * this.#nodeCount + b[i]) ?? 0;
      utilisation[2 * i + 1] = this.#taken.get(b[i] * this.#nodeCount + a[i]) ?? 0;
    }
    return utilisation;
  }

  #takeOne(loads: LinkLoads, from: number, to: number): void {
    const utilisation = loads.utilisation(from, to);
    if (utilisation === 0) return;
    if (!(utilisation > 0 && utilisation <= 1 + ROUNDING)) {
      throw new RangeError(
        `the loads of links gave a utilisation of ${utilisation} from node ${from} to ${to}; expected 0 to 1`,
      );
    }
    this.#taken.set(from * this.#nodeCount + to, Math.min(1, utilisation));
  }
}
