import { BOTTLENECK, COUNT, FLOW_SHIFT, INLINE, NEXT, PORTS } from "./flow-records.js";
import { grown } from "./grown.js";
import { IndexedHeap } from "./indexed-heap.js";
import { FASTEST, LATEST, LOAD, PORT_SHIFT, RISING, type SharingNetwork, STATE } from "./sharing-network.js";

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
  // By port: a proven lower bound of its level, changes since it was added up (so 0 only within the first).
  #floorBps = new Float64Array(64);
  #changes = new Uint8Array(64);
  /** By flow: `mark` while it rises, one more when it is filled, less when it is fixed; the mark is new each time. */
  #marks = new Int32Array(64);
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
    const { ports } = this.#network;
    for (const port of this.region) {
      const record = port << PORT_SHIFT;
      ports[record + STATE] = OUTSIDE;
      if (ports[record + LATEST] > ports[record + FASTEST]) ports[record + FASTEST] = ports[record + LATEST];
    }
    this.region.length = 0;
  }

  #nextMark(): void {
    this.#mark += 2;
    if (this.#mark < LAST_MARK) return;
    this.#marks.fill(0);
    this.#mark = 2;
  }

  #include(port: number): void {
    const { ports } = this.#network;
    const record = port << PORT_SHIFT;
    if (ports[record + STATE] !== OUTSIDE) return;
    ports[record + STATE] = OPEN;
    ports[record + RISING] = 0;
    ports[record + LATEST] = 0;
    this.region.push(port);
    this.#floorBps[port] = 0;
  }

  /**
   * Lets rise what has its bottleneck in the region, from the region's given place on.
   * @param late some ports are full already
   */
  #spread(from: number, late: boolean): void {
    const { region } = this;
    const { flows, levelBps } = this.#network;
    for (let i = from; i < region.length; i++) {
      const port = region[i];
      const level = levelBps[port];
      levelBps[port] = Number.POSITIVE_INFINITY;
      if (flows.first(port) < 0) continue;
      if (late) this.#letStay(flows.first(port));
      this.#raiseAll(port, level);
    }
  }

  #letStay(first: number): void {
    const { data } = this.#network.flows;
    for (let flow = first, next = -1; flow >= 0; flow = next) {
      next = data[(flow << FLOW_SHIFT) + NEXT];
      this.#stays(flow);
    }
  }

  /**
   * A flow on a full port is as fast as that lets it be, but for noise: the port can be its bottleneck. By step 3 this
   * cannot happen in exact arithmetic.
   * @returns whether it is so
   */
  #stays(flow: number): boolean {
    const { flows, ports } = this.#network;
    let full = -1;
    flows.eachPort(flow, (port) => {
      if (ports[(port << PORT_SHIFT) + STATE] === FULL) full = port;
    });
    if (full < 0) return false;
    const rate = this.#network.levelBps[full];
    flows.eachPort(flow, (port) => {
      const record = port << PORT_SHIFT;
      if (port !== full && rate > ports[record + FASTEST]) ports[record + FASTEST] = rate;
    });
    flows.setBottleneck(flow, full);
    this.movedFlows.push(flow);
    return true;
  }

  /** A flow gives up its rate. */
  #raise(flow: number, rateBps: number): void {
    if (this.#marks[flow] >= this.#mark) return;
    this.#marks[flow] = this.#mark;
    const { ports, flows } = this.#network;
    flows.eachPort(flow, (port) => {
      this.#include(port);
      ports[(port << PORT_SHIFT) + LOAD] -= rateBps;
      ports[(port << PORT_SHIFT) + RISING]++;
    });
  }

  /** All flows that have their bottleneck at the port give up their rate. */
  #raiseAll(port: number, rateBps: number): void {
    const { ports, flows } = this.#network;
    const { data } = flows;
    const overflow = flows.overflow.data;
    const marks = this.#marks;
    const mark = this.#mark;
    let raised = 0;
    for (let flow = flows.first(port); flow >= 0; flow = data[(flow << FLOW_SHIFT) + NEXT]) {
      if (marks[flow] >= mark) continue;
      marks[flow] = mark;
      raised++;
      const record = flow << FLOW_SHIFT;
      const count = data[record + COUNT];
      const list = count > INLINE ? overflow : data;
      const start = count > INLINE ? data[record + PORTS] : record + PORTS;
      // The first is the port itself.
      for (let at = start + 1; at < start + count; at++) {
        const shared = list[at] << PORT_SHIFT;
        if (ports[shared + STATE] === OUTSIDE) this.#include(shared >> PORT_SHIFT);
        ports[shared + LOAD] -= rateBps;
        ports[shared + RISING]++;
      }
    }
    ports[(port << PORT_SHIFT) + LOAD] -= raised * rateBps;
    ports[(port << PORT_SHIFT) + RISING] += raised;
  }

  /** What the port carries without its rising flows, anew. */
  #addUp(port: number): void {
    const network = this.#network;
    const { ports, memberStart, memberCount, pool } = network;
    const marks = this.#marks;
    const mark = this.#mark;
    const end = memberStart[port] + memberCount[port];
    let load = 0;
    for (let at = memberStart[port]; at < end; at++) {
      const flow = pool.data[at];
      if (marks[flow] !== mark) load += network.rateBps(flow);
    }
    ports[(port << PORT_SHIFT) + LOAD] = load;
    this.#changes[port] = 0;
  }

  /**
   * A lower bound of an open port's level: its rising flows share what the others leave. Infinity where it is no
   * limit to any.
   */
  #share(port: number): number {
    const { capacityBps, ports } = this.#network;
    const left = capacityBps[port] - ports[(port << PORT_SHIFT) + LOAD];
    const rising = ports[(port << PORT_SHIFT) + RISING];
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
    const { ports } = this.#network;
    let level = 0;
    for (let port = open.top; port >= 0; port = open.top) {
      const share = this.#share(port);
      if (share > open.topKey) {
        // Others have been filled meanwhile, at rates below its share: there is more left than it seemed.
        if (share === Number.POSITIVE_INFINITY) open.remove(port);
        else open.set(port, share);
        continue;
      }
      const reached = Math.max(level, share);
      const fastest = ports[(port << PORT_SHIFT) + FASTEST];
      if (fastest > reached * (1 + EQUAL) && this.#openBorder(port, reached)) continue;
      level = reached;
      open.remove(port);
      this.#fillPort(port, level);
    }
  }

  /** Lets fixed flows rise that are faster than the port's rising flows would be. @returns whether anything changed */
  #openBorder(port: number, reachedBps: number): boolean {
    const network = this.#network;
    const { ports, flows, memberStart, memberCount, pool } = network;
    const { data } = pool;
    const marks = this.#marks;
    const mark = this.#mark;
    const end = memberStart[port] + memberCount[port];
    let fastest = 0;
    for (let at = memberStart[port]; at < end; at++) {
      const flow = data[at];
      if (marks[flow] !== mark) fastest = Math.max(fastest, network.rateBps(flow));
    }
    ports[(port << PORT_SHIFT) + FASTEST] = fastest;
    if (fastest <= reachedBps * (1 + EQUAL)) return false;
    const level = this.#levelAmongAll(port, reachedBps);
    if (level > reachedBps * (1 + EQUAL)) {
      this.#floorBps[port] = level;
      this.#open.set(port, level);
      return true;
    }
    const from = this.region.length;
    let found = false;
    for (let at = memberStart[port]; at < end; at++) {
      const flow = data[at];
      if (marks[flow] >= mark) continue;
      const rate = network.rateBps(flow);
      if (rate <= level * (1 + EQUAL)) continue;
      found = true;
      this.#include(flows.bottleneck(flow));
      if (!this.#stays(flow)) this.#raise(flow, rate);
    }
    // The fastest is as fast as the level, but for noise.
    if (!found) return false;
    this.#spread(from, true);
    for (const each of this.region) {
      if (ports[(each << PORT_SHIFT) + STATE] !== OPEN) continue;
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
    const marks = this.#marks;
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
    const { ports, flows, memberStart, memberCount } = network;
    const members = network.pool.data;
    const { data } = flows;
    const overflow = flows.overflow.data;
    const marks = this.#marks;
    const mark = this.#mark;
    const { movedFlows } = this;
    const own = port << PORT_SHIFT;
    const rising = ports[own + RISING];
    ports[own + STATE] = FULL;
    if (rising > 0) network.levelBps[port] = levelBps;
    const end = memberStart[port] + memberCount[port];
    let filled = 0;
    for (let at = memberStart[port]; filled < rising && at < end; at++) {
      const flow = members[at];
      if (marks[flow] !== mark) continue;
      marks[flow] = mark + 1;
      filled++;
      const record = flow << FLOW_SHIFT;
      if (data[record + BOTTLENECK] !== port) {
        flows.setBottleneck(flow, port);
        movedFlows.push(flow);
      }
      const count = data[record + COUNT];
      const list = count > INLINE ? overflow : data;
      const start = count > INLINE ? data[record + PORTS] : record + PORTS;
      // The first is the port itself.
      for (let k = start + 1; k < start + count; k++) {
        const shared = list[k] << PORT_SHIFT;
        ports[shared + LOAD] += levelBps;
        ports[shared + RISING]--;
        ports[shared + LATEST] = levelBps;
      }
    }
    ports[own + LOAD] += filled * levelBps;
    ports[own + RISING] -= filled;
  }

  #makeRoom(): void {
    const { portEnd, flowEnd } = this.#network;
    this.#marks = grown(this.#marks, flowEnd);
    this.#floorBps = grown(this.#floorBps, portEnd);
    this.#changes = grown(this.#changes, portEnd);
  }
}
