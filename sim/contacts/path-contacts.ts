import type { RunPlan } from "../scenario/run-plan.js";
import type { ContactRow } from "./ground-contacts.js";

/**
 * When the routes of probes existed, as the ticks show it: from the first tick that has one to the first that has
 * none, for a tick is in force until the next. What a fault does within a tick is not seen. Takes 12 bytes for each
 * interval.
 */
export class PathContacts {
  readonly #plan: RunPlan;
  readonly #minDurationNs: number;
  /** Per probe: the tick since which it has had a route; -1 while it has none. */
  readonly #since: Int32Array;
  /** `[probe, first tick, tick after the last]` of each interval. */
  #intervals = new Int32Array(3 * 256);
  #count = 0;
  #probe = 0;
  #ticks = 0;

  constructor(plan: RunPlan, minDurationNs: number) {
    this.#plan = plan;
    this.#minDurationNs = minDurationNs;
    this.#since = new Int32Array(plan.probes.sources.length).fill(-1);
  }

  /** The answer of the next probe at the tick under way. */
  route(reachable: boolean): void {
    const probe = this.#probe++;
    const since = this.#since[probe];
    if (reachable === since >= 0) return;
    if (!reachable) this.#add(probe, since);
    this.#since[probe] = reachable ? this.#ticks : -1;
  }

  tickDone(): void {
    this.#probe = 0;
    this.#ticks++;
  }

  /** All intervals in the order (from_ns, a, b); those of routes that still exist end with the last tick. */
  *rows(): Generator<ContactRow, void, undefined> {
    const { sources, targets } = this.#plan.probes;
    const closed = this.#count;
    for (const [probe, since] of this.#since.entries()) if (since >= 0) this.#add(probe, since);
    const all = this.#intervals;
    const order = Uint32Array.from({ length: this.#count }, (_, i) => i).sort((i, j) => {
      const [p, q] = [all[3 * i], all[3 * j]];
      return all[3 * i + 1] - all[3 * j + 1] || sources[p] - sources[q] || targets[p] - targets[q];
    });
    for (const i of order) {
      const [probe, first, end] = all.subarray(3 * i, 3 * i + 3);
      const row = this.#row(probe, first, end, i >= closed);
      if (row.to_ns - row.from_ns >= this.#minDurationNs) yield row;
    }
  }

  #row(probe: number, first: number, end: number, isOpen: boolean): ContactRow {
    const { probes, nodeNames, time } = this.#plan;
    const a = probes.sources[probe];
    const b = probes.targets[probe];
    return {
      kind: "path",
      from_ns: first * time.stepNs,
      to_ns: Math.min(end * time.stepNs, time.durationNs),
      a,
      b,
      a_name: nodeNames.at(a),
      b_name: nodeNames.at(b),
      open_at_start: first === 0,
      open_at_end: isOpen,
      max_elevation_deg: null,
      min_range_km: null,
    };
  }

  #add(probe: number, since: number): void {
    if (3 * this.#count === this.#intervals.length) {
      const grown = new Int32Array(2 * this.#intervals.length);
      grown.set(this.#intervals);
      this.#intervals = grown;
    }
    this.#intervals.set([probe, since, this.#ticks], 3 * this.#count++);
  }
}
