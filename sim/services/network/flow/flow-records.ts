import { grown } from "./grown.js";
import { ListPool, roomFor } from "./list-pool.js";

/** A flow's record: eight integers beside one another, so that whoever looks at a flow touches one cache line. */
export const FLOW_SHIFT = 3;
/** The port that is its bottleneck; -1 for none. */
export const BOTTLENECK = 0;
/** The next flow with the same bottleneck; -1 for none. */
export const NEXT = 1;
/** How many watched ports it has. */
export const COUNT = 2;
/** Its watched ports; where there are more than `INLINE`, where their list begins in `overflow`. */
export const PORTS = 3;
export const INLINE = 5;

/**
 * What is looked at again and again of each flow: its bottleneck, and its watched ports, of which the bottleneck is
 * the first.
 */
export class FlowRecords {
  data = new Int32Array(64 << FLOW_SHIFT);
  readonly overflow = new ListPool();
  /** The flow before it with the same bottleneck, and the first one of each port; -1 for none. */
  #previous = new Int32Array(64);
  #first = new Int32Array(64).fill(-1);

  /** Makes room for a new flow, without bottleneck and watched ports. */
  add(flow: number): void {
    this.data = grown(this.data, (flow + 1) << FLOW_SHIFT);
    this.#previous = grown(this.#previous, flow + 1);
    const record = flow << FLOW_SHIFT;
    this.data[record + BOTTLENECK] = -1;
    this.data[record + COUNT] = 0;
  }

  remove(flow: number): void {
    this.setBottleneck(flow, -1);
    const record = flow << FLOW_SHIFT;
    const count = this.data[record + COUNT];
    if (count > INLINE) this.overflow.release(this.data[record + PORTS], roomFor(count));
    this.data[record + COUNT] = 0;
  }

  bottleneck(flow: number): number {
    return this.data[(flow << FLOW_SHIFT) + BOTTLENECK];
  }

  /** The first flow with its bottleneck at the port, -1 for none; `NEXT` of each leads on. */
  first(port: number): number {
    return port < this.#first.length ? this.#first[port] : -1;
  }

  /** @param port -1 for none */
  setBottleneck(flow: number, port: number): void {
    const { data } = this;
    const record = flow << FLOW_SHIFT;
    const before = data[record + BOTTLENECK];
    if (before >= 0) {
      const next = data[record + NEXT];
      const previous = this.#previous[flow];
      if (previous < 0) this.#first[before] = next;
      else data[(previous << FLOW_SHIFT) + NEXT] = next;
      if (next >= 0) this.#previous[next] = previous;
    }
    data[record + BOTTLENECK] = port;
    if (port < 0) return;
    this.#putFirst(record, port);
    if (port >= this.#first.length) {
      const known = this.#first.length;
      this.#first = grown(this.#first, port + 1).fill(-1, known);
    }
    const first = this.#first[port];
    data[record + NEXT] = first;
    this.#previous[flow] = -1;
    if (first >= 0) this.#previous[first] = flow;
    this.#first[port] = flow;
  }

  #putFirst(record: number, port: number): void {
    const { data } = this;
    const inline = data[record + COUNT] <= INLINE;
    const list = inline ? data : this.overflow.data;
    const start = inline ? record + PORTS : data[record + PORTS];
    list[list.indexOf(port, start)] = list[start];
    list[start] = port;
  }

  /** Calls back with each watched port. */
  eachPort(flow: number, visit: (port: number) => void): void {
    const record = flow << FLOW_SHIFT;
    const count = this.data[record + COUNT];
    const list = count > INLINE ? this.overflow.data : this.data;
    const start = count > INLINE ? this.data[record + PORTS] : record + PORTS;
    for (let k = 0; k < count; k++) visit(list[start + k]);
  }

  /** One more watched port. */
  show(flow: number, port: number): void {
    const { data, overflow } = this;
    const record = flow << FLOW_SHIFT;
    const inline = record + PORTS;
    const count = data[record + COUNT]++;
    if (count < INLINE) {
      data[inline + count] = port;
      return;
    }
    if (count === INLINE) {
      const start = overflow.allocate(roomFor(count + 1));
      for (let k = 0; k < count; k++) overflow.data[start + k] = data[inline + k];
      data[inline] = start;
    } else if (count === roomFor(count)) {
      const old = data[inline];
      data[inline] = overflow.allocate(2 * count);
      overflow.data.copyWithin(data[inline], old, old + count);
      overflow.release(old, count);
    }
    overflow.data[data[inline] + count] = port;
  }

  /** One watched port less. */
  hide(flow: number, port: number): void {
    const { data, overflow } = this;
    const record = flow << FLOW_SHIFT;
    const inline = record + PORTS;
    const last = --data[record + COUNT];
    if (last < INLINE) {
      data[data.indexOf(port, inline)] = data[inline + last];
      return;
    }
    const start = data[inline];
    overflow.data[overflow.data.indexOf(port, start)] = overflow.data[start + last];
    if (last === INLINE) {
      for (let k = 0; k < last; k++) data[inline + k] = overflow.data[start + k];
      overflow.release(start, roomFor(last + 1));
    } else if (roomFor(last) < roomFor(last + 1)) {
      data[inline] = overflow.allocate(last);
      overflow.data.copyWithin(data[inline], start, start + last);
      overflow.release(start, 2 * last);
    }
  }
}
