import type { LinkClass, LinkTable } from "./link-table.js";

/**
 * The network of one tick as compressed sparse rows: the arcs out of node `u` stand at `offsets[u]` to
 * `offsets[u + 1] - 1`. Each link is two arcs. Arrays may be longer than `nodeCount` or `arcCount` asks.
 */
export interface NetworkGraph {
  readonly nodeCount: number;
  /** Ids below this are satellites, the rest ground nodes. */
  readonly satelliteCount: number;
  readonly arcCount: number;
  readonly offsets: Uint32Array;
  /** Node at the other end of the arc; ascending within a row. */
  readonly heads: Uint32Array;
  /** Cost of the arc in its direction, in the scenario's `routing.cost`: what routers minimise. */
  readonly costs: Float64Array;
  /** Propagation along the arc and the link's hop delay, ms. The same array as `costs` when the cost is latency. */
  readonly latencyMs: Float64Array;
  /** Index of the arc's link in `table`. */
  readonly links: Uint32Array;
  readonly table: LinkTable;
  readonly classes: readonly LinkClass[];
  /** 1 where a path may pass through the node: satellites, and ground nodes if the scenario lets them relay. */
  readonly relays: Uint8Array;
  /** 1 where the node is usable at this tick. */
  readonly usable: Uint8Array;
  /** Earth-fixed km, `[x, y, z]` of every node; absent where nobody gave them. Static networks stand at the origin. */
  readonly positionsKm?: Float64Array;
}

/** The arc of the same link in the other direction. */
export function arcBack({ offsets, heads, links }: NetworkGraph, node: number, arc: number): number {
  const other = heads[arc];
  for (let back = offsets[other]; back < offsets[other + 1]; back++) {
    if (links[back] === links[arc] && heads[back] === node) return back;
  }
  throw new Error(`the link from ${node} to ${other} has no arc back`);
}
