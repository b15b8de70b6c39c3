import { grown } from "./grown.js";
import { IndexedHeap } from "./indexed-heap.js";
import type { SharingNetwork } from "./sharing-network.js";

/** Rates that differ by less, relatively, count as equal: the noise of sums in double precision. */
export const EQUAL = 1e-12;

/** After so many changes that a port has taken part in, its load is added up anew: rounding stays far below 1e-9. */
const CHANGES_UNTIL_ADDED_UP = 64;

/** When marks begin anew: they are integers of 32 bits. */
const LAST_MARK = 2 ** 30;

// What a port is: outside of the region, within and not yet full, or full.
const OUTSIDE = 0;
const OPEN = 1;
const FULL = 2;

/**
 * Progressive filling of the region that a change can reach: steps 1 to 3 of `FairShares`, which says why it is exact.
 * Loops stand in methods of their own and take fields into variables first: V8 (Node 20) otherwise compiled some of
 * them again at each call.
 */
export class RegionFilling {
  /** Ports of the region, from `gather` to `close`. */
  readonly region: number[] = [];
  /** Flows that have another bottleneck than before `gather`. */
  readonly movedFlows: number[] = [];

  readonly #network: SharingNetwork;
  // By port: what it is, its rising flows, a proven lower bound of its level, changes since it was added up (so 0
  // only within the first).
  #portState = new Uint8Array(64);
  #risingCount = new Int32Array(64);
  #floorBps = new Float64Array(64);
  #changes = new Uint8Array(64);
  /** By flow: `mark` while it rises, one more when it is filled, less when it is fixed; the mark is new each time. */
  #flowMark = new Int32Array(64);
  #mark = 0;
  /** Open ports by a lower bound of their level. */
  readonly #open = new IndexedHeap();

  constructor(network: SharingNetwork) {
    this.#network = network;
  }

  /** The port's load may be of another order than its capacity is now: it has to be added up anew. */
  distrust(port: number): void {
    this.#makeRoom();
    this.#changes[port] = CHANGES_UNTIL_ADDED_UP;
  }

  /** The region of what has changed: ports, and flows that have no rate yet. */
  gather(ports: readonly number[], newFlows: readonly number[]): void {
    this.#makeRoom();
    this.#nextMark();
    this.movedFlows.length = 0;
    const { watched, listCount } = this.#network;
    for (const port of ports) if (watched[port] === 1) this.#include(port);
    // A flow that has gone again before its first update has no list.
    for (const flow of newFlows) if (listCount[flow] > 0) this.#raise(flow, 0);
    this.#spread(0, false);
    const changes = this.#changes;
    for (const port of this.region) {
      if (++changes[port] > CHANGES_UNTIL_ADDED_UP) this.#addUp(port);
      this.#offer(port);
    }
  }

  /** Ends what `gather` began. */
  close(): void {
    const states = this.#portState;
    for (const port of this.region) states[port] = OUTSIDE;
    this.region.length = 0;
  }

  #nextMark(): void {
    this.#mark += 2;
    if (this.#mark < LAST_MARK) return;
    this.#flowMark.fill(0);
    this.#mark = 2;
  }

  #include(port: number): void {
    if (this.#portState[port] !== OUTSIDE) return;
    this.#portState[port] = OPEN;
    this.region.push(port);
    this.#risingCount[port] = 0;
    this.#floorBps[port] = 0;
  }

  /**
   * Lets rise what has its bottleneck in the region, from the region's given place on.
   * @param late some ports are full already
   */
  #spread(from: number, late: boolean): void {
    const { region } = this;
    const { bottlenecks, levelBps } = this.#network;
    for (let i = from; i < region.length; i++) {
      const port = region[i];
      const level = levelBps[port];
      levelBps[port] = Number.POSITIVE_INFINITY;
      let next = -1;
      for (let flow = bottlenecks.first(port); flow >= 0; flow = next) {
        next = bottlenecks.next(flow);
        if (!late || !this.#stays(flow)) this.#raise(flow, level);
      }
    }
  }

  /** A flow on a full port is as fast as that lets it be, but for noise: the port can be its bottleneck. */
  #stays(flow: number): boolean {
    const { watchedStart, watchedCount, watchedPool, bottlenecks } = this.#network;
    const end = watchedStart[flow] + watchedCount[flow];
    for (let at = watchedStart[flow]; at < end; at++) {
      const port = watchedPool.data[at];
      if (this.#portState[port] !== FULL) continue;
      bottlenecks.set(flow, port);
      this.movedFlows.push(flow);
      return true;
    }
    return false;
  }

  /** A flow gives up its rate. */
  #raise(flow: number, rateBps: number): void {
    const marks = this.#flowMark;
    if (marks[flow] >= this.#mark) return;
    marks[flow] = this.#mark;
    const { watchedStart, watchedCount, loadBps, watchedPool } = this.#network;
    const { data } = watchedPool;
    const portStates = this.#portState;
    const rising = this.#risingCount;
    const end = watchedStart[flow] + watchedCount[flow];
    for (let at = watchedStart[flow]; at < end; at++) {
      const port = data[at];
      if (portStates[port] === OUTSIDE) this.#include(port);
      loadBps[port] -= rateBps;
      rising[port]++;
    }
  }

  /** What the port carries without its rising flows, anew. */
  #addUp(port: number): void {
    const network = this.#network;
    const { loadBps, memberStart, memberCount, pool } = network;
    const marks = this.#flowMark;
    const mark = this.#mark;
    const end = memberStart[port] + memberCount[port];
    let load = 0;
    for (let at = memberStart[port]; at < end; at++) {
      const flow = pool.data[at];
      if (marks[flow] !== mark) load += network.rateBps(flow);
    }
    loadBps[port] = load;
    this.#changes[port] = 0;
  }

  /**
   * A lower bound of an open port's level: its rising flows share what the others leave. Infinity where it is no
   * limit to any.
   */
  #share(port: number): number {
    const { capacityBps, loadBps } = this.#network;
    const left = capacityBps[port] - loadBps[port];
    const rising = this.#risingCount[port];
    if (rising > 0) return Math.max(left / rising, this.#floorBps[port]);
    return left < -EQUAL * capacityBps[port] ? this.#floorBps[port] : Number.POSITIVE_INFINITY;
  }

  #offer(port: number): void {
    const share = this.#share(port);
    if (share === Number.POSITIVE_INFINITY) this.#open.remove(port);
    else this.#open.set(port, share);
  }

  /** Gives all that rises its rate. */
  fill(): void {
    const open = this.#open;
    const { fastestBps } = this.#network;
    let level = 0;
    for (let port = open.top; port >= 0; port = open.top) {
      const share = this.#share(port);
      if (share > open.topKey) {
        // Others have been filled meanwhile, at rates below its share: there is more left than it seemed.
        this.#offer(port);
        continue;
      }
      const reached = Math.max(level, share);
      if (fastestBps[port] > reached * (1 + EQUAL) && this.#openBorder(port, reached)) continue;
      level = reached;
      open.remove(port);
      this.#fillPort(port, level);
    }
  }

  /** Lets fixed flows rise that are faster than the port's rising flows would be. @returns whether anything changed */
  #openBorder(port: number, reachedBps: number): boolean {
    const network = this.#network;
    const { fastestBps, memberStart, memberCount, pool, bottlenecks } = network;
    const { data } = pool;
    const marks = this.#flowMark;
    const mark = this.#mark;
    const end = memberStart[port] + memberCount[port];
    let fastest = 0;
    for (let at = memberStart[port]; at < end; at++) {
      if (marks[data[at]] !== mark) fastest = Math.max(fastest, network.rateBps(data[at]));
    }
    fastestBps[port] = fastest;
    if (fastest <= reachedBps * (1 + EQUAL)) return false;
    const level = this.#levelAmongAll(port, reachedBps);
    if (level > reachedBps * (1 + EQUAL)) {
      this.#floorBps[port] = level;
      this.#open.set(port, level);
      return true;
    }
    const from = this.region.length;
    for (let at = memberStart[port]; at < end; at++) {
      const flow = data[at];
      if (marks[flow] >= mark) continue;
      const rate = network.rateBps(flow);
      if (rate <= level * (1 + EQUAL)) continue;
      this.#include(bottlenecks.of(flow));
      if (!this.#stays(flow)) this.#raise(flow, rate);
    }
    this.#spread(from, true);
    for (const each of this.region) {
      if (this.#portState[each] !== OPEN) continue;
      if (this.#changes[each] === 0) this.#addUp(each);
      this.#floorBps[each] = 0;
      this.#offer(each);
    }
    return true;
  }

  /**
   * The level at which the port is full if flows that are faster come down to it and slower ones stay: the root of a
   * concave function, by Newton's steps from the left, which are exact after a few.
   */
  #levelAmongAll(port: number, fromBps: number): number {
    const network = this.#network;
    const { capacityBps, memberStart, memberCount, pool } = network;
    const { data } = pool;
    const marks = this.#flowMark;
    const mark = this.#mark;
    const end = memberStart[port] + memberCount[port];
    let level = fromBps;
    let before = -1;
    for (;;) {
      let load = 0;
      let sharing = 0;
      for (let at = memberStart[port]; at < end; at++) {
        const flow = data[at];
        const rate = marks[flow] === mark ? Number.POSITIVE_INFINITY : network.rateBps(flow);
        if (rate > level) sharing++;
        else load += rate;
      }
      if (sharing === before || sharing === 0) return level;
      before = sharing;
      level = Math.max(level, (capacityBps[port] - load) / sharing);
    }
  }

  /** Its rising flows have their rate. */
  #fillPort(port: number, levelBps: number): void {
    const network = this.#network;
    const { loadBps, fastestBps, memberStart, memberCount, watchedStart, watchedCount, bottlenecks } =
      network;
    const members = network.pool.data;
    const watched = network.watchedPool.data;
    const marks = this.#flowMark;
    const mark = this.#mark;
    const rising = this.#risingCount;
    const { movedFlows } = this;
    const ownFastest = fastestBps[port];
    this.#portState[port] = FULL;
    if (rising[port] > 0) network.levelBps[port] = levelBps;
    const end = memberStart[port] + memberCount[port];
    for (let at = memberStart[port]; rising[port] > 0 && at < end; at++) {
      const flow = members[at];
      if (marks[flow] !== mark) continue;
      marks[flow] = mark + 1;
      if (bottlenecks.of(flow) !== port) {
        bottlenecks.set(flow, port);
        movedFlows.push(flow);
      }
      const watchedEnd = watchedStart[flow] + watchedCount[flow];
      for (let other = watchedStart[flow]; other < watchedEnd; other++) {
        const shared = watched[other];
        loadBps[shared] += levelBps;
        if (levelBps > fastestBps[shared]) fastestBps[shared] = levelBps;
        rising[shared]--;
      }
    }
    fastestBps[port] = ownFastest;
  }

  #makeRoom(): void {
    const { portEnd, flowEnd } = this.#network;
    if (portEnd > this.#portState.length) {
      this.#portState = grown(this.#portState, portEnd);
      this.#risingCount = grown(this.#risingCount, portEnd);
      this.#floorBps = grown(this.#floorBps, portEnd);
      this.#changes = grown(this.#changes, portEnd);
    }
    this.#flowMark = grown(this.#flowMark, flowEnd);
  }
}
