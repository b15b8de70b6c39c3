import { NS_PER_SECOND } from "../../../../orbits/constants.js";
import type { EventHandle } from "../../../kernel/index.js";
import type { Flow, Transport, TransportHost } from "../transport.js";
import { FairShares } from "./fair-shares.js";
import { Sending } from "./sending.js";
import { SendingClocks } from "./sending-clocks.js";
import { SharedPorts } from "./shared-ports.js";

const BITS_PER_BYTE = 8;

/** Shares are computed once for all that changes at an instant, when everything else has happened. */
const LAST = 256;

/** `floor` of what should be a whole number of bytes must not lose one to rounding. */
const ROUNDING_BYTES = 1e-6;

/**
 * `flow`: transfers as fluids. At each moment every transfer has its max-min fair rate over all ports of its way (see
 * `FairShares`) and sends at it; its own limit counts as a port of its own. There are no classes: `priority` is ignored.
 *
 * - The last byte is there when it has been sent and the delays of the way's ports, as they are at that instant, have
 *   passed. Instants are rounded up to whole nanoseconds. Ports are booked when the source sends.
 * - When the way changes, what has been sent arrives with the delay of the way it was sent over, also where that way
 *   broke; the rest is sent over the new way. A transfer has arrived when all of it has, whatever the way.
 * - `deliveredBytes` while it sends: of what it sent over its way, the last `rate * delay` are taken to be on the way.
 *   This is exact while its rate has been the same for that long.
 * - On a port that carries nothing its rate is 0, and it waits.
 */
export class FlowTransport implements Transport {
  readonly name = "flow";
  readonly #host: TransportHost;
  readonly #shares = new FairShares();
  readonly #clocks = new SendingClocks();
  readonly #ports: SharedPorts;
  readonly #sendings = new Map<Flow, Sending>();
  readonly #byShare: (Sending | undefined)[] = [];
  #updating = false;
  #nextFinish: EventHandle | undefined;

  constructor(host: TransportHost) {
    this.#host = host;
    this.#ports = new SharedPorts(host.ports, this.#shares);
  }

  begin(flow: Flow): void {
    const sending = new Sending(flow);
    this.#sendings.set(flow, sending);
    this.#start(sending);
  }

  reroute(flow: Flow): void {
    const sending = this.#sendings.get(flow);
    if (sending === undefined || sending.arrival !== undefined) return;
    if (sending.share >= 0) {
      this.#book(sending);
      this.#stop(sending);
      // Its last byte was sent over the old way at this very instant.
      if (sending.remainingBytes === 0) {
        this.#expectArrival(sending);
        return;
      }
    }
    this.#start(sending);
  }

  withdraw(flow: Flow): void {
    const sending = this.#sendings.get(flow);
    if (sending === undefined) return;
    this.#book(sending);
    this.#deliver(sending);
    if (sending.share >= 0) this.#stop(sending);
    if (sending.arrival !== undefined) this.#host.kernel.cancel(sending.arrival);
    this.#sendings.delete(flow);
  }

  refresh(): void {
    if (this.#ports.refresh()) this.#updateLater();
  }

  settle(): void {
    for (const sending of this.#sendings.values()) {
      this.#book(sending);
      this.#deliver(sending);
    }
  }

  /** Takes up the flow's way, if it has one. */
  #start(sending: Sending): void {
    const { way, request } = sending.flow;
    if (way === undefined) return;
    sending.way = way;
    sending.formerBytes = request.sizeBytes - sending.remainingBytes;
    if (sending.remainingBytes === 0) {
      this.#expectArrival(sending);
      return;
    }
    const share = this.#ports.open(sending, request.maxRateBps);
    this.#byShare[share] = sending;
    this.#updateLater();
  }

  /** Gives up its share. What it has sent is on the way. */
  #stop(sending: Sending): void {
    const { nowNs } = this.#host.kernel;
    const { share } = sending;
    sending.remainingBytes = this.#remainingBytes(sending);
    const underWayBytes = this.#underWayBytes(sending);
    if (underWayBytes > 0) {
      const untilNs = nowNs + this.#delayNs(sending);
      const tookNs = (underWayBytes * BITS_PER_BYTE * NS_PER_SECOND) / this.#shares.rateBps(share);
      sending.land(underWayBytes, untilNs - tookNs, untilNs);
    }
    if (this.#clocks.clockOf(share) >= 0) this.#clocks.leave(share);
    this.#byShare[share] = undefined;
    this.#ports.close(sending, (port) => this.#clocks.setRate(port, 0, nowNs));
    sending.share = -1;
    this.#updateLater();
  }

  #expectArrival(sending: Sending): void {
    const { kernel } = this.#host;
    const atNs = Math.max(sending.formerUntilNs, kernel.nowNs + this.#delayNs(sending));
    sending.arrival = kernel.schedule({ atNs }, () => this.#arrive(sending));
  }

  #arrive(sending: Sending): void {
    const { flow, way } = sending;
    this.#sendings.delete(flow);
    flow.deliveredBytes = flow.request.sizeBytes;
    this.#host.arrived(flow, way);
  }

  #updateLater(): void {
    if (this.#updating) return;
    this.#updating = true;
    const { kernel } = this.#host;
    kernel.schedule({ atNs: kernel.nowNs }, () => this.#update(), { priority: LAST });
  }

  #update(): void {
    this.#updating = false;
    const shares = this.#shares;
    const clocks = this.#clocks;
    const { nowNs } = this.#host.kernel;
    shares.update();
    for (const port of shares.changedPorts) {
      const level = shares.levelBps(port);
      clocks.setRate(port, level === Number.POSITIVE_INFINITY ? 0 : level, nowNs);
    }
    for (const share of shares.movedFlows) {
      const clock = shares.bottleneck(share);
      if (clocks.clockOf(share) === clock) continue;
      const remainingBytes = this.#remainingBytes(this.#byShare[share]!);
      if (clocks.clockOf(share) >= 0) clocks.leave(share);
      clocks.join(clock, share, remainingBytes, nowNs);
    }
    this.#expectFinish();
  }

  /** One event for the transfer that will have sent all first. */
  #expectFinish(): void {
    const { kernel } = this.#host;
    const atNs = this.#clocks.nextNs;
    const expected = this.#nextFinish;
    if (expected?.pending) {
      if (expected.timeNs === atNs) return;
      kernel.cancel(expected);
    }
    this.#nextFinish =
      atNs === Number.POSITIVE_INFINITY ? undefined : kernel.schedule({ atNs }, () => this.#finish());
  }

  #finish(): void {
    const { nowNs } = this.#host.kernel;
    const finished: Sending[] = [];
    for (let share = this.#clocks.takeFinished(nowNs); share >= 0; share = this.#clocks.takeFinished(nowNs)) {
      const sending = this.#byShare[share]!;
      sending.remainingBytes = 0;
      finished.push(sending);
    }
    finished.sort((a, b) => a.flow.id - b.flow.id);
    for (const sending of finished) {
      this.#book(sending);
      this.#stop(sending);
      this.#expectArrival(sending);
    }
  }

  #remainingBytes({ share, remainingBytes }: Sending): number {
    if (share < 0 || this.#clocks.clockOf(share) < 0) return remainingBytes;
    return this.#clocks.remainingBytes(share, this.#host.kernel.nowNs);
  }

  /** Tells the ports of its way what it has sent since they were told. */
  #book(sending: Sending): void {
    if (sending.share < 0) return;
    const sentBytes = sending.flow.request.sizeBytes - this.#remainingBytes(sending);
    const bytes = sentBytes - sending.bookedBytes;
    if (bytes <= 0) return;
    const { ports } = this.#host;
    for (const port of sending.way!.ports) ports.carry(port, bytes);
    sending.bookedBytes = sentBytes;
  }

  #deliver(sending: Sending): void {
    const { flow } = sending;
    const sentBytes = flow.request.sizeBytes - this.#remainingBytes(sending);
    const onTheWay = this.#underWayBytes(sending) + sending.landingBytes(this.#host.kernel.nowNs);
    // The last byte is there when `#arrive` says so.
    const most = flow.request.sizeBytes - 1;
    const delivered = Math.min(most, Math.floor(sentBytes - onTheWay + ROUNDING_BYTES));
    if (delivered > flow.deliveredBytes) flow.deliveredBytes = delivered;
  }

  /** Of what it has sent over its present way, what has not arrived. */
  #underWayBytes(sending: Sending): number {
    const { share } = sending;
    if (share < 0) return 0;
    const sentBytes = sending.flow.request.sizeBytes - this.#remainingBytes(sending) - sending.formerBytes;
    const pathBytes =
      (this.#shares.rateBps(share) * this.#delayNs(sending)) / (BITS_PER_BYTE * NS_PER_SECOND);
    return Math.min(sentBytes, pathBytes);
  }

  #delayNs({ way }: Sending): number {
    const { ports } = this.#host;
    let delayNs = 0;
    for (const port of way!.ports) delayNs += ports.delayNs(port);
    return delayNs;
  }
}
