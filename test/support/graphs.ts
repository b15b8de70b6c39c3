import { fc } from "@fast-check/vitest";
import { GraphBuilder } from "../../routing/graph-builder.js";
import type { LinkClass, LinkTable } from "../../routing/link-table.js";
import type { NetworkGraph } from "../../routing/network-graph.js";
import { nodeTable } from "./circular-orbits.js";

export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly latencyMs: number;
}

export interface GraphSpec {
  readonly satellites: number;
  readonly ground?: number;
  readonly edges: readonly Edge[];
  readonly groundRelay?: boolean;
  readonly usable?: Uint8Array;
  readonly classes?: readonly LinkClass[];
}

export const FIXED_CLASS: LinkClass = { kind: "fixed", bandwidthBps: 1e9, hopDelayMs: 0 };

/** A table of fixed links only, so that latencies can be any. A pair named twice keeps its first latency. */
export function fixedTable(edges: readonly Edge[]): LinkTable {
  const byPair = new Map<string, Edge>();
  for (const { a, b, latencyMs } of edges) {
    const edge = { a: Math.min(a, b), b: Math.max(a, b), latencyMs };
    const key = `${edge.a}-${edge.b}`;
    if (a !== b && !byPair.has(key)) byPair.set(key, edge);
  }
  const sorted = [...byPair.values()].sort((p, q) => p.a - q.a || p.b - q.b);
  return {
    islCount: 0,
    gslCount: 0,
    fixedCount: sorted.length,
    count: sorted.length,
    a: Uint32Array.from(sorted, ({ a }) => a),
    b: Uint32Array.from(sorted, ({ b }) => b),
    lengthKm: new Float64Array(sorted.length),
    linkClass: new Uint16Array(sorted.length),
    fixedLatencyMs: Float64Array.from(sorted, ({ latencyMs }) => latencyMs),
  };
}

export function graphOf({
  satellites,
  ground = 0,
  edges,
  groundRelay = false,
  usable,
  classes,
}: GraphSpec): NetworkGraph {
  const nodes = nodeTable(satellites, ground);
  return new GraphBuilder().build(
    fixedTable(edges),
    classes ?? [FIXED_CLASS],
    usable ?? new Uint8Array(nodes.count).fill(1),
    nodes,
    { groundRelay, cost: "latency" },
  );
}

/** The same graph with costs of its own for each direction, as a later cost function may give it. */
export function withDirectedCosts(
  graph: NetworkGraph,
  costOf: (from: number, to: number) => number,
): NetworkGraph {
  const costs = new Float64Array(graph.arcCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let arc = graph.offsets[node]; arc < graph.offsets[node + 1]; arc++)
      costs[arc] = costOf(node, graph.heads[arc]);
  }
  return { ...graph, costs };
}

/** Random sparse graphs: some fall apart, some have masked nodes; latencies as the given arbitrary draws them. */
export function graphSpecs(latency: fc.Arbitrary<number>): fc.Arbitrary<GraphSpec> {
  return fc
    .record({
      satellites: fc.integer({ min: 1, max: 24 }),
      ground: fc.integer({ min: 0, max: 6 }),
      ends: fc.array(fc.tuple(fc.nat(), fc.nat(), latency), { maxLength: 80 }),
      groundRelay: fc.boolean(),
      masked: fc.array(fc.nat(), { maxLength: 3 }),
    })
    .map(({ satellites, ground, ends, groundRelay, masked }) => {
      const count = satellites + ground;
      const usable = new Uint8Array(count).fill(1);
      for (const node of masked) usable[node % count] = 0;
      const edges = ends.map(([a, b, latencyMs]) => ({ a: a % count, b: b % count, latencyMs }));
      return { satellites, ground, edges, groundRelay, usable };
    });
}
