import { LIGHT_KM_MS } from "../../orbits/constants.js";
import type { NetworkGraph } from "../network-graph.js";

/** Taken off the bound, so that rounding never lifts it above the cost of a link along the straight line. */
const MARGIN = 1e-12;

/**
 * What a way to a target costs at least, where the cost is latency: light's time along the straight line. By the
 * triangle inequality this holds whatever the way, and no link takes a node further from the target's bound than
 * the link costs, as long as no link is faster than light: links of static networks are given by their latency
 * and may be. So the bound is scaled down to the fastest link there is; without positions, or for other costs, it is 0.
 */
export class GeometricBound {
  #graph!: NetworkGraph;
  /** Cost per kilometre; undefined until a query needs it. */
  #perKm: number | undefined;
  #positionsKm: Float64Array = new Float64Array(0);
  #x = 0;
  #y = 0;
  #z = 0;

  update(graph: NetworkGraph): void {
    this.#graph = graph;
    this.#perKm = undefined;
  }

  aimAt(target: number): void {
    this.#perKm ??= leastCostPerKm(this.#graph);
    this.#positionsKm = this.#graph.positionsKm ?? this.#positionsKm;
    if (this.#perKm === 0) return;
    this.#x = this.#positionsKm[3 * target];
    this.#y = this.#positionsKm[3 * target + 1];
    this.#z = this.#positionsKm[3 * target + 2];
  }

  from(node: number): number {
    if (this.#perKm === 0) return 0;
    const positions = this.#positionsKm;
    const x = positions[3 * node] - this.#x;
    const y = positions[3 * node + 1] - this.#y;
    const z = positions[3 * node + 2] - this.#z;
    return (this.#perKm as number) * Math.sqrt(x * x + y * y + z * z);
  }
}

function leastCostPerKm({ costs, latencyMs, positionsKm, nodeCount, offsets, heads }: NetworkGraph): number {
  if (positionsKm === undefined || costs !== latencyMs) return 0;
  let least = 1 / LIGHT_KM_MS;
  for (let node = 0; node < nodeCount; node++) {
    for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
      const head = heads[arc];
      if (head < node) continue;
      const x = positionsKm[3 * node] - positionsKm[3 * head];
      const y = positionsKm[3 * node + 1] - positionsKm[3 * head + 1];
      const z = positionsKm[3 * node + 2] - positionsKm[3 * head + 2];
      const km = Math.sqrt(x * x + y * y + z * z);
      // Also where a position is no number.
      if (!(latencyMs[arc] >= least * km)) least = km > 0 ? latencyMs[arc] / km : 0;
    }
  }
  return least * (1 - MARGIN);
}
