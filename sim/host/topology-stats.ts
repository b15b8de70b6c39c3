import type { LinkTable } from "../../routing/link-table.js";
import type { NodeTable } from "../../routing/nodes.js";
import { FullGridCount } from "./full-grid.js";
import type { Handover } from "./handovers.js";

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
  /** Sites' links that took the place of others since the tick before: the length of `handedOver`. */
  readonly handovers: number;
  /** The same one by one; not a column. */
  readonly handedOver: readonly Handover[];
  /**
   * Satellites with all links of +grid, for each shell whose planes were inferred; absent where none were. Not a
   * column.
   */
  readonly fullGrid?: readonly number[];
}

/** Measures each tick's topology, links struck by faults left out. */
export class TopologyStats {
  readonly #nodes: NodeTable;
  readonly #parents: Uint32Array;
  readonly #fullGrid: FullGridCount | undefined;

  constructor(nodes: NodeTable) {
    this.#nodes = nodes;
    this.#fullGrid = FullGridCount.of(nodes);
    this.#parents = new Uint32Array(nodes.count);
  }

  measure(
    timeNs: number,
    links: LinkTable,
    usable: Uint8Array,
    struck: Uint8Array | undefined,
    handedOver: readonly Handover[],
  ): TopologyRow {
    let [isls, gsls, sumKm, maxKm] = [0, 0, 0, 0];
    const parts = new DisjointSets(this.#parents);
    this.#fullGrid?.begin();
    for (let i = 0; i < links.count; i++) {
      if (struck?.[i] === 1) continue;
      if (i < links.islCount) {
        const km = links.lengthKm[i];
        isls++;
        sumKm += km;
        if (km > maxKm) maxKm = km;
        this.#fullGrid?.add(links.a[i], links.b[i]);
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
      handovers: handedOver.length,
      handedOver,
      ...(this.#fullGrid && { fullGrid: this.#fullGrid.count() }),
    };
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
