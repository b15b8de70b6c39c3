import type { z } from "zod";
import type { NetworkGraph } from "./network-graph.js";
import type { RowTeam } from "./routers/row-team.js";

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
  /** There is a way, but nodes that work on old knowledge lost the packet: one of them knew of none. */
  | "dropped"
  /** There is a way, but such nodes sent the packet round and round. */
  | "loop";

export interface NoRoute {
  readonly reachable: false;
  readonly reason: NoRouteReason;
}

export type Route = FoundRoute | NoRoute;

/**
 * What a router can be asked: one pair; everyone's way to one target from a single tree; every node's next hop to
 * every ground node; several ways for one pair.
 */
export type RouterQuery = "route" | "tree" | "forwarding-state" | "k-shortest" | "k-disjoint";

/** All ways towards one target. Valid until the router's next `update`. */
export interface RouteTree {
  readonly target: number;
  /** Cost from each node to the target in the router's cost (ms for latency); Infinity where unreachable. */
  readonly costs: Float64Array;
  /** @throws RangeError for an id outside of the network */
  nextHop(node: number): number;
  routeFrom(source: number): Route;
}

/**
 * Everyone's way to every ground node. Its arrays are reused: valid until the router's next `update`. They may lie in
 * memory that threads share.
 */
export interface ForwardingState {
  readonly nodeCount: number;
  /** Ids of the ground nodes, ascending. */
  readonly targets: Uint32Array;
  /**
   * The neighbour that node `u` sends to on the way to `targets[i]`, at `i * nodeCount + u`: the target itself at
   * the target, -1 where there is no way.
   */
  readonly nextHops: Int32Array;
  /** Least cost of that way in the router's cost, at the same place; Infinity where there is none. */
  readonly costs: Float64Array;
}

/** Answers queries about the graph it was last given. All but `route` are there where the router lists them. */
export interface RouterInstance {
  /**
   * Called when a query comes, if the tick is another than at the last query or links were struck since; where the
   * router is `eager`, at every tick and strike. The graph's arrays are reused: keep no copy.
   *
   * @param timeNs when the graph came about, integer nanoseconds since the start
   */
  update(graph: NetworkGraph, timeNs?: number): void;
  /** Tells a router whose answers depend on it what time it is; called before each query. */
  advance?(timeNs: number): void;
  route(source: number, target: number): Route;
  tree?(target: number): RouteTree;
  forwardingState?(): ForwardingState;
  /**
   * The `k` loopless ways of least cost (fewer where there are fewer), by cost; the first is that of `route`.
   * @throws RangeError where k is no whole number of at least 1
   */
  kShortest?(source: number, target: number, k: number): FoundRoute[];
  /**
   * As many ways as there are, up to `k`, of which no two share a link, and whose costs have the least sum; by cost.
   * @throws RangeError where k is no whole number of at least 1
   */
  kDisjoint?(source: number, target: number, k: number): FoundRoute[];
}

export interface RouterSetup<Config> {
  readonly config: Config;
  /** Threads that work on forwarding states; absent where the run has one alone. */
  readonly rowTeam?: RowTeam | undefined;
}

export interface Router<Config = unknown> {
  readonly kind: "router";
  readonly name: string;
  /** One line for lists of what is built in. */
  readonly description?: string;
  readonly config?: z.ZodType<Config>;
  readonly queries: readonly RouterQuery[];
  /** True for a router that must see every change of the network, even if nobody asks it anything meanwhile. */
  readonly eager?: boolean;
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
