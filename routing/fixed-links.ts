import type { StaticLink } from "../orbits/static-links.js";
import type { StaticLinksAtTick } from "../orbits/static-network.js";
import type { LinkColumns } from "./link-columns.js";

/** Adds the links of static networks to a tick's table, in the order (a, b). */
export class FixedLinks {
  readonly #links: readonly StaticLink[];
  /** Places in the list, ordered by (a, b). */
  readonly #order: Uint32Array;
  /** Place in `StaticLinksAtTick` of each link of the list plus 1; 0 where it does not exist at the tick. */
  readonly #present: Uint32Array;
  readonly #latencyMs: Float64Array;

  constructor(links: readonly StaticLink[]) {
    this.#links = links;
    this.#order = Uint32Array.from(links.keys()).sort(
      (i, j) => links[i].a - links[j].a || links[i].b - links[j].b || i - j,
    );
    this.#present = new Uint32Array(links.length);
    this.#latencyMs = new Float64Array(links.length);
  }

  /**
   * Appends the links that exist and whose ends are usable.
   * @param firstClass link class of the first of all static links
   * @returns their latencies; reused by the next call
   */
  append(
    table: LinkColumns,
    usable: Uint8Array,
    fixed: StaticLinksAtTick | undefined,
    firstClass: number,
  ): Float64Array {
    if (fixed === undefined || fixed.count === 0) return this.#latencyMs;
    const present = this.#present;
    present.fill(0);
    for (let i = 0; i < fixed.count; i++) {
      if (fixed.index[i] >= present.length) {
        throw new RangeError(`no static link ${fixed.index[i]}; the stage was made with ${present.length}`);
      }
      present[fixed.index[i]] = i + 1;
    }
    table.reserve(table.count + fixed.count);
    let added = 0;
    for (const place of this.#order) {
      const at = present[place];
      if (at === 0) continue;
      const { a, b, lengthKm } = this.#links[place];
      if (usable[a] !== 1 || usable[b] !== 1) continue;
      table.add(a, b, lengthKm, firstClass + place);
      this.#latencyMs[added++] = fixed.latencyMs[at - 1];
    }
    return this.#latencyMs;
  }
}
