import type { z } from "zod";
import type { NetworkGraph } from "./network-graph.js";

/** A way through the network at one tick. */
export interface FoundRoute {
  readonly reachable: true;
  /** Node ids, both ends included. */
  readonly path: readonly number[];
  /** Links on the path: path.length - 1. */
  readonly hops: number;
  /** One way: propagation and hop delays. */
  readonly latencyMs: number;
  /** The smallest bandwidth of its links; Infinity for a path of no links. */
  readonly bottleneckBps: number;
}

export type NoRouteReason =
  /** The source (target) is masked or has no position. */
  | "source-unusable"
  | "target-unusable"
  /** The source (target) has no link at all: no satellite in view, or none chosen. */
  | "source-isolated"
  | "target-isolated"
  /** Both have links, but nothing joins them. */
  | "disconnected"
  /** A router that works on old knowledge lost the packet. */
  | "dropped";

export interface NoRoute {
  readonly reachable: false;
  readonly reason: NoRouteReason;
}

export type Route = FoundRoute | NoRoute;

/** What a router can be asked: one pair, or everyone's way to one target from a single tree. */
export type RouterQuery = "route" | "tree";

/** All ways towards one target. Valid until the router's next `update`. */
export interface RouteTree {
  readonly target: number;
  /** Cost from each node to the target in the router's cost (ms for latency); Infinity where unreachable. */
  readonly costs: Float64Array;
  /** @throws RangeError for an id outside of the network */
  nextHop(node: number): number;
  routeFrom(source: number): Route;
}

/** Answers queries about the graph it was last given. */
export interface RouterInstance {
  /** Called once a tick, and again when links were struck within it. The graph's arrays are reused: keep no copy. */
  update(graph: NetworkGraph): void;
  route(source: number, target: number): Route;
  /** Only where the router lists `tree` among its queries. */
  tree?(target: number): RouteTree;
}

export interface RouterSetup<Config> {
  readonly config: Config;
}

export interface Router<Config = unknown> {
  readonly kind: "router";
  readonly name: string;
  /** One line for lists of what is built in. */
  readonly description?: string;
  readonly config?: z.ZodType<Config>;
  readonly queries: readonly RouterQuery[];
  setup(setup: RouterSetup<Config>): RouterInstance;
}

export function defineRouter<Config = undefined>(router: Omit<Router<Config>, "kind">): Router<Config> {
  return { ...router, kind: "router" };
}

/** Asked for something that the router does not offer. */
export class UnsupportedQueryError extends Error {
  override readonly name = "UnsupportedQueryError";

  constructor(router: string, query: RouterQuery, supported: readonly RouterQuery[]) {
    super(`router "${router}" does not answer "${query}" queries; it answers ${supported.join(", ")}`);
  }
}
