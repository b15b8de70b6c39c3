/** `link-state`: routing on what each node knows by now of the links. */
import { z } from "zod";
import { quantity } from "../../../orbits/quantity-schema.js";
import { DURATION_NS } from "../../../orbits/units.js";
import type { NetworkGraph } from "../../network-graph.js";
import { defineRouter, type Route, type RouterInstance } from "../../router.js";
import { noRoute, routeOverArcs, routeWithoutSearch } from "../found-route.js";
import { arcsAlong } from "../several-ways.js";
import { searchGraph } from "../target-search.js";
import { Beliefs } from "./beliefs.js";
import { UnsettledLinks } from "./unsettled-links.js";

const NS_PER_MS = 1e6;

const Config = z.strictObject({
  delay: quantity(DURATION_NS, { atLeast: "0 s" })
    .describe("What a node takes to work in news and pass it on, beside light's time over the link.")
    .prefault("50 ms"),
  maxHops: z
    .int()
    .min(1)
    .max(65_535)
    .describe("Links after which a packet that goes round in circles is given up.")
    .prefault(255),
});

/**
 * `link-state`: news of links travels hop by hop, and packets are forwarded hop by hop, each node by what it knows:
 * so for a while after a change, packets go round in loops or are dropped.
 *
 * *What is known.* Where everything is follows from the orbits, and all nodes know it; what has to be learned is which
 * links there are. Before the first tick all know. Then, when a link comes or goes, both its ends know at once, and
 * tell their neighbours over the links of that moment; a node knows what a neighbour told it after the link's latency
 * and `delay`, and tells its own neighbours then; what is under way on a link that goes is lost. Ends of a link that
 * comes up tell each other all that they know. Of two pieces of news about one link, the later counts. Ground nodes
 * that do not relay pass on only news of their own links. News is settled, at the first change of the network at which
 * all whom it can reach know it: whom it could not reach knows it from then on. A link that is gone costs, for
 * those who believe in it, what it cost last.
 *
 * *What happens to a packet.* It leaves when the question is asked. The node that it stands at looks up its next hop
 * as `dijkstra` would on the network as the node knows it when the packet comes there; the packet takes the latency of
 * the link. Where a node knows of no way, or its next hop is not there, the packet is `dropped`; after `maxHops` links
 * it was in a `loop`. Where nothing joins the two, it is `disconnected` whatever the nodes know. A packet that gets
 * out of a loop arrives by a path on which nodes repeat.
 */
export const linkState = defineRouter({
  name: "link-state",
  description: "each node routes on what it has learned of the links: loops and drops are possible",
  config: Config,
  queries: ["route"],
  eager: true,
  setup: ({ config }) => new LinkStateRouter(config),
});

class LinkStateRouter implements RouterInstance {
  readonly #maxHops: number;
  readonly #links: UnsettledLinks;
  readonly #beliefs = new Beliefs();
  #graph!: NetworkGraph;
  #inward = new Float64Array(0);
  #nowMs = 0;

  constructor({ delay, maxHops }: z.output<typeof Config>) {
    this.#maxHops = maxHops;
    this.#links = new UnsettledLinks(delay / NS_PER_MS);
  }

  update(graph: NetworkGraph, timeNs = 0): void {
    this.advance(timeNs);
    this.#graph = graph;
    if (graph.costs !== graph.latencyMs && this.#inward.length < graph.arcCount) {
      this.#inward = new Float64Array(graph.arcCount);
    }
    const { inwardCosts } = searchGraph(graph, this.#inward);
    this.#links.update(graph, inwardCosts, this.#nowMs);
    this.#beliefs.update(graph, inwardCosts, this.#links.links);
  }

  advance(timeNs: number): void {
    this.#nowMs = timeNs / NS_PER_MS;
  }

  route(source: number, target: number): Route {
    const graph = this.#graph;
    const quick = routeWithoutSearch(graph, source, target);
    if (quick !== undefined) return quick;
    const arcs: number[] = [];
    let timeMs = this.#nowMs;
    for (let node = source; node !== target; node = graph.heads[arcs[arcs.length - 1]]) {
      if (arcs.length === this.#maxHops) return this.#lost(source, target, "loop");
      const hop = this.#beliefs.nextHop(node, target, timeMs);
      const [arc] = hop < 0 ? [-1] : arcsAlong(graph, [node, hop]);
      if (arc < 0) return this.#lost(source, target, "dropped");
      timeMs += graph.latencyMs[arc];
      arcs.push(arc);
    }
    return routeOverArcs(graph, source, arcs);
  }

  #lost(source: number, target: number, reason: "dropped" | "loop"): Route {
    return noRoute(this.#beliefs.isReachable(source, target) ? reason : "disconnected");
  }
}
