import type { NetworkGraph } from "../network-graph.js";

/** Arcs in a row of `RelayGraph.rowHeads`. */
export const ROW = 4;

/**
 * The arcs of a tick's network that lead to nodes which relay: all that a tree to a target grows through. What
 * leads elsewhere is a dead end, but for the target's own links.
 *
 * The arcs out of node `u` stand at `offsets[u]` to `offsets[u + 1] - 1`, ascending by head. Where no node that
 * relays has more than four, theirs stand in `rowHeads` and `rowCosts` too, four to a node, filled up with arcs of
 * infinite cost.
 */
export class RelayGraph {
  nodeCount = 0;
  offsets = new Int32Array(0);
  heads = new Int32Array(0);
  /** Cost of the arc in its direction. */
  costs = new Float64Array(0);
  /** Cost of the same link in the other direction; the same array where these are equal. */
  inwardCosts = new Float64Array(0);
  /** Cost of the cheapest arc towards each node from one that relays; Infinity where there is none. */
  cheapest = new Float64Array(0);
  /** Whether `rowHeads` and `rowCosts` are filled. */
  fitsRows = false;
  rowHeads = new Int32Array(0);
  rowCosts = new Float64Array(0);
  /** Ids of the nodes that relay, ascending, and of those that do not. */
  relays = new Int32Array(0);
  leaves = new Int32Array(0);
  #costs = new Float64Array(0);
  #inward = new Float64Array(0);
  #flags = new Uint8Array(0);

  /**
   * @param inwardCosts of the graph's arcs against their direction; its own `costs` where these are equal
   * @returns false where other nodes relay than at the last call: nothing that was known of them holds
   */
  build(graph: NetworkGraph, inwardCosts: Float64Array): boolean {
    const sameNodes = this.#takeNodes(graph);
    const { nodeCount, arcCount, offsets, heads, costs, relays } = graph;
    const directed = inwardCosts !== costs;
    if (this.heads.length < arcCount) {
      this.heads = new Int32Array(2 * arcCount);
      this.#costs = new Float64Array(2 * arcCount);
    }
    if (directed && this.#inward.length < arcCount) this.#inward = new Float64Array(2 * arcCount);
    this.costs = this.#costs;
    this.inwardCosts = directed ? this.#inward : this.#costs;
    let count = 0;
    let most = 0;
    for (let node = 0; node < nodeCount; node++) {
      const first = count;
      let cheapest = Number.POSITIVE_INFINITY;
      this.offsets[node] = first;
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const head = heads[arc];
        if (relays[head] !== 1) continue;
        if (inwardCosts[arc] < cheapest) cheapest = inwardCosts[arc];
        this.heads[count] = head;
        this.costs[count] = costs[arc];
        if (directed) this.inwardCosts[count] = inwardCosts[arc];
        count++;
      }
      this.cheapest[node] = cheapest;
      if (relays[node] === 1 && count - first > most) most = count - first;
    }
    this.offsets[nodeCount] = count;
    this.fitsRows = most <= ROW;
    if (this.fitsRows) this.#fillRows();
    return sameNodes;
  }

  #takeNodes({ nodeCount, relays }: NetworkGraph): boolean {
    if (this.nodeCount === nodeCount && this.#flags.every((flag, node) => flag === relays[node])) return true;
    this.nodeCount = nodeCount;
    this.#flags = relays.slice(0, nodeCount);
    const ids = Int32Array.from({ length: nodeCount }, (_, node) => node);
    this.relays = ids.filter((node) => relays[node] === 1);
    this.leaves = ids.filter((node) => relays[node] !== 1);
    this.offsets = new Int32Array(nodeCount + 1);
    this.cheapest = new Float64Array(nodeCount);
    this.rowHeads = new Int32Array(ROW * nodeCount);
    this.rowCosts = new Float64Array(ROW * nodeCount);
    return false;
  }

  #fillRows(): void {
    const { relays, offsets, heads, costs, rowHeads, rowCosts } = this;
    for (let i = 0; i < relays.length; i++) {
      const node = relays[i];
      let at = ROW * node;
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++, at++) {
        rowHeads[at] = heads[arc];
        rowCosts[at] = costs[arc];
      }
      for (; at < ROW * (node + 1); at++) {
        rowHeads[at] = node;
        rowCosts[at] = Number.POSITIVE_INFINITY;
      }
    }
  }
}
