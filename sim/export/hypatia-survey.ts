import type { LinkTable } from "../../routing/link-table.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { World } from "../host/world.js";

/** What all ticks have in common, found before the first state is written: it is numbered by all links there ever are. */
export class HypatiaSurvey {
  readonly #nodes: NodeTable;
  /** `a * satelliteCount + b` of every inter-satellite link seen, with the number of its ticks. */
  readonly #ticksOf = new Map<number, number>();
  ticks = 0;
  longestIslKm = 0;
  /** Furthest that a usable satellite was from the Earth's centre. */
  highestKm = 0;

  constructor(nodes: NodeTable) {
    this.#nodes = nodes;
  }

  /** Takes a tick in. */
  observe(world: Pick<World, "links" | "positionsKm" | "isUsable">): void {
    this.ticks++;
    this.#observeLinks(world.links);
    const { positionsKm: at } = world;
    for (let id = 0; id < this.#nodes.satelliteCount; id++) {
      if (!world.isUsable(id)) continue;
      const radius = Math.hypot(at[3 * id], at[3 * id + 1], at[3 * id + 2]);
      if (radius > this.highestKm) this.highestKm = radius;
    }
  }

  #observeLinks({ islCount, a, b, lengthKm }: LinkTable): void {
    const { satelliteCount } = this.#nodes;
    for (let i = 0; i < islCount; i++) {
      const key = a[i] * satelliteCount + b[i];
      this.#ticksOf.set(key, (this.#ticksOf.get(key) ?? 0) + 1);
      if (lengthKm[i] > this.longestIslKm) this.longestIslKm = lengthKm[i];
    }
  }

  /**
   * All links, `[a0, b0, a1, b1, ...]`, a < b: first those that the scenario lists, in its order, whether they
   * were ever there or not; then the others, by a and b.
   */
  islPairs(listed: Uint32Array): Uint32Array {
    const { satelliteCount } = this.#nodes;
    const first: number[] = [];
    const seen = new Set<number>();
    for (let i = 0; i < listed.length; i += 2) {
      const key = Math.min(listed[i], listed[i + 1]) * satelliteCount + Math.max(listed[i], listed[i + 1]);
      if (!seen.has(key)) first.push(key);
      seen.add(key);
    }
    const others = [...this.#ticksOf.keys()].filter((key) => !seen.has(key)).sort((p, q) => p - q);
    const pairs = new Uint32Array(2 * (first.length + others.length));
    for (const [i, key] of [...first, ...others].entries()) {
      pairs[2 * i] = Math.floor(key / satelliteCount);
      pairs[2 * i + 1] = key % satelliteCount;
    }
    return pairs;
  }

  /** How many of `pairs` were missing at some tick. */
  countUnsteady(pairs: Uint32Array): number {
    const { satelliteCount } = this.#nodes;
    let unsteady = 0;
    for (let i = 0; i < pairs.length; i += 2) {
      if (this.#ticksOf.get(pairs[i] * satelliteCount + pairs[i + 1]) !== this.ticks) unsteady++;
    }
    return unsteady;
  }
}
