import { NS_PER_SECOND } from "../../orbits/constants.js";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { LinkTable } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { NodeTable } from "../../routing/nodes.js";
import type { Router } from "../../routing/router.js";
import {
  type Route,
  type RouterInstance,
  type RouteTree,
  UnsupportedQueryError,
} from "../../routing/router.js";
import type { TickFrame } from "../../workers/frame.js";
import type { RunPlan } from "../scenario/run-plan.js";
import type { NodeFaults } from "./node-faults.js";

/** Earth-fixed position, km. */
export type PositionKm = readonly [x: number, y: number, z: number];

/** The network as it is now: the tick in force, less what faults struck since. Plugins read, never write. */
export interface World {
  /** Number of the tick in force. */
  readonly tick: number;
  /** When the tick in force began, seconds since the start. */
  readonly tickTime: number;
  readonly nodes: NodeTable;
  /** Name of each node by id. Satellites' names may repeat; sites' do not. */
  readonly names: readonly string[];
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
  /** Values of a state plugin, one per node. @throws RangeError for one that is not in the run */
  state(name: string): Float64Array;
}

/** The world that a simulation keeps: moves on by `startTick`, thins out by `strike`. */
export class TickWorld implements World {
  readonly nodes: NodeTable;
  readonly names: readonly string[];
  readonly tiers: readonly string[];
  readonly #plan: RunPlan;
  readonly #faults: NodeFaults;
  readonly #router: Router;
  readonly #routing: RouterInstance;
  readonly #graphs = new GraphBuilder();
  readonly #siteIds = new Map<string, number>();
  #frame: TickFrame | undefined;
  #graph: NetworkGraph | undefined;

  constructor(plan: RunPlan, faults: NodeFaults, router: Router) {
    this.#plan = plan;
    this.#faults = faults;
    this.#router = router;
    this.#routing = router.setup({ config: plan.routing.router.config });
    this.nodes = plan.sky.nodes;
    this.names = plan.nodeNames;
    this.tiers = plan.nodeTiers;
    for (const id of plan.siteIds) this.#siteIds.set(plan.nodeNames[id], id);
  }

  /** Moves on to the next frame. */
  startTick(frame: TickFrame): void {
    this.#faults.startTick();
    this.#frame = frame;
    this.#graph = undefined;
  }

  /** To be called after a node or link went down within the tick. */
  strike(): void {
    this.#graph = undefined;
  }

  get frame(): TickFrame {
    if (this.#frame === undefined) throw new Error('the world begins with the first tick; use on("start")');
    return this.#frame;
  }

  get tick(): number {
    return this.frame.tick;
  }

  get tickTime(): number {
    return this.frame.timeNs / NS_PER_SECOND;
  }

  get positionsKm(): Float64Array {
    return this.frame.positionsKm;
  }

  get links(): LinkTable {
    return this.frame.links;
  }

  get graph(): NetworkGraph {
    if (this.#graph === undefined) {
      const { links, usable } = this.frame;
      const { classes } = this.#plan.sky.links;
      const { groundRelay, cost } = this.#plan.routing;
      const struck = this.#faults.strikes(links);
      this.#graph = this.#graphs.build(links, classes, usable, this.nodes, { groundRelay, cost }, struck);
      this.#routing.update(this.#graph);
    }
    return this.#graph;
  }

  siteId(name: string): number {
    const id = this.#siteIds.get(name);
    if (id === undefined) throw new RangeError(`no site is named "${name}"`);
    return id;
  }

  position(node: number): PositionKm {
    this.#check(node);
    const { positionsKm } = this;
    return [positionsKm[3 * node], positionsKm[3 * node + 1], positionsKm[3 * node + 2]];
  }

  isUsable(node: number): boolean {
    this.#check(node);
    return this.frame.usable[node] === 1 && !this.#faults.isNodeStruck(node);
  }

  route(source: number, target: number): Route {
    this.#check(source);
    this.#check(target);
    if (!this.isUsable(source)) return { reachable: false, reason: "source-unusable" };
    if (!this.isUsable(target)) return { reachable: false, reason: "target-unusable" };
    this.graph;
    return this.#routing.route(source, target);
  }

  routesTo(target: number): RouteTree {
    this.#check(target);
    const { tree } = this.#routing;
    if (tree === undefined) throw new UnsupportedQueryError(this.#router.name, "tree", this.#router.queries);
    this.graph;
    return tree.call(this.#routing, target);
  }

  state(name: string): Float64Array {
    const values = this.frame.states.get(name);
    if (values === undefined) {
      throw new RangeError(`no state plugin "${name}" in this run; name it under plugins, and in needs`);
    }
    return values;
  }

  #check(node: number): void {
    if (!Number.isInteger(node) || node < 0 || node >= this.nodes.count) {
      throw new RangeError(`no node ${node}; ids are 0 to ${this.nodes.count - 1}`);
    }
  }
}
