import { type ForwardingRow, lowestHop, type RowGraph } from "./forwarding-row.js";
import { ROW } from "./relay-graph.js";

/** Where more than this share of the relaying nodes needs mending, working the row out from nothing is cheaper. */
export const MOST_MENDED = 1 / 4;
/** Beyond this share, the order in which nodes were taken has aged, and is sorted for the next time. */
const SHARE_TO_SORT = 1 / 32;
const MOST_KEYS = 1 << 16;

/**
 * Works a row out from the row of an earlier tick, exactly. Costs start from infinity, since what they were bounds
 * nothing. Each node in turn, in the order in which they settled then, takes its least cost over the neighbours that
 * had their turn. A node that was late, which is one so cheap that a node before it in the order may have needed it,
 * then offers its cost to its neighbours, and so does each node whose cost falls by that, until none does.
 *
 * Every cost on the way is that of some path, summed from the target outward, and rounding is monotone: so the end is
 * to the bit what Dijkstra's algorithm gives. Next hops are chosen anew where a neighbour's offer attained a cost.
 */
export class RowRepair {
  #graph!: RowGraph;
  /** Nodes that have an offer to make, in a circle. */
  #queue = new Int32Array(0);
  #isQueued = new Uint8Array(0);
  /** Nodes whose next hop is to be chosen anew. */
  #doubtful = new Int32Array(0);
  #isDoubtful = new Uint8Array(0);
  #doubtfulCount = 0;
  #keys = new Int32Array(0);
  #keyStarts = new Int32Array(0);

  prepare(graph: RowGraph): void {
    this.#graph = graph;
    const { nodeCount } = graph;
    if (this.#queue.length === nodeCount) return;
    this.#queue = new Int32Array(nodeCount);
    this.#isQueued = new Uint8Array(nodeCount);
    this.#doubtful = new Int32Array(nodeCount);
    this.#isDoubtful = new Uint8Array(nodeCount);
    this.#keys = new Int32Array(nodeCount);
    this.#keyStarts = new Int32Array(Math.min(MOST_KEYS, nodeCount) + 2);
  }

  /**
   * Costs and next hops of the nodes that relay; `finishRow` does the rest.
   * @returns the share of nodes that needed mending. Infinity where it gave up, and undefined where it did not try
   *   because the target's best link is another: the row is then to be worked out from nothing.
   */
  mend(row: ForwardingRow): number | undefined {
    const { costs, nextHops, order } = row;
    costs.fill(Number.POSITIVE_INFINITY);
    this.#seed(row);
    if (order.length === 0 || costs[order[0]] === Number.POSITIVE_INFINITY) return undefined;
    const late = this.#graph.fitsRows ? this.#pullRows(row) : this.#pullArcs(row);
    const fallen = this.#spread(row, late);
    for (let i = 0; i < this.#doubtfulCount; i++) {
      const node = this.#doubtful[i];
      this.#isDoubtful[node] = 0;
      nextHops[node] = lowestHop(this.#graph, costs, node);
    }
    this.#doubtfulCount = 0;
    if (fallen < 0) return Number.POSITIVE_INFINITY;
    const share = (late + fallen) / order.length;
    if (share > SHARE_TO_SORT) this.#sort(row);
    return share;
  }

  /** The costs of the target and, over its own links, of its neighbours. */
  #seed({ target, costs }: ForwardingRow): void {
    const { satelliteCount, isRelay, ownOffsets, ownHeads, ownInwardCosts } = this.#graph;
    if (isRelay[target] === 1) costs[target] = 0;
    const end = ownOffsets[target - satelliteCount + 1];
    for (let arc = ownOffsets[target - satelliteCount]; arc < end; arc++) {
      const node = ownHeads[arc];
      if (isRelay[node] === 1 && ownInwardCosts[arc] < costs[node]) costs[node] = ownInwardCosts[arc];
    }
  }

  /** Gives each node its turn, four neighbours at once. @returns how many late nodes it queued */
  #pullRows({ costs, nextHops, order }: ForwardingRow): number {
    const { rowHeads, rowCosts, cheapest } = this.#graph;
    let late = 0;
    let most = 0;
    for (let i = 0; i < order.length; i++) {
      const node = order[i];
      const at = ROW * node;
      const head0 = rowHeads[at];
      const head1 = rowHeads[at + 1];
      const head2 = rowHeads[at + 2];
      const head3 = rowHeads[at + 3];
      const cost0 = costs[head0] + rowCosts[at];
      const cost1 = costs[head1] + rowCosts[at + 1];
      const cost2 = costs[head2] + rowCosts[at + 2];
      const cost3 = costs[head3] + rowCosts[at + 3];
      let best = costs[node];
      let hop = -1;
      if (cost0 < best) {
        best = cost0;
        hop = head0;
      }
      if (cost1 < best) {
        best = cost1;
        hop = head1;
      }
      if (cost2 < best) {
        best = cost2;
        hop = head2;
      }
      if (cost3 < best) {
        best = cost3;
        hop = head3;
      }
      costs[node] = best;
      nextHops[node] = hop;
      if (best > most) {
        if (cheapest[node] < Number.POSITIVE_INFINITY) most = best;
      } else if (best + cheapest[node] <= most) {
        late = this.#queueLate(node, late);
      }
    }
    return late;
  }

  /** The same for any number of neighbours. */
  #pullArcs({ costs, nextHops, order }: ForwardingRow): number {
    const { offsets, heads, costs: weights, cheapest } = this.#graph;
    let late = 0;
    let most = 0;
    for (let i = 0; i < order.length; i++) {
      const node = order[i];
      const end = offsets[node + 1];
      let best = costs[node];
      let hop = -1;
      for (let arc = offsets[node]; arc < end; arc++) {
        const cost = costs[heads[arc]] + weights[arc];
        if (cost < best) {
          best = cost;
          hop = heads[arc];
        }
      }
      costs[node] = best;
      nextHops[node] = hop;
      if (best > most) {
        if (cheapest[node] < Number.POSITIVE_INFINITY) most = best;
      } else if (best + cheapest[node] <= most) {
        late = this.#queueLate(node, late);
      }
    }
    return late;
  }

  #queueLate(node: number, late: number): number {
    this.#queue[late] = node;
    this.#isQueued[node] = 1;
    return late + 1;
  }

  /** @returns how many nodes' costs fell (a node may fall more than once); -1 where it gave up */
  #spread({ costs, nextHops, order }: ForwardingRow, late: number): number {
    const { offsets, heads, inwardCosts } = this.#graph;
    const queue = this.#queue;
    const isQueued = this.#isQueued;
    const most = late + order.length * MOST_MENDED;
    let taken = 0;
    let first = 0;
    for (let waiting = late; waiting > 0; ) {
      const node = queue[first];
      if (++first === queue.length) first = 0;
      waiting--;
      isQueued[node] = 0;
      // Giving up, it only empties the queue.
      if (++taken > most) continue;
      const cost = costs[node];
      for (let arc = offsets[node]; arc < offsets[node + 1]; arc++) {
        const other = heads[arc];
        const offer = cost + inwardCosts[arc];
        if (offer > costs[other] || offer === Number.POSITIVE_INFINITY) continue;
        if (offer < costs[other] || node < nextHops[other]) this.#doubt(other);
        if (offer === costs[other]) continue;
        costs[other] = offer;
        if (isQueued[other] === 1) continue;
        isQueued[other] = 1;
        const last = first + waiting++;
        queue[last < queue.length ? last : last - queue.length] = other;
      }
    }
    return taken > most ? -1 : taken - late;
  }

  #doubt(node: number): void {
    if (this.#isDoubtful[node] === 1) return;
    this.#isDoubtful[node] = 1;
    this.#doubtful[this.#doubtfulCount++] = node;
  }

  /** Orders nodes by cost, as finely as a count of keys tells them apart; unreached ones stand at the end. */
  #sort({ costs, order }: ForwardingRow): void {
    const { relays } = this.#graph;
    const keys = this.#keys;
    const starts = this.#keyStarts;
    let most = 0;
    for (let i = 0; i < relays.length; i++) {
      const cost = costs[relays[i]];
      if (cost > most && cost < Number.POSITIVE_INFINITY) most = cost;
    }
    const last = starts.length - 2;
    const perCost = most === 0 ? 0 : (last - 1) / most;
    starts.fill(0);
    for (let i = 0; i < relays.length; i++) {
      const cost = costs[relays[i]];
      const key = cost === Number.POSITIVE_INFINITY ? last : (cost * perCost) | 0;
      keys[i] = key;
      starts[key + 1]++;
    }
    for (let key = 0; key < last; key++) starts[key + 1] += starts[key];
    for (let i = 0; i < relays.length; i++) order[starts[keys[i]]++] = relays[i];
  }
}
