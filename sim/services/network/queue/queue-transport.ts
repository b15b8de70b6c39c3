import { NS_PER_SECOND } from "../../../../orbits/constants.js";
import type { Metrics } from "../../../host/metrics.js";
import { type Agenda, Priority } from "../../../kernel/index.js";
import type { LinkedPorts } from "../link-ports.js";
import type { QueueSettings } from "../network-plan.js";
import type { Flow, Transport, TransportHost, Way } from "../transport.js";
import { Lane } from "./lane.js";
import { OutPort, type QueueFigures } from "./out-port.js";
import { PacketPool } from "./packet-pool.js";
import { PacketRoute } from "./packet-route.js";
import { QueueFlow } from "./queue-flow.js";
import { QueueMetrics } from "./queue-metrics.js";

const BITS = 8;

/**
 * `queue`: store and forward, packet by packet.
 *
 * - A flow is cut into packets of `packetBytes`, the last one being shorter; headers are not counted. Of each flow at most
 *   `windowPackets` are under way.
 * - Each port sends one packet at a time at its capacity and holds at most `bufferBytes` beside it; a packet that finds no
 *   room is lost (drop-tail), also at its source. Lower priorities go first, without interrupting a packet; within a class
 *   flows take turns, a packet each.
 * - A packet that has arrived is acknowledged: the acknowledgement takes the propagation and hop delays of its way back to
 *   the source, takes up no capacity, and is never lost.
 * - A lost packet is sent again `retransmitNs` after it was last sent, at the earliest at once. No packet is sent again in
 *   vain: timers of packets that are not lost do not go off. A packet lost more than `maxRetransmissions` times ends the
 *   transfer.
 * - Packets keep to the way that they were sent on. Where one of its links goes away, what waits for it and what is on it
 *   is lost, and so is what comes to it later. A packet exists once, so that no byte is delivered twice.
 * - A link that exists but can carry nothing lets packets wait. A packet in hand when capacity changes is sent at the old
 *   rate.
 * - What is under way of a transfer that was given up goes on, and counts for nothing.
 */
export class QueueTransport implements Transport {
  readonly name = "queue";
  readonly #host: TransportHost;
  readonly #agenda: Agenda;
  readonly #ports: LinkedPorts;
  readonly #settings: QueueSettings;
  readonly #metrics: QueueMetrics | undefined;
  readonly #pool = new PacketPool();
  readonly #flows = new Map<Flow, QueueFlow>();
  readonly #onWake = (own: QueueFlow) => this.#wake(own);
  readonly #onLanded = (packet: number) => this.#landed(packet);
  /** By port; undefined for ports that no packet has used. */
  readonly #outs: (OutPort | undefined)[] = [];
  readonly #rerouted = new Set<QueueFlow>();
  /** Flows given up while the network was taken in. */
  #givenUp: QueueFlow[] | undefined;
  #lostPackets = 0;
  #resentPackets = 0;

  constructor(
    host: TransportHost & { readonly ports: LinkedPorts },
    settings: QueueSettings,
    metrics?: Metrics,
  ) {
    this.#host = host;
    this.#agenda = host.kernel.agenda;
    this.#ports = host.ports;
    this.#settings = settings;
    this.#metrics = metrics && new QueueMetrics(metrics);
  }

  begin(flow: Flow): void {
    const own = new QueueFlow(flow, this.#settings.packetBytes, this.#onWake);
    this.#flows.set(flow, own);
    if (flow.way === undefined) return;
    own.route = this.#routeOver(flow.way);
    this.#pump(own);
  }

  reroute(flow: Flow): void {
    const own = this.#flows.get(flow);
    if (own === undefined) return;
    own.route = flow.way && this.#routeOver(flow.way);
    // Ports are brought up to date by `refresh`; until then nothing new is sent.
    this.#rerouted.add(own);
  }

  withdraw(flow: Flow): void {
    const own = this.#flows.get(flow);
    if (own !== undefined) this.#forget(own);
  }

  refresh(): void {
    const { nowNs } = this.#agenda;
    const lost: number[] = [];
    const givenUp: QueueFlow[] = [];
    for (const out of this.#outs) out?.refresh(nowNs, lost);
    for (const own of this.#flows.values()) own.route?.measure();
    this.#givenUp = givenUp;
    for (const packet of lost) this.#lose(packet);
    for (const own of this.#rerouted) if (!own.over) this.#pump(own);
    this.#rerouted.clear();
    this.#givenUp = undefined;
    for (const own of givenUp) this.#host.lost(own.flow);
  }

  settle(): void {
    const { nowNs } = this.#agenda;
    for (const out of this.#outs) out?.catchUp(nowNs);
    this.#metrics?.update(this.#lostPackets, this.#resentPackets, this.#pool);
  }

  /** What each port that was ever used has seen, as of this moment. */
  queues(): QueueFigures[] {
    const { nowNs } = this.#agenda;
    return this.#outs.flatMap((out) => (out === undefined ? [] : [out.figures(nowNs)]));
  }

  #routeOver(way: Way): PacketRoute {
    return new PacketRoute(
      way,
      way.ports.map((port) => this.#outAt(port)),
    );
  }

  #outAt(port: number): OutPort {
    let out = this.#outs[port];
    if (out === undefined) {
      while (this.#outs.length < port) this.#outs.push(undefined);
      const { bufferBytes } = this.#settings;
      out = new OutPort(port, this.#agenda, this.#ports, this.#pool, bufferBytes, this.#onLanded);
      this.#outs[port] = out;
    }
    return out;
  }

  /** Sends what window, pace and way allow: first what was stranded without a way. */
  #pump(own: QueueFlow): void {
    const { nowNs } = this.#agenda;
    const pool = this.#pool;
    while (own.route !== undefined && !own.over) {
      if (own.stranded.head >= 0) {
        this.#resentPackets++;
        this.#inject(own.stranded.shift(pool), own.route, nowNs);
        continue;
      }
      if (own.unsentPackets === 0 || own.windowPackets >= this.#settings.windowPackets) break;
      if (own.paceNs > nowNs) break;
      this.#inject(this.#cut(own, nowNs), own.route, nowNs);
    }
    this.#arm(own);
  }

  /** The next packet that was never sent. */
  #cut(own: QueueFlow, nowNs: number): number {
    const bytes = Math.min(own.unsentBytes, this.#settings.packetBytes);
    own.unsentBytes -= bytes;
    own.unsentPackets--;
    own.windowPackets++;
    const { maxRateBps } = own.flow.request;
    if (maxRateBps !== undefined) {
      own.paceNs = Math.max(own.paceNs, nowNs) + (bytes * BITS * NS_PER_SECOND) / maxRateBps;
    }
    return this.#pool.take(own, bytes);
  }

  #inject(packet: number, route: PacketRoute, nowNs: number): void {
    const pool = this.#pool;
    pool.route[packet] = route;
    pool.hop[packet] = 0;
    pool.sentNs[packet] = nowNs;
    this.#offer(packet, route, 0, nowNs);
  }

  #offer(packet: number, route: PacketRoute, hop: number, nowNs: number): void {
    const out = route.outs[hop] as OutPort;
    if (!out.exists) {
      this.#lose(packet);
      return;
    }
    if (out.isIdle(nowNs)) {
      out.send(packet, nowNs);
      return;
    }
    let lane = route.lanes[hop];
    if (lane === undefined) {
      const { priority } = this.#pool.flow[packet] as QueueFlow;
      lane = new Lane(priority);
      while (route.lanes.length < hop) route.lanes.push(undefined);
      route.lanes[hop] = lane;
    }
    if (!out.accept(packet, lane, nowNs)) this.#lose(packet);
  }

  /** A packet has reached the other end of a link. */
  #landed(packet: number): void {
    const pool = this.#pool;
    const route = pool.route[packet] as PacketRoute;
    const hop = ++pool.hop[packet];
    if (hop < route.outs.length) this.#offer(packet, route, hop, this.#agenda.nowNs);
    else this.#deliver(packet, route);
  }

  #deliver(packet: number, route: PacketRoute): void {
    const pool = this.#pool;
    const own = pool.flow[packet] as QueueFlow;
    if (own.over) {
      pool.release(packet);
      return;
    }
    own.flow.deliveredBytes += pool.bytes[packet];
    own.missingPackets--;
    if (own.missingPackets === 0) {
      pool.release(packet);
      this.#forget(own);
      this.#host.arrived(own.flow, route.way);
    } else if (own.unsentPackets === 0) {
      // Nothing waits for its acknowledgement.
      pool.release(packet);
      own.windowPackets--;
    } else {
      own.lastAckNs = Math.max(own.lastAckNs, this.#agenda.nowNs + route.ackNs);
      pool.atNs[packet] = own.lastAckNs;
      own.acks.push(pool, packet);
      this.#arm(own);
    }
  }

  #lose(packet: number): void {
    const pool = this.#pool;
    const own = pool.flow[packet] as QueueFlow;
    this.#lostPackets++;
    if (own.over) {
      pool.release(packet);
      return;
    }
    if (++pool.losses[packet] > this.#settings.maxRetransmissions) {
      pool.release(packet);
      this.#forget(own);
      if (this.#givenUp === undefined) this.#host.lost(own.flow);
      else this.#givenUp.push(own);
      return;
    }
    const atNs = Math.max(this.#agenda.nowNs, pool.sentNs[packet] + this.#settings.retransmitNs);
    this.#agenda.queue.push(atNs, Priority.Normal, { fire: () => this.#resend(packet, own) });
  }

  #resend(packet: number, own: QueueFlow): void {
    if (own.over) {
      this.#pool.release(packet);
    } else if (own.route === undefined) {
      own.stranded.push(this.#pool, packet);
    } else {
      this.#resentPackets++;
      this.#inject(packet, own.route, this.#agenda.nowNs);
    }
  }

  /** Acknowledgements have come, or it is time for the next packet. */
  #wake(own: QueueFlow): void {
    const pool = this.#pool;
    const { nowNs } = this.#agenda;
    while (own.acks.head >= 0 && pool.atNs[own.acks.head] <= nowNs) {
      pool.release(own.acks.shift(pool));
      own.windowPackets--;
    }
    this.#pump(own);
  }

  /** Sees to it that the flow is woken when it can go on. */
  #arm(own: QueueFlow): void {
    if (own.over) return;
    let atNs = own.acks.head < 0 ? Number.POSITIVE_INFINITY : this.#pool.atNs[own.acks.head];
    const { nowNs } = this.#agenda;
    const isOpen = own.windowPackets < this.#settings.windowPackets && own.route !== undefined;
    if (own.unsentPackets > 0 && isOpen && own.paceNs > nowNs) atNs = Math.min(atNs, Math.ceil(own.paceNs));
    if (atNs >= own.wakeNs) return;
    this.#disarm(own);
    own.wakeNs = atNs;
    own.slot = this.#agenda.queue.push(atNs, Priority.Normal, own);
  }

  #disarm(own: QueueFlow): void {
    if (own.slot >= 0) this.#agenda.queue.remove(own.slot, own);
    own.slot = -1;
    own.wakeNs = Number.POSITIVE_INFINITY;
  }

  /** From now on its packets count for nothing. */
  #forget(own: QueueFlow): void {
    const pool = this.#pool;
    own.over = true;
    this.#flows.delete(own.flow);
    this.#disarm(own);
    for (const list of [own.acks, own.stranded]) {
      for (let packet = list.shift(pool); packet >= 0; packet = list.shift(pool)) pool.release(packet);
    }
  }
}
