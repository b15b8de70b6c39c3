import { isAdmissible, lengthSquaredKm } from "../line-of-sight.js";
import type { LinkList } from "../link-list.js";
import type { ChooseIsls, IslProtocolSetup, IslTick } from "../link-protocol.js";
import { PairLookup } from "../pair-lookup.js";
import { sortPairs } from "../pair-sort.js";
import { PairStages } from "../pair-stages.js";
import { expectedRadiusKm } from "./expected-radius.js";

/** Neighbours that the first stage of the walk expects for each satellite, per link wanted. */
const FIRST_STAGE_SHARE = 0.64;

/**
 * `nearest` in mode `greedy`, but reluctant to change: a link of the tick before that is still admissible counts
 * as shorter by the hysteresis (as 0 km where it is no longer than that). Pairs are taken in the order (that
 * length squared, links of the tick before first, lower id, higher id) when both ends have links left.
 */
export function keepNearest({ entry, nodes }: IslProtocolSetup<unknown>, hysteresisKm: number): ChooseIsls {
  const { members, maxLinks, maxRangeKm } = entry;
  const open = new Uint8Array(nodes.satelliteCount);
  const degree = new Uint32Array(nodes.satelliteCount);
  const stages = new PairStages();
  const held = new HeldPairs(hysteresisKm);

  return (tick: IslTick, links: LinkList): void => {
    open.fill(0);
    degree.fill(0);
    for (let i = 0; i < members.length; i++) open[members[i]] = 1;
    held.read(tick, maxRangeKm);
    let next = 0;

    const take = (a: number, b: number): void => {
      links.add(a, b);
      if (++degree[a] === maxLinks) open[a] = 0;
      if (++degree[b] === maxLinks) open[b] = 0;
    };
    const takeHeldUpTo = (lengthSquared: number): void => {
      for (; next < held.count && held.lengthSquared[next] <= lengthSquared; next++) {
        const [a, b] = [held.a[next], held.b[next]];
        if (open[a] === 1 && open[b] === 1) take(a, b);
      }
    };
    stages.run({
      index: tick.index,
      positionsKm: tick.positionsKm,
      maxRangeKm,
      open,
      firstRadiusKm: expectedRadiusKm(members.length, FIRST_STAGE_SHARE * maxLinks),
      visit(a, b, lengthSquared) {
        takeHeldUpTo(lengthSquared);
        // A held pair was taken or left when its own turn came.
        if (open[a] === 1 && open[b] === 1 && !held.has(a, b)) take(a, b);
      },
    });
    takeHeldUpTo(Number.POSITIVE_INFINITY);
  };
}

/** The links of the tick before that are still admissible, in the order in which their turn comes. */
class HeldPairs {
  count = 0;
  /** Of the length less the hysteresis. */
  lengthSquared = new Float64Array(0);
  a = new Uint32Array(0);
  b = new Uint32Array(0);
  readonly #hysteresisKm: number;
  readonly #lookup = new PairLookup();

  constructor(hysteresisKm: number) {
    this.#hysteresisKm = hysteresisKm;
  }

  read({ previous, positionsKm, usable, nodes }: IslTick, maxRangeKm: number): void {
    this.count = 0;
    if (previous === undefined) return;
    if (this.a.length < previous.count) {
      this.lengthSquared = new Float64Array(previous.count);
      this.a = new Uint32Array(previous.count);
      this.b = new Uint32Array(previous.count);
    }
    for (let i = 0; i < previous.count; i++) {
      const low = Math.min(previous.a[i], previous.b[i]);
      const high = Math.max(previous.a[i], previous.b[i]);
      if (usable[low] !== 1 || usable[high] !== 1) continue;
      if (!isAdmissible(positionsKm, low, high, maxRangeKm)) continue;
      const length = Math.sqrt(lengthSquaredKm(positionsKm, low, high));
      const counted = Math.max(0, length - this.#hysteresisKm);
      this.lengthSquared[this.count] = counted * counted;
      this.a[this.count] = low;
      this.b[this.count++] = high;
    }
    sortPairs(this.lengthSquared, this.a, this.b, 0, this.count);
    this.#lookup.build(this.a, this.b, this.count, nodes.count);
  }

  has(a: number, b: number): boolean {
    return this.count > 0 && this.#lookup.find(a, b) >= 0;
  }
}
