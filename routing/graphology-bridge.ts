import { MultiDirectedGraph, MultiUndirectedGraph } from "graphology";
import type { AbstractGraph } from "graphology-types";
import type { LinkClass } from "./link-table.js";
import { arcBack, type NetworkGraph } from "./network-graph.js";

export interface NodeAttributes {
  kind: "satellite" | "ground";
  /** Where names were given. */
  name?: string;
  /** Where tiers were given: `space`, `edge`, `cloud` or the user's own. */
  tier?: string;
  /** Whether a path may pass through the node. */
  relay: boolean;
}

export interface EdgeAttributes {
  /** In the scenario's `routing.cost`. */
  cost: number;
  latencyMs: number;
  lengthKm: number;
  bandwidthBps: number;
  kind: LinkClass["kind"];
}

export type NetworkGraphology = AbstractGraph<NodeAttributes, EdgeAttributes>;

export interface GraphologyOptions {
  /** Names and tiers of the nodes by id; a `World` has both. */
  readonly names?: { at(node: number): string | undefined };
  readonly tiers?: readonly string[];
  /** Which nodes to take over; absent: all. */
  readonly keep?: (node: number) => boolean;
}

/**
 * The network of a tick as a graphology graph, for its algorithms. Keys are node ids (graphology hands them
 * back as strings); edges of one pair stand beside each other where two links join it. The graph is
 * undirected where costs are the same both ways (latency), else directed with two edges a link. Nodes out of
 * service are in it, without edges.
 */
export function toGraphology(graph: NetworkGraph, options: GraphologyOptions = {}): NetworkGraphology {
  const { keep } = options;
  const directed = graph.costs !== graph.latencyMs;
  const result: NetworkGraphology = directed
    ? new MultiDirectedGraph<NodeAttributes, EdgeAttributes>()
    : new MultiUndirectedGraph<NodeAttributes, EdgeAttributes>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (keep === undefined || keep(node)) result.addNode(node, nodeAttributes(graph, node, options));
  }
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!result.hasNode(node)) continue;
    for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
      const other = graph.heads[arc];
      if ((directed || node < other) && result.hasNode(other)) {
        result.addEdge(node, other, edgeAttributes(graph, arc));
      }
    }
  }
  return result;
}

/** Adds a node that was left out, with its links to nodes that are there. */
export function addToGraphology(target: NetworkGraphology, graph: NetworkGraph, node: number): void {
  target.addNode(node, nodeAttributes(graph, node, {}));
  const directed = target.type === "directed";
  for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
    const other = graph.heads[arc];
    if (!target.hasNode(other)) continue;
    target.addEdge(node, other, edgeAttributes(graph, arc));
    if (directed) target.addEdge(other, node, edgeAttributes(graph, arcBack(graph, node, arc)));
  }
}

function nodeAttributes(
  { satelliteCount, relays }: NetworkGraph,
  node: number,
  { names, tiers }: GraphologyOptions,
): NodeAttributes {
  return {
    kind: node < satelliteCount ? "satellite" : "ground",
    ...(names === undefined ? {} : { name: names.at(node) }),
    ...(tiers === undefined ? {} : { tier: tiers[node] }),
    relay: relays[node] === 1,
  };
}

function edgeAttributes(
  { costs, latencyMs, links, table, classes }: NetworkGraph,
  arc: number,
): EdgeAttributes {
  const link = links[arc];
  const { kind, bandwidthBps } = classes[table.linkClass[link]];
  return { cost: costs[arc], latencyMs: latencyMs[arc], lengthKm: table.lengthKm[link], bandwidthBps, kind };
}
