import type { Geodetic } from "../../orbits/geodesy.js";
import { ecefToGeodetic } from "../../orbits/geodesy.js";
import { arcBack, type NetworkGraph } from "../../routing/network-graph.js";
import type { World } from "../host/world.js";

/** What an export needs of a world: the network of the tick in force. */
export type TickNetwork = Pick<
  World,
  "tick" | "tickTime" | "names" | "tiers" | "positionsKm" | "graph" | "isUsable"
>;

/** A link of a tick with what it costs in each direction. */
export interface TickLink {
  /** The lower id, and the higher. */
  readonly a: number;
  readonly b: number;
  readonly kind: "isl" | "gsl" | "fixed";
  readonly lengthKm: number;
  readonly latencyMs: number;
  readonly bandwidthBps: number;
  /** From a to b, and back, in the scenario's `routing.cost`. */
  readonly cost: number;
  readonly costBack: number;
}

/** The links that can be used, in the order (a, b). */
export function* linksOf(graph: NetworkGraph): Generator<TickLink, void, undefined> {
  const { nodeCount, offsets, heads, links, table, classes, latencyMs, costs } = graph;
  for (let a = 0; a < nodeCount; a++) {
    for (let arc = offsets[a]; arc < offsets[a + 1]; arc++) {
      const b = heads[arc];
      if (b < a) continue;
      const link = links[arc];
      const { kind, bandwidthBps } = classes[table.linkClass[link]];
      yield {
        a,
        b,
        kind,
        lengthKm: table.lengthKm[link],
        latencyMs: latencyMs[arc],
        bandwidthBps,
        cost: costs[arc],
        costBack: costs === latencyMs ? costs[arc] : costs[arcBack(graph, a, arc)],
      };
    }
  }
}

/** Earth-fixed km; undefined for what has no place: nodes of static networks, satellites that SGP4 refuses. */
export function placeOf(
  positionsKm: Float64Array,
  node: number,
): readonly [number, number, number] | undefined {
  const [x, y, z] = positionsKm.subarray(3 * node, 3 * node + 3);
  return x === 0 && y === 0 && z === 0 ? undefined : [x, y, z];
}

/** The same as geodetic coordinates. */
export function geodeticOf(positionsKm: Float64Array, node: number): Geodetic | undefined {
  const at = placeOf(positionsKm, node);
  return at && ecefToGeodetic(at);
}

export function kindOf({ graph }: Pick<TickNetwork, "graph">, node: number): "satellite" | "ground" {
  return node < graph.satelliteCount ? "satellite" : "ground";
}
