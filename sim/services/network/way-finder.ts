import type { NetworkGraph } from "../../../routing/network-graph.js";
import type { Route, RouteTree } from "../../../routing/router.js";
import type { World } from "../../host/world.js";
import type { RouterTraits } from "../router-traits.js";
import type { Ports, Way } from "./transport.js";

/** Asked for once; asked for again, a tree is worth its while. */
const ASKED = "asked";

/**
 * Looks up ways for transfers. Where the router's answers hold as long as the network, they are kept; where it has
 * trees, too, all ways to a target come from one tree from the second transfer on.
 */
export class WayFinder {
  readonly #world: World;
  readonly #ports: Ports;
  readonly #traits: RouterTraits;
  #graph: NetworkGraph | undefined;
  readonly #ways = new Map<number, Way | undefined>();
  readonly #trees = new Map<number, RouteTree | typeof ASKED>();

  /** @param traits the run's router's */
  constructor(world: World, ports: Ports, traits: RouterTraits) {
    this.#world = world;
    this.#ports = ports;
    this.#traits = traits;
  }

  /** The router's way from one node to another, if there is one. */
  find(from: number, to: number): Way | undefined {
    if (!this.#traits.keepsAnswers) return this.#wayOf(this.#world.route(from, to));
    const { graph, nodes } = this.#world;
    if (graph !== this.#graph) {
      this.#graph = graph;
      this.#ways.clear();
      this.#trees.clear();
    }
    const key = from * nodes.count + to;
    const known = this.#ways.get(key);
    if (known !== undefined || this.#ways.has(key)) return known;
    const way = this.#wayOf(this.#route(from, to));
    this.#ways.set(key, way);
    return way;
  }

  #route(from: number, to: number): Route {
    const world = this.#world;
    const tree = this.#trees.get(to);
    if (tree === undefined || !this.#traits.hasTrees) {
      this.#trees.set(to, ASKED);
      return world.route(from, to);
    }
    if (!world.isUsable(from)) return { reachable: false, reason: "source-unusable" };
    if (!world.isUsable(to)) return { reachable: false, reason: "target-unusable" };
    if (tree !== ASKED) return tree.routeFrom(from);
    const grown = world.routesTo(to);
    this.#trees.set(to, grown);
    return grown.routeFrom(from);
  }

  #wayOf(route: Route): Way | undefined {
    if (!route.reachable) return undefined;
    const { path } = route;
    const ports: number[] = [];
    for (let i = 1; i < path.length; i++) ports.push(this.#ports.portOf(path[i - 1], path[i]));
    return { path, ports };
  }
}

/** Whether two ways are over the same links. */
export function sameWay(a: Way, b: Way): boolean {
  if (a === b) return true;
  if (a.ports.length !== b.ports.length) return false;
  for (let i = 0; i < a.ports.length; i++) if (a.ports[i] !== b.ports[i]) return false;
  return true;
}
