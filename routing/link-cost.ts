import type { LinkClass } from "./link-table.js";
import type { NetworkGraph } from "./network-graph.js";

/** One direction of a link, as a cost function sees it. */
export interface CostedLink {
  /** Node ids, in the direction of travel. */
  readonly from: number;
  readonly to: number;
  readonly kind: LinkClass["kind"];
  /** 0 for a fixed link that is given by its latency. */
  readonly lengthKm: number;
  /** Propagation and hop delay. */
  readonly latencyMs: number;
  readonly bandwidthBps: number;
}

/** What routers minimise the sum of, where it is not latency. */
export interface LinkCost {
  readonly kind: "link-cost";
  readonly name: string;
  /** One line for lists of what is built in. */
  readonly description?: string;
  /**
   * Cost of travelling the link: a finite number of at least 0, the same for the same link. The argument is
   * one object that serves for all links: keep no reference to it.
   */
  cost(link: CostedLink): number;
}

/** A cost of one's own, to be named by `routing.cost` in a scenario. */
export function defineCost(cost: Omit<LinkCost, "kind">): LinkCost {
  return { ...cost, kind: "link-cost" };
}

/** Fewest links. */
const hops = defineCost({
  name: "hops",
  description: "the number of links",
  cost: () => 1,
});

/** Nanoseconds a bit takes to be sent: with OSPF's metric (RFC 2328, appendix C.3), wide links are cheap. */
const inverseBandwidth = defineCost({
  name: "inverse-bandwidth",
  description: "the sum of 1 / bandwidth over the links, in nanoseconds a bit",
  cost: ({ bandwidthBps }) => 1e9 / bandwidthBps,
});

const latency = defineCost({
  name: "latency",
  description: "propagation and hop delays",
  cost: ({ latencyMs }) => latencyMs,
});

/** By the name that scenarios use. */
export const builtInCosts: ReadonlyMap<string, LinkCost> = new Map(
  [latency, hops, inverseBandwidth].map((cost): [string, LinkCost] => [cost.name, cost]),
);

/**
 * Writes the cost of every arc.
 * @throws Error where a cost is no finite number of at least 0, or the function throws
 */
export function linkCosts(graph: NetworkGraph, definition: LinkCost, costs: Float64Array): void {
  const { nodeCount, offsets, heads, links, latencyMs, table, classes } = graph;
  const link = {
    from: 0,
    to: 0,
    kind: "isl" as LinkClass["kind"],
    lengthKm: 0,
    latencyMs: 0,
    bandwidthBps: 0,
  };
  for (let node = 0; node < nodeCount; node++) {
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const { kind, bandwidthBps } = classes[table.linkClass[links[arc]]];
      link.from = node;
      link.to = heads[arc];
      link.kind = kind;
      link.lengthKm = table.lengthKm[links[arc]];
      link.latencyMs = latencyMs[arc];
      link.bandwidthBps = bandwidthBps;
      const cost = ask(definition, link);
      if (!(typeof cost === "number" && cost >= 0 && cost < Number.POSITIVE_INFINITY)) {
        throw new Error(
          `cost "${definition.name}" gave ${String(cost)} for the link from node ${node} to ${heads[arc]}; ` +
            "expected a finite number of at least 0",
        );
      }
      costs[arc] = cost;
    }
  }
}

function ask(definition: LinkCost, link: CostedLink): number {
  try {
    return definition.cost(link);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `cost "${definition.name}" failed for the link from node ${link.from} to ${link.to}: ${why}`,
      {
        cause: error,
      },
    );
  }
}
