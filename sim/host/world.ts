import type { NameList } from "../../orbits/name-list.js";
import type { LinkTable } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { ForwardingState, FoundRoute, Route, RouteTree } from "../../routing/router.js";
import type { LinkExplanation, RouteExplanation } from "../explain/index.js";
import type { Forecast } from "./forecast.js";
import type { LinkWindow, TimeSpan } from "./look-ahead.js";

/** Earth-fixed position, km. */
export type PositionKm = readonly [x: number, y: number, z: number];

/** Tells why links and routes are there or not. */
export interface Explain {
  /** @throws RangeError for a node that does not exist */
  link(a: number, b: number): LinkExplanation;
  /** @throws RangeError for a node that does not exist */
  route(source: number, target: number): RouteExplanation;
}

/** How many routes to give, and what they may have in common. */
export interface SeveralRoutes {
  readonly k: number;
  readonly disjoint?: "links";
}

/** The network as it is now: the tick in force, less what faults struck since. Plugins read, never write. */
export interface World {
  /** Number of the tick in force. */
  readonly tick: number;
  /** When the tick in force began, seconds since the start. */
  readonly tickTime: number;
  readonly nodes: NodeTable;
  /** Name of each node by id. Satellites' names may repeat; sites' do not. */
  readonly names: NameList;
  /** Tier of each node by id: `space`, `edge`, `cloud` or the user's own. */
  readonly tiers: readonly string[];
  /** Earth-fixed km, `[x, y, z]` of every node. */
  readonly positionsKm: Float64Array;
  /** The tick's links before faults within it; `graph` is without those. */
  readonly links: LinkTable;
  /** The network as compressed sparse rows. Its arrays are reused at the next tick. */
  readonly graph: NetworkGraph;
  /** @throws RangeError for a name that no site has */
  siteId(name: string): number;
  /**
   * Id of the node that a name means, as in scenarios: a site by its name, a node by its id, a satellite by its name.
   * @throws RangeError for what means none, or several satellites
   */
  nodeId(name: string | number): number;
  position(node: number): PositionKm;
  /** Whether the node has a position and no fault. */
  isUsable(node: number): boolean;
  /** The way that the scenario's router finds, or why there is none. */
  route(source: number, target: number): Route;
  /**
   * Everyone's way to one target.
   * @throws UnsupportedQueryError where the scenario's router has no such thing
   */
  routesTo(target: number): RouteTree;
  /**
   * Several ways from one node to another, by cost: the `k` best (fewer where there are fewer), or, with
   * `disjoint: "links"`, up to `k` of which no two share a link and whose costs have the least sum. None where `route`
   * finds none.
   *
   * @throws RangeError where k is no whole number of at least 1
   * @throws UnsupportedQueryError where the scenario's router has no such thing
   */
  routes(source: number, target: number, ways: SeveralRoutes): readonly FoundRoute[];
  /**
   * Every node's next hop to every ground node. Its arrays are reused: valid until the next tick or fault.
   * @throws UnsupportedQueryError where the scenario's router has no such thing
   */
  forwardingState(): ForwardingState;
  /** Values of a state plugin, one per node. @throws RangeError for one that is not in the run */
  state(name: string): Float64Array;
  /**
   * The network as it will be, `time` being seconds since the start; past the end of the run too.
   * @throws RangeError for a time beyond what the clock can count
   */
  forecast(time: number): Forecast;
  /** Earth-fixed km, `[x, y, z]` of every node at another time, in an array of its own; zeros for what has no place then. */
  positionsAt(time: number): Float64Array;
  /**
   * How many seconds longer a link may exist, by the orbits and the rules of its entry: 0 where it may not now,
   * Infinity where it outlives a day.
   * @throws RangeError for a pair that no link entry speaks for
   */
  linkLifetime(a: number, b: number): number;
  /**
   * When a link may exist, by the orbits and the rules of its entry, to a millisecond.
   * @throws RangeError for a pair that no link entry speaks for
   */
  contactWindows(a: number, b: number, span: TimeSpan): LinkWindow[];
  /** Why links and routes are there or not, as the network is now. */
  readonly explain: Explain;
}
