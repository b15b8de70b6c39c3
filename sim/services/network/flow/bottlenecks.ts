import { grown } from "./grown.js";

/** Which port is each flow's bottleneck, and the flows of each port that have it there, as linked lists. */
export class Bottlenecks {
  #portOf = new Int32Array(64).fill(-1);
  #next = new Int32Array(64);
  #previous = new Int32Array(64);
  #first = new Int32Array(64).fill(-1);

  /** -1 for none. */
  of(flow: number): number {
    return flow < this.#portOf.length ? this.#portOf[flow] : -1;
  }

  /** The first flow at a port, -1 for none; then `next` of each. */
  first(port: number): number {
    return port < this.#first.length ? this.#first[port] : -1;
  }

  next(flow: number): number {
    return this.#next[flow];
  }

  /** @param port -1 for none */
  set(flow: number, port: number): void {
    if (flow >= this.#portOf.length) this.#makeRoomForFlow(flow);
    if (port >= this.#first.length) this.#makeRoomForPort(port);
    const before = this.#portOf[flow];
    if (before >= 0) {
      const next = this.#next[flow];
      const previous = this.#previous[flow];
      if (previous < 0) this.#first[before] = next;
      else this.#next[previous] = next;
      if (next >= 0) this.#previous[next] = previous;
    }
    this.#portOf[flow] = port;
    if (port < 0) return;
    const first = this.#first[port];
    this.#next[flow] = first;
    this.#previous[flow] = -1;
    if (first >= 0) this.#previous[first] = flow;
    this.#first[port] = flow;
  }

  #makeRoomForFlow(flow: number): void {
    const known = this.#portOf.length;
    this.#portOf = grown(this.#portOf, flow + 1).fill(-1, known);
    this.#next = grown(this.#next, flow + 1);
    this.#previous = grown(this.#previous, flow + 1);
  }

  #makeRoomForPort(port: number): void {
    const known = this.#first.length;
    this.#first = grown(this.#first, port + 1).fill(-1, known);
  }
}
