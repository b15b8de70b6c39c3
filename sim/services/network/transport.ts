import type { Kernel } from "../../kernel/index.js";
import type { TransferRequest } from "./network-service.js";

/** A directed link that carries transfers: what one node sends to a neighbour goes through it. */
export interface Ports {
  /** How many there are; they are numbered from 0 as they are first used, and keep their number for the whole run. */
  readonly count: number;
  /** The port from one node to another, made where it is new. */
  portOf(from: number, to: number): number;
  from(port: number): number;
  to(port: number): number;
  /** What it can carry now, bit/s: 0 while its link does not exist. */
  capacityBps(port: number): number;
  /** Propagation and hop delay of its link as it is now (as it last was, where it does not exist), ns, whole. */
  delayNs(port: number): number;
  /** Books bytes that have gone through it, whole or not. Utilisation and nodes' counts come from this. */
  carry(port: number, bytes: number): void;
}

/** The way of a transfer: ports from its source to its target, at least one. */
export interface Way {
  readonly path: readonly number[];
  readonly ports: readonly number[];
}

/** A transfer as transports see it. */
export interface Flow {
  readonly id: number;
  readonly request: TransferRequest;
  readonly startedNs: number;
  /** Undefined while it waits for a way. */
  way: Way | undefined;
  /** Whole bytes that have reached the target; the transport keeps it, at the latest when `settle` is called. */
  deliveredBytes: number;
}

/** What a transport works with. */
export interface TransportHost {
  readonly kernel: Kernel;
  readonly ports: Ports;
  /**
   * All bytes of the flow have reached its target: to be called at that instant, once.
   * @param way that its last byte took; absent: `flow.way`
   */
  arrived(flow: Flow, way?: Way): void;
  /** The transport has given it up, and forgotten it: packets were lost more often than they are sent again. */
  lost(flow: Flow): void;
}

/** Moves the bytes of flows over their ways. It is told of everything that changes; it never looks routes up. */
export interface Transport {
  readonly name: string;
  /** A flow starts: it has a way, or waits for one. */
  begin(flow: Flow): void;
  /** `flow.way` has changed since: to another way, to none, or from none. What had not arrived is still to be sent. */
  reroute(flow: Flow): void;
  /** The flow ends before all has arrived: cancelled, out of time, broken. Brings its `deliveredBytes` up to this moment. */
  withdraw(flow: Flow): void;
  /** Capacities or delays of ports may have changed; comes after all `reroute` of the same change. */
  refresh(): void;
  /** Brings `deliveredBytes` of all flows, and what ports carried, up to this moment. */
  settle(): void;
}
