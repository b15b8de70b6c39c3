import { Kernel } from "../../sim/kernel/index.js";
import type { LinkedPorts } from "../../sim/services/network/link-ports.js";
import type { TransferRequest } from "../../sim/services/network/network-service.js";
import type { Flow, Transport, TransportHost } from "../../sim/services/network/transport.js";

interface FakeLink {
  from: number;
  to: number;
  capacityBps: number;
  delayNs: number;
  exists: boolean;
  carriedBytes: number;
}

/** Ports whose links a test makes and changes as it likes. */
export class FakePorts implements LinkedPorts {
  readonly links: FakeLink[] = [];

  add(from: number, to: number, capacityBps: number, delayNs = 0): number {
    return this.links.push({ from, to, capacityBps, delayNs, exists: true, carriedBytes: 0 }) - 1;
  }

  get count(): number {
    return this.links.length;
  }

  portOf(from: number, to: number): number {
    return this.links.findIndex((link) => link.from === from && link.to === to);
  }

  from(port: number): number {
    return this.links[port]!.from;
  }

  to(port: number): number {
    return this.links[port]!.to;
  }

  exists(port: number): boolean {
    return this.links[port]!.exists;
  }

  capacityBps(port: number): number {
    const { exists, capacityBps } = this.links[port]!;
    return exists ? capacityBps : 0;
  }

  delayNs(port: number): number {
    return this.links[port]!.delayNs;
  }

  carry(port: number, bytes: number): void {
    this.links[port]!.carriedBytes += bytes;
  }
}

export interface Ended {
  readonly flow: Flow;
  readonly outcome: "arrived" | "lost";
  readonly atNs: number;
  readonly path: readonly number[];
}

/** A transport on a bare kernel and a network of a test's own. */
export class FakeNetwork {
  readonly kernel = new Kernel();
  readonly ports = new FakePorts();
  readonly ended: Ended[] = [];
  readonly transport: Transport;
  /** Told of each flow that ends. */
  onEnd: (ended: Ended) => void = (each) => this.ended.push(each);
  readonly #ways = new Map<string, NonNullable<Flow["way"]>>();
  #flows = 0;

  constructor(make: (host: TransportHost & { readonly ports: LinkedPorts }) => Transport) {
    const tell = (outcome: Ended["outcome"]) => (flow: Flow, way?: Flow["way"]) =>
      this.onEnd({ flow, outcome, atNs: this.kernel.nowNs, path: (way ?? flow.way)?.path ?? [] });
    this.transport = make({
      kernel: this.kernel,
      ports: this.ports,
      arrived: tell("arrived"),
      lost: tell("lost"),
    });
  }

  /** Sends over ports that follow one another; none: there is no way yet. */
  send(ports: readonly number[], request: Omit<TransferRequest, "from" | "to">): Flow {
    const way = ports.length === 0 ? undefined : this.way(ports);
    const ends = { from: way?.path[0] ?? 0, to: way?.path.at(-1) ?? 1 };
    const startedNs = this.kernel.nowNs;
    const flow: Flow = {
      id: this.#flows++,
      request: { ...ends, ...request },
      startedNs,
      way,
      deliveredBytes: 0,
    };
    this.transport.begin(flow);
    return flow;
  }

  way(ports: readonly number[]): NonNullable<Flow["way"]> {
    const key = ports.join();
    let way = this.#ways.get(key);
    if (way === undefined) {
      const path = [this.ports.from(ports[0]!), ...ports.map((port) => this.ports.to(port))];
      way = { path, ports };
      this.#ways.set(key, way);
    }
    return way;
  }

  /** Gives a flow another way, or none, and tells the transport of all that changed. */
  reroute(flow: Flow, ports: readonly number[]): void {
    flow.way = ports.length === 0 ? undefined : this.way(ports);
    this.transport.reroute(flow);
    this.transport.refresh();
  }
}
