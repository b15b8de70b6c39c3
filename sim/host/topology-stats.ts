import type { LinkTable } from "../../routing/link-table.js";
import type { NodeTable } from "../../routing/nodes.js";

/** One row of `topology.parquet`. */
export interface TopologyRow {
  readonly timeNs: number;
  readonly usableNodes: number;
  readonly isls: number;
  readonly gsls: number;
  /** Connected parts among the usable nodes over all links; a node without links is a part of its own. */
  readonly components: number;
  /** Null where there is no inter-satellite link. */
  readonly islKmMean: number | null;
  readonly islKmMax: number | null;
  /** Sites' links that took the place of others since the tick before. */
  readonly handovers: number;
}

/** Measures each tick's topology, links struck by faults left out. */
export class TopologyStats {
  readonly #nodes: NodeTable;
  readonly #parents: Uint32Array;
  /** Ground links of the last tick as `ground node * satelliteCount + satellite`. */
  #gsls = new Set<number>();
  #first = true;

  constructor(nodes: NodeTable) {
    this.#nodes = nodes;
    this.#parents = new Uint32Array(nodes.count);
  }

  measure(timeNs: number, links: LinkTable, usable: Uint8Array, struck: Uint8Array | undefined): TopologyRow {
    let [isls, gsls, sumKm, maxKm] = [0, 0, 0, 0];
    const parts = new DisjointSets(this.#parents);
    for (let i = 0; i < links.count; i++) {
      if (struck?.[i] === 1) continue;
      if (i < links.islCount) {
        const km = links.lengthKm[i];
        isls++;
        sumKm += km;
        if (km > maxKm) maxKm = km;
      } else if (i < links.islCount + links.gslCount) {
        gsls++;
      }
      parts.join(links.a[i], links.b[i]);
    }
    let usableNodes = 0;
    for (let node = 0; node < this.#nodes.count; node++) usableNodes += usable[node];
    return {
      timeNs,
      usableNodes,
      isls,
      gsls,
      components: usableNodes - parts.joins,
      islKmMean: isls === 0 ? null : sumKm / isls,
      islKmMax: isls === 0 ? null : maxKm,
      handovers: this.#handovers(links, struck),
    };
  }

  /** Counted per site as the smaller of links gained and links lost: what merely comes or goes is no handover. */
  #handovers(links: LinkTable, struck: Uint8Array | undefined): number {
    const { satelliteCount } = this.#nodes;
    const now = new Set<number>();
    const gained = new Map<number, number>();
    for (let i = links.islCount; i < links.islCount + links.gslCount; i++) {
      if (struck?.[i] === 1) continue;
      const site = links.b[i];
      const key = site * satelliteCount + links.a[i];
      now.add(key);
      if (!this.#gsls.has(key)) gained.set(site, (gained.get(site) ?? 0) + 1);
    }
    let handovers = 0;
    if (!this.#first) {
      for (const key of this.#gsls) {
        if (now.has(key)) continue;
        const site = Math.floor(key / satelliteCount);
        const open = gained.get(site) ?? 0;
        if (open === 0) continue;
        gained.set(site, open - 1);
        handovers++;
      }
    }
    this.#gsls = now;
    this.#first = false;
    return handovers;
  }
}

/** Union-find with path halving over a borrowed array; nodes that never join are not looked at. */
class DisjointSets {
  readonly #parents: Uint32Array;
  /** How many joins united two sets. */
  joins = 0;

  constructor(parents: Uint32Array) {
    for (let i = 0; i < parents.length; i++) parents[i] = i;
    this.#parents = parents;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.#root(a), this.#root(b)];
    if (x === y) return;
    this.#parents[x] = y;
    this.joins++;
  }

  #root(node: number): number {
    const parents = this.#parents;
    let at = node;
    while (parents[at] !== at) {
      const up = parents[parents[at]];
      parents[at] = up;
      at = up;
    }
    return at;
  }
}
