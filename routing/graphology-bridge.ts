import { MultiDirectedGraph, MultiUndirectedGraph } from "graphology";
import type { AbstractGraph } from "graphology-types";
import type { LinkClass } from "./link-table.js";
import type { NetworkGraph } from "./network-graph.js";

export interface NodeAttributes {
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

/**
 * The network of a tick as a graphology graph, for its algorithms. Keys are node ids (graphology hands them
 * back as strings); edges of one pair stand beside each other where two links join it. The graph is
 * undirected where costs are the same both ways (latency), else directed with two edges a link.
 *
 * @param keep which nodes to take over; absent: all
 */
export function toGraphology(graph: NetworkGraph, keep?: (node: number) => boolean): NetworkGraphology {
  const directed = graph.costs !== graph.latencyMs;
  const result: NetworkGraphology = directed
    ? new MultiDirectedGraph<NodeAttributes, EdgeAttributes>()
    : new MultiUndirectedGraph<NodeAttributes, EdgeAttributes>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (keep === undefined || keep(node)) result.addNode(node, { relay: graph.relays[node] === 1 });
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
  target.addNode(node, { relay: graph.relays[node] === 1 });
  const directed = target.type === "directed";
  for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++) {
    const other = graph.heads[arc];
    if (!target.hasNode(other)) continue;
    target.addEdge(node, other, edgeAttributes(graph, arc));
    if (directed) target.addEdge(other, node, edgeAttributes(graph, arcBack(graph, node, arc)));
  }
}

function edgeAttributes(
  { costs, latencyMs, links, table, classes }: NetworkGraph,
  arc: number,
): EdgeAttributes {
  const link = links[arc];
  const { kind, bandwidthBps } = classes[table.linkClass[link]];
  return { cost: costs[arc], latencyMs: latencyMs[arc], lengthKm: table.lengthKm[link], bandwidthBps, kind };
}

/** The arc of the same link in the other direction. */
function arcBack({ offsets, heads, links }: NetworkGraph, node: number, arc: number): number {
  const other = heads[arc];
  for (let back = offsets[other]; back < offsets[other + 1]; back++) {
    if (links[back] === links[arc] && heads[back] === node) return back;
  }
  throw new Error(`the link from ${node} to ${other} has no arc back`);
}
