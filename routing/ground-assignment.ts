import type { ChooseGsls, GroundProtocolSetup, GroundTick } from "./ground-link-protocol.js";
import type { LinkList } from "./link-list.js";
import { PairLookup } from "./pair-lookup.js";

/** How a ground protocol ranks the satellites that each site may link to. */
export interface GroundRanking {
  /** How many links a site may have; the entry's `antennas` is a second limit. */
  readonly maxLinks: number;
  /**
   * In the unit of the costs: a link of the last tick counts as better by so much than it is. Above 0 the
   * protocol must be stateful.
   * @defaultValue 0
   */
  readonly hysteresis?: number;
  /** Writes the cost of each row of `tick.visible`, lowest best; every one finite. */
  rank(tick: GroundTick, costs: Float64Array): void;
}

/**
 * The choice that ground protocols share. Candidates, which are the pairs of a site and a satellite visible
 * from it, are gone through in the order (cost, links of the last tick first, slant range, site id, satellite
 * id), where the cost of a link of the last tick is lessened by the hysteresis. One is taken when the site has
 * fewer than `maxLinks` links and fewer than its antennas, and the satellite fewer than its capacity.
 */
export function assignByCost(setup: GroundProtocolSetup<unknown>, ranking: GroundRanking): ChooseGsls {
  const assignment = new GroundAssignment(setup, ranking);
  return (tick, links) => assignment.run(tick, links);
}

class GroundAssignment {
  readonly #setup: GroundProtocolSetup<unknown>;
  readonly #ranking: GroundRanking;
  readonly #perSite: number;
  readonly #before = new PairLookup();
  #costs = new Float64Array(0);
  #held = new Uint8Array(0);
  /** Place among the members of each row's site. */
  #memberOf = new Uint32Array(0);
  #order = new Uint32Array(0);

  constructor(setup: GroundProtocolSetup<unknown>, ranking: GroundRanking) {
    this.#setup = setup;
    this.#ranking = ranking;
    this.#perSite = Math.min(ranking.maxLinks, setup.entry.antennas ?? Number.POSITIVE_INFINITY);
  }

  run(tick: GroundTick, links: LinkList): void {
    const { members, capacity } = this.#setup.entry;
    const { offsets } = tick.visible;
    const rows = offsets[members.length];
    this.#reserve(rows);
    for (let i = 0; i < members.length; i++) this.#memberOf.fill(i, offsets[i], offsets[i + 1]);
    this.#ranking.rank(tick, this.#costs.subarray(0, rows));
    this.#favourHeld(tick, rows);
    for (let row = 0; row < rows; row++) this.#order[row] = row;
    if (capacity === undefined) this.#chooseSiteBySite(tick, links);
    else this.#chooseOverAll(tick, rows, capacity, links);
  }

  /** Marks the links of the last tick and lessens their costs. */
  #favourHeld({ previous, visible }: GroundTick, rows: number): void {
    const { hysteresis = 0 } = this.#ranking;
    const { entry, nodes } = this.#setup;
    this.#held.fill(0, 0, rows);
    if (hysteresis <= 0 || previous === undefined) return;
    this.#before.build(previous.a, previous.b, previous.count, nodes.count);
    for (let row = 0; row < rows; row++) {
      if (this.#before.find(visible.satellites[row], entry.members[this.#memberOf[row]]) < 0) continue;
      this.#held[row] = 1;
      this.#costs[row] -= hysteresis;
    }
  }

  /** Without a capacity sites do not get in one another's way. */
  #chooseSiteBySite(tick: GroundTick, links: LinkList): void {
    const { members } = this.#setup.entry;
    const { offsets, satellites } = tick.visible;
    const inOrder = this.#comparator(tick);
    for (let i = 0; i < members.length; i++) {
      const count = offsets[i + 1] - offsets[i];
      const order = this.#order.subarray(offsets[i], offsets[i + 1]);
      if (count > this.#perSite) order.sort(inOrder);
      const taken = Math.min(count, this.#perSite);
      for (let at = 0; at < taken; at++) links.add(satellites[order[at]], members[i]);
    }
  }

  #chooseOverAll(tick: GroundTick, rows: number, capacity: number, links: LinkList): void {
    const { nodes, entry } = this.#setup;
    const { satellites } = tick.visible;
    const served = tick.served?.slice() ?? new Uint32Array(nodes.satelliteCount);
    const linksOf = new Uint32Array(entry.members.length);
    for (const row of this.#order.subarray(0, rows).sort(this.#comparator(tick))) {
      const member = this.#memberOf[row];
      const satellite = satellites[row];
      if (linksOf[member] >= this.#perSite || served[satellite] >= capacity) continue;
      linksOf[member]++;
      served[satellite]++;
      links.add(satellite, entry.members[member]);
    }
  }

  /** Members ascend by id, so their places stand for the sites' ids. */
  #comparator({ visible }: GroundTick): (p: number, q: number) => number {
    const costs = this.#costs;
    const held = this.#held;
    const memberOf = this.#memberOf;
    const { slantRangeKm, satellites } = visible;
    return (p, q) =>
      costs[p] - costs[q] ||
      held[q] - held[p] ||
      slantRangeKm[p] - slantRangeKm[q] ||
      memberOf[p] - memberOf[q] ||
      satellites[p] - satellites[q];
  }

  #reserve(rows: number): void {
    if (this.#costs.length >= rows) return;
    const size = Math.max(rows, 2 * this.#costs.length);
    this.#costs = new Float64Array(size);
    this.#held = new Uint8Array(size);
    this.#memberOf = new Uint32Array(size);
    this.#order = new Uint32Array(size);
  }
}
