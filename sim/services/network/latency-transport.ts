import { NS_PER_SECOND } from "../../../orbits/constants.js";
import { type Agenda, MAX_TIME_NS, type Occurrence, Priority } from "../../kernel/index.js";
import type { Flow, Ports, Transport, TransportHost, Way } from "./transport.js";

const BITS = 8;

/** Bytes sent at a constant rate over one way: they reach the target `latencyNs` later, each. */
interface Run {
  readonly startNs: number;
  readonly rateBps: number;
  readonly latencyNs: number;
  readonly bytes: number;
}

/**
 * `latency`: each transfer for itself. The source sends at the rate of the way's slowest link (or its own limit), as if
 * nobody else did, and each byte arrives when light and hop delays have taken it along the way: on a way that does not
 * change, a transfer takes size * 8 / bottleneck + latency. Relays cut through: they add their hop delay alone.
 *
 * When the way, its bottleneck or its latency changes, what has been sent by then (whole bytes) arrives with the latency
 * that it was sent with, also where the old way broke; the rest is sent over the new way from that moment on. While there
 * is no way, or its slowest link carries nothing, nothing is sent. Ports are booked when the source sends.
 */
export class LatencyTransport implements Transport {
  readonly name = "latency";
  readonly #host: TransportHost;
  readonly #sendings = new Map<Flow, Sending>();

  constructor(host: TransportHost) {
    this.#host = host;
  }

  begin(flow: Flow): void {
    const { kernel, ports } = this.#host;
    const sending = new Sending(kernel.agenda, ports, flow, (way) => {
      this.#sendings.delete(flow);
      this.#host.arrived(flow, way);
    });
    this.#sendings.set(flow, sending);
    sending.adapt();
  }

  reroute(flow: Flow): void {
    this.#sendings.get(flow)?.adapt();
  }

  withdraw(flow: Flow): void {
    this.#sendings.get(flow)?.stop();
    this.#sendings.delete(flow);
  }

  refresh(): void {
    for (const sending of this.#sendings.values()) sending.adapt();
  }

  settle(): void {
    for (const sending of this.#sendings.values()) sending.settle();
  }
}

/** One transfer: the runs in which it was sent so far, and the one that goes on. */
class Sending implements Occurrence {
  readonly #agenda: Agenda;
  readonly #ports: Ports;
  readonly #flow: Flow;
  readonly #onArrival: (way: Way | undefined) => void;
  /** Ended runs of which bytes are still to arrive. */
  readonly #tails: Run[] = [];
  /** Bytes of runs that have arrived altogether. */
  #arrivedBytes = 0;
  /** Bytes not in any ended run. */
  #unsentBytes: number;
  /** When the last byte of all ended runs arrives. */
  #tailsNs = 0;
  /** The run that goes on: when it has sent all that is left, and what ports have been told of it. */
  #run: Run | undefined;
  #sentNs = 0;
  #carriedBytes = 0;
  /** Way of the last run. */
  #way: Way | undefined;
  #slot = -1;

  constructor(agenda: Agenda, ports: Ports, flow: Flow, onArrival: (way: Way | undefined) => void) {
    this.#agenda = agenda;
    this.#ports = ports;
    this.#flow = flow;
    this.#onArrival = onArrival;
    this.#unsentBytes = flow.request.sizeBytes;
  }

  /** Its way, or something about it, may have changed. */
  adapt(): void {
    const { way } = this.#flow;
    const run = this.#run;
    // All has been sent: nothing changes for it any more.
    if (run !== undefined && this.#agenda.nowNs >= this.#sentNs) return;
    const rateBps = way === undefined ? 0 : this.#rateBps(way);
    const latencyNs = way === undefined ? 0 : this.#latencyNs(way);
    if (run !== undefined && way === this.#way && run.rateBps === rateBps && run.latencyNs === latencyNs)
      return;
    this.#endRun();
    if (way !== undefined && rateBps > 0) this.#begin(way, rateBps, latencyNs);
  }

  /** The last byte is there. */
  fire(): void {
    this.#slot = -1;
    this.settle();
    this.#onArrival(this.#way);
  }

  stop(): void {
    this.settle();
    this.#unschedule();
  }

  settle(): void {
    const { nowNs } = this.#agenda;
    let delivered = this.#arrivedBytes;
    let kept = 0;
    for (const tail of this.#tails) {
      const there = deliveredOf(tail, nowNs);
      delivered += there;
      if (there === tail.bytes) this.#arrivedBytes += there;
      else this.#tails[kept++] = tail;
    }
    this.#tails.length = kept;
    if (this.#run !== undefined) {
      delivered += deliveredOf(this.#run, nowNs);
      this.#carry(this.#run, sentOf(this.#run, nowNs));
    }
    this.#flow.deliveredBytes = delivered;
  }

  #begin(way: Way, rateBps: number, latencyNs: number): void {
    const startNs = this.#agenda.nowNs;
    this.#way = way;
    this.#run = { startNs, rateBps, latencyNs, bytes: this.#unsentBytes };
    this.#carriedBytes = 0;
    this.#sentNs = startNs + Math.ceil(nsFor(this.#unsentBytes, rateBps));
    const atNs = Math.max(this.#tailsNs, this.#sentNs + latencyNs);
    // Whatever would take longer than the clock can count is never over.
    if (atNs <= MAX_TIME_NS) this.#slot = this.#agenda.queue.push(atNs, Priority.Normal, this);
  }

  #endRun(): void {
    const run = this.#run;
    if (run === undefined) return;
    const { nowNs } = this.#agenda;
    const bytes = sentOf(run, nowNs);
    this.#carry(run, bytes);
    if (bytes > 0) {
      this.#tails.push({ ...run, bytes });
      this.#tailsNs = Math.max(this.#tailsNs, nowNs + run.latencyNs);
      this.#unsentBytes -= bytes;
    }
    this.#run = undefined;
    this.#unschedule();
  }

  #carry(run: Run, sentBytes: number): void {
    const bytes = sentBytes - this.#carriedBytes;
    if (bytes === 0 || this.#way === undefined || run !== this.#run) return;
    for (const port of this.#way.ports) this.#ports.carry(port, bytes);
    this.#carriedBytes = sentBytes;
  }

  #unschedule(): void {
    if (this.#slot >= 0) this.#agenda.queue.remove(this.#slot, this);
    this.#slot = -1;
  }

  #rateBps({ ports }: Way): number {
    let rateBps = this.#flow.request.maxRateBps ?? Number.POSITIVE_INFINITY;
    for (const port of ports) rateBps = Math.min(rateBps, this.#ports.capacityBps(port));
    return rateBps;
  }

  #latencyNs({ ports }: Way): number {
    let latencyNs = 0;
    for (const port of ports) latencyNs += this.#ports.delayNs(port);
    return latencyNs;
  }
}

function nsFor(bytes: number, rateBps: number): number {
  return (bytes * BITS * NS_PER_SECOND) / rateBps;
}

/** Whole bytes that the run has sent by then; all of them once the time for them has passed. */
function sentOf({ startNs, rateBps, bytes }: Run, nowNs: number): number {
  const ns = nowNs - startNs;
  if (ns >= Math.ceil(nsFor(bytes, rateBps))) return bytes;
  return Math.min(bytes, Math.floor((ns * rateBps) / (BITS * NS_PER_SECOND)));
}

function deliveredOf(run: Run, nowNs: number): number {
  return nowNs < run.startNs + run.latencyNs ? 0 : sentOf(run, nowNs - run.latencyNs);
}
