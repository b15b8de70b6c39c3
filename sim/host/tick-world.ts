import { NS_PER_SECOND } from "../../orbits/constants.js";
import type { NameList } from "../../orbits/name-list.js";
import { GraphBuilder, type GraphOptions } from "../../routing/graph-builder.js";
import type { LinkLoads } from "../../routing/link-loads.js";
import type { LinkTable } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import type { NodeTable } from "../../routing/nodes.js";
import {
  type ForwardingState,
  type FoundRoute,
  type Route,
  type Router,
  type RouterInstance,
  type RouterQuery,
  type RouteTree,
  UnsupportedQueryError,
} from "../../routing/router.js";
import type { TickFrame } from "../../workers/frame.js";
import type { Sky, SourceOrbits } from "../../workers/sky.js";
import { ExplainContext, explainLink, explainRoute, findNode } from "../explain/index.js";
import { toNs } from "../kernel/index.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { checkRoute } from "./check-route.js";
import { CostInputSource } from "./cost-inputs.js";
import { messageOf, RouterError } from "./failures.js";
import { Forecast } from "./forecast.js";
import type { RoutingCode } from "./load-router.js";
import { type LinkWindow, LookAhead, type TimeSpan } from "./look-ahead.js";
import type { NodeFaults } from "./node-faults.js";

import type { Explain, PositionKm, SeveralRoutes, World } from "./world.js";

/** The world that a simulation keeps: moves on by `startTick`, thins out by `strike`. */
export class TickWorld implements World {
  readonly nodes: NodeTable;
  readonly names: NameList;
  readonly tiers: readonly string[];
  readonly #plan: RunPlan;
  readonly #faults: NodeFaults;
  readonly #router: Router;
  readonly #routing: RouterInstance;
  readonly #cost: GraphOptions["cost"];
  readonly #nowNs: () => number;
  readonly #graphs = new GraphBuilder();
  readonly #siteIds = new Map<string, number>();
  readonly #sky: Sky;
  readonly #lookAhead: LookAhead;
  readonly #costInputs: CostInputSource;
  readonly explain: Explain = {
    link: (a, b) => explainLink(this.#explained, a, b),
    route: (source, target) => explainRoute(this.#explained, source, target),
  };
  /** What stateful protocols chose at the tick before. */
  #before: TickFrame["outputs"] | undefined;
  #context: ExplainContext | undefined;
  #frame: TickFrame | undefined;
  #graph: NetworkGraph | undefined;
  /** When the network last changed. */
  #changedNs = 0;

  /**
   * @param sky the run's, in this thread
   * @param nowNs the clock; absent: it stands at the tick
   */
  constructor(
    plan: RunPlan,
    faults: NodeFaults,
    { router, cost, rowTeam }: RoutingCode,
    sky: Sky,
    nowNs: () => number = () => this.frame.timeNs,
  ) {
    this.#plan = plan;
    this.#sky = sky;
    this.#lookAhead = new LookAhead(plan.sky, sky);
    this.#faults = faults;
    this.#router = router;
    this.#cost = cost;
    this.#costInputs = new CostInputSource(cost, plan.sky, this.#lookAhead);
    this.#nowNs = nowNs;
    this.#routing = setUpRouter(router, plan.routing.router.config, rowTeam);
    this.nodes = plan.sky.nodes;
    this.names = plan.nodeNames;
    this.tiers = plan.nodeTiers;
    for (const id of plan.siteIds) this.#siteIds.set(plan.nodeNames.at(id), id);
  }

  /** False before the first tick, when there is nothing to look at. */
  get hasBegun(): boolean {
    return this.#frame !== undefined;
  }

  /** What the orbits say of links to come. */
  get lookAhead(): LookAhead {
    return this.#lookAhead;
  }

  /** Where satellites are between ticks, by source. */
  get orbits(): readonly SourceOrbits[] {
    return this.#sky.orbits;
  }

  /** Moves on to the next frame. */
  startTick(frame: TickFrame): void {
    if (this.#frame !== undefined) this.#showEager();
    this.#faults.startTick();
    this.#before = this.#frame?.outputs;
    this.#frame = frame;
    this.#forget(frame.timeNs);
    this.#costInputs.takeLoads(frame.links, frame.timeNs);
  }

  /** Has costs go by these loads, from the next tick or strike on. Without loads, no link carries anything. */
  useLoads(loads: LinkLoads): void {
    this.#costInputs.useLoads(loads);
  }

  /** To be called after a node or link went down within the tick. */
  strike(): void {
    this.#forget(this.#nowNs());
    if (this.#frame !== undefined) this.#costInputs.takeLoads(this.#frame.links, this.#changedNs);
  }

  /** To be called before that: an eager router must see the network as it was until now. */
  settle(): void {
    if (this.#frame !== undefined && this.#changedNs < this.#nowNs()) this.#showEager();
  }

  #showEager(): void {
    if (this.#router.eager === true) this.graph;
  }

  #forget(changedNs: number): void {
    this.#graph = undefined;
    this.#context = undefined;
    this.#changedNs = changedNs;
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
      const { groundRelay } = this.#plan.routing;
      const struck = this.#faults.strikes(links);
      const left = this.#faults.left(usable);
      const { positionsKm } = this;
      // Costs may be a user's, and fail.
      const graph = this.#ask(() => {
        const costInputs = this.#costInputs.present(links, this.#changedNs);
        const options = { groundRelay, cost: this.#cost, costInputs };
        return this.#graphs.build(links, classes, left, this.nodes, options, struck, positionsKm);
      });
      this.#ask(() => this.#routing.update(graph, this.#changedNs));
      this.#graph = graph;
    }
    return this.#graph;
  }

  siteId(name: string): number {
    const id = this.#siteIds.get(name);
    if (id === undefined) throw new RangeError(`no site is named "${name}"`);
    return id;
  }

  nodeId(name: string | number): number {
    const found = findNode(this.#plan, String(name));
    if (typeof found === "number") return found;
    throw new RangeError(found.error);
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
    const { graph } = this;
    return this.#ask(() => {
      const route = this.#routing.route(source, target);
      const builtIn = this.#plan.routing.router.ref.url === undefined;
      return builtIn ? route : checkRoute(graph, route, source, target);
    });
  }

  routesTo(target: number): RouteTree {
    this.#check(target);
    const { tree } = this.#routing;
    if (tree === undefined) throw this.#unsupported("tree");
    this.graph;
    return this.#ask(() => tree.call(this.#routing, target));
  }

  routes(source: number, target: number, { k, disjoint }: SeveralRoutes): readonly FoundRoute[] {
    this.#check(source);
    this.#check(target);
    if (!Number.isInteger(k) || k < 1) {
      throw new RangeError(`expected k as a whole number of at least 1; got ${k}`);
    }
    const { kShortest, kDisjoint } = this.#routing;
    const [query, find] =
      disjoint === undefined ? (["k-shortest", kShortest] as const) : (["k-disjoint", kDisjoint] as const);
    if (find === undefined) throw this.#unsupported(query);
    if (!this.isUsable(source) || !this.isUsable(target)) return [];
    this.graph;
    return this.#ask(() => find.call(this.#routing, source, target, k));
  }

  forwardingState(): ForwardingState {
    const { forwardingState } = this.#routing;
    if (forwardingState === undefined) throw this.#unsupported("forwarding-state");
    this.graph;
    return this.#ask(() => forwardingState.call(this.#routing));
  }

  state(name: string): Float64Array {
    const values = this.frame.states.get(name);
    if (values === undefined) {
      throw new RangeError(`no state plugin "${name}" in this run; name it under plugins, and in needs`);
    }
    return values;
  }

  forecast(time: number): Forecast {
    const frame = this.#sky.forecast(toNs(time), this.#faults.mask.usable, this.frame.outputs);
    const { links, usable, positionsKm } = frame;
    const { classes } = this.#plan.sky.links;
    const costInputs = this.#costInputs.forecast(links, frame.timeNs);
    const options = { groundRelay: this.#plan.routing.groundRelay, cost: this.#cost, costInputs };
    const down = this.#faults.down(links);
    const graph = new GraphBuilder().build(links, classes, usable, this.nodes, options, down, positionsKm);
    return new Forecast(frame, graph, setUpRouter(this.#router, this.#plan.routing.router.config));
  }

  positionsAt(time: number): Float64Array {
    return this.#sky.positionsAt(toNs(time)).positionsKm;
  }

  linkLifetime(a: number, b: number): number {
    return this.#lookAhead.linkLifetime(a, b, this.#nowNs());
  }

  contactWindows(a: number, b: number, span: TimeSpan): LinkWindow[] {
    return this.#lookAhead.contactWindows(a, b, span);
  }

  get #explained(): ExplainContext {
    const { frame, graph } = this;
    const before = this.#before;
    this.#context ??= new ExplainContext(this.#plan, {
      frame,
      graph,
      isNodeStruck: (node) => this.#faults.isNodeStruck(node),
      isLinkStruck: (a, b) => this.#faults.isLinkStruck(a, b),
      choices: (view) => this.#sky.choices(view, before),
      positionsAt: (timeNs) => this.#sky.positionsAt(timeNs).positionsKm,
      route: (source, target) => this.route(source, target),
    });
    return this.#context;
  }

  #unsupported(query: RouterQuery): UnsupportedQueryError {
    return new UnsupportedQueryError(this.#router.name, query, this.#router.queries);
  }

  /** Tells the router the time, and lets a failure of it name it. */
  #ask<T>(query: () => T): T {
    try {
      this.#routing.advance?.(this.#nowNs());
      return query();
    } catch (error) {
      throw new RouterError(this.#router.name, this.tick, this.tickTime, error);
    }
  }

  #check(node: number): void {
    if (!Number.isInteger(node) || node < 0 || node >= this.nodes.count) {
      throw new RangeError(`no node ${node}; ids are 0 to ${this.nodes.count - 1}`);
    }
  }
}

function setUpRouter(router: Router, config: unknown, rowTeam?: RoutingCode["rowTeam"]): RouterInstance {
  try {
    return router.setup({ config, rowTeam });
  } catch (error) {
    throw new Error(`router "${router.name}" cannot be set up: ${messageOf(error)}`, { cause: error });
  }
}
