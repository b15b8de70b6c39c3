import type { NetworkGraph } from "../network-graph.js";

/** Arcs in a row of `RelayArrays.rowHeads`. */
export const ROW = 4;

/** Room for so many more arcs than there are, so that a few more at a later tick need no other arrays. */
const ROOM = 1.25;

/** Where arrays lie: memory of this thread, or memory that several share. All zeros. */
export type Allocate = (bytes: number) => ArrayBufferLike;

/**
 * The arcs of a tick's network that lead to nodes which relay: all that a tree to a target grows through. What
 * leads elsewhere is a dead end, but for the target's own links.
 *
 * The arcs out of node `u` stand at `offsets[u]` to `offsets[u + 1] - 1`, ascending by head. Where no node that
 * relays has more than four, theirs stand in `rowHeads` and `rowCosts` too, four to a node, filled up with arcs of
 * infinite cost. All arcs out of ground node `i`, counted from 0, to whatever node, stand at `ownOffsets[i]` to
 * `ownOffsets[i + 1] - 1`.
 */
export interface RelayArrays {
  readonly offsets: Int32Array;
  readonly heads: Int32Array;
  /** Cost of the arc in its direction. */
  readonly costs: Float64Array;
  /** Cost of the same link in the other direction; the same array where these are equal. */
  readonly inwardCosts: Float64Array;
  /** Cost of the cheapest arc towards each node from one that relays; Infinity where there is none. */
  readonly cheapest: Float64Array;
  readonly rowHeads: Int32Array;
  readonly rowCosts: Float64Array;
  readonly ownOffsets: Int32Array;
  readonly ownHeads: Int32Array;
  /** Cost of the ground node's own links towards it. */
  readonly ownInwardCosts: Float64Array;
  /** 1 where the node relays. */
  readonly isRelay: Uint8Array;
  /** Ids of the nodes that relay, ascending, and of those that do not. */
  readonly relays: Int32Array;
  readonly leaves: Int32Array;
}

/** Makes and keeps the `RelayArrays` of one tick after another. */
export class RelayGraph {
  readonly #allocate: Allocate;
  /** Another object whenever one of them is another array. */
  arrays: RelayArrays;
  /** Whether `rowHeads` and `rowCosts` are filled. */
  fitsRows = false;
  #inward: Float64Array;
  #nodeCount = 0;
  #satelliteCount = 0;

  /** @param allocate where the arrays are to lie */
  constructor(allocate: Allocate) {
    this.#allocate = allocate;
    const ints = this.#ints(0);
    const doubles = this.#doubles(0);
    this.#inward = doubles;
    this.arrays = {
      offsets: ints,
      heads: ints,
      costs: doubles,
      inwardCosts: doubles,
      cheapest: doubles,
      rowHeads: ints,
      rowCosts: doubles,
      ownOffsets: ints,
      ownHeads: ints,
      ownInwardCosts: doubles,
      isRelay: new Uint8Array(allocate(0)),
      relays: ints,
      leaves: ints,
    };
  }

  /**
   * @param inwardCosts of the graph's arcs against their direction; its own `costs` where these are equal
   * @returns false where other nodes relay than at the last call: nothing that was known of them holds
   */
  build(graph: NetworkGraph, inwardCosts: Float64Array): boolean {
    const sameNodes = this.#takeNodes(graph);
    const directed = inwardCosts !== graph.costs;
    this.#reserve(graph, directed);
    this.#fillArcs(graph, inwardCosts, directed);
    this.#fillOwnArcs(graph, inwardCosts);
    if (this.fitsRows) this.#fillRows();
    return sameNodes;
  }

  #takeNodes({ nodeCount, satelliteCount, relays }: NetworkGraph): boolean {
    const sameIds = this.#nodeCount === nodeCount && this.#satelliteCount === satelliteCount;
    if (sameIds && areSame(this.arrays.isRelay, relays)) return true;
    this.#nodeCount = nodeCount;
    this.#satelliteCount = satelliteCount;
    const ids = Int32Array.from({ length: nodeCount }, (_, node) => node);
    const isRelay = new Uint8Array(this.#allocate(nodeCount));
    isRelay.set(relays.subarray(0, nodeCount));
    this.arrays = {
      ...this.arrays,
      isRelay,
      relays: this.#ints(ids.filter((node) => relays[node] === 1)),
      leaves: this.#ints(ids.filter((node) => relays[node] !== 1)),
      offsets: this.#ints(nodeCount + 1),
      cheapest: this.#doubles(nodeCount),
      rowHeads: this.#ints(ROW * nodeCount),
      rowCosts: this.#doubles(ROW * nodeCount),
      ownOffsets: this.#ints(nodeCount - satelliteCount + 1),
    };
    return false;
  }

  /** Room for the arcs, and for more of them at later ticks. */
  #reserve({ nodeCount, satelliteCount, arcCount, offsets }: NetworkGraph, directed: boolean): void {
    const room = Math.ceil(ROOM * arcCount);
    if (this.arrays.heads.length < arcCount) {
      const costs = this.#doubles(room);
      this.arrays = { ...this.arrays, heads: this.#ints(room), costs };
    }
    if (directed && this.#inward.length < arcCount) this.#inward = this.#doubles(room);
    const inwardCosts = directed ? this.#inward : this.arrays.costs;
    if (this.arrays.inwardCosts !== inwardCosts) this.arrays = { ...this.arrays, inwardCosts };
    const own = offsets[nodeCount] - offsets[satelliteCount];
    if (this.arrays.ownHeads.length < own) {
      const ownInwardCosts = this.#doubles(2 * own);
      this.arrays = { ...this.arrays, ownHeads: this.#ints(2 * own), ownInwardCosts };
    }
  }

  #fillArcs(graph: NetworkGraph, inwardCosts: Float64Array, directed: boolean): void {
    const { nodeCount, offsets, heads, costs, relays } = graph;
    const ours = this.arrays;
    let count = 0;
    let most = 0;
    for (let node = 0; node < nodeCount; node++) {
      const first = count;
      let cheapest = Number.POSITIVE_INFINITY;
      ours.offsets[node] = first;
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const head = heads[arc];
        if (relays[head] !== 1) continue;
        if (inwardCosts[arc] < cheapest) cheapest = inwardCosts[arc];
        ours.heads[count] = head;
        ours.costs[count] = costs[arc];
        if (directed) ours.inwardCosts[count] = inwardCosts[arc];
        count++;
      }
      ours.cheapest[node] = cheapest;
      if (relays[node] === 1 && count - first > most) most = count - first;
    }
    ours.offsets[nodeCount] = count;
    this.fitsRows = most <= ROW;
  }

  #fillOwnArcs({ nodeCount, satelliteCount, offsets, heads }: NetworkGraph, inwardCosts: Float64Array): void {
    const { ownOffsets, ownHeads, ownInwardCosts } = this.arrays;
    const first = offsets[satelliteCount];
    const end = offsets[nodeCount];
    for (let node = satelliteCount; node <= nodeCount; node++) {
      ownOffsets[node - satelliteCount] = offsets[node] - first;
    }
    ownHeads.set(heads.subarray(first, end));
    ownInwardCosts.set(inwardCosts.subarray(first, end));
  }

  #fillRows(): void {
    const { relays, offsets, heads, costs, rowHeads, rowCosts } = this.arrays;
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

  #ints(of: number | Int32Array): Int32Array {
    if (typeof of === "number") return new Int32Array(this.#allocate(4 * of));
    const ints = new Int32Array(this.#allocate(4 * of.length));
    ints.set(of);
    return ints;
  }

  #doubles(count: number): Float64Array {
    return new Float64Array(this.#allocate(8 * count));
  }
}

/** Whether the first numbers of the longer array are those of the other. */
function areSame(some: Uint8Array, longer: Uint8Array): boolean {
  for (let i = 0; i < some.length; i++) if (some[i] !== longer[i]) return false;
  return true;
}
