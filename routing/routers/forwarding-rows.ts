import type { NetworkGraph } from "../network-graph.js";
import type { ForwardingState, RouteTree } from "../router.js";
import { suitsBuckets } from "./bucket-search.js";
import { type ForwardingRow, finishRow, type RowGraph } from "./forwarding-row.js";
import { RelayGraph } from "./relay-graph.js";
import { MOST_MENDED, RowRepair } from "./row-repair.js";
import { RowSearch } from "./row-search.js";
import { searchGraph } from "./target-search.js";

interface KeptRow extends ForwardingRow {
  /** Number of the update that it answers for. */
  update: number;
  /** How many more times it is not worth mending, and how many that were at first. */
  rest: number;
  lastRest: number;
}

/** The longest rest after mending has cost more than it saved, time after time. */
const LONGEST_REST = 31;

/**
 * The rows of a forwarding state, one for each ground node. Each is brought up to date when it is asked for; they do
 * not depend on one another.
 */
export class ForwardingRows {
  readonly #relays = new RelayGraph();
  readonly #search = new RowSearch();
  readonly #repair = new RowRepair();
  readonly #exactTree: (target: number) => RouteTree;
  #graph!: NetworkGraph;
  #inward = new Float64Array(0);
  #updates = 0;
  #isPrepared = false;
  /** Undefined where `exactTree` serves. */
  #rowGraph: RowGraph | undefined;
  #rows: KeptRow[] = [];
  #state: ForwardingState = emptyState(0, 0);

  /** @param exactTree gives rows where links cost too little, or too unevenly, for `suitsBuckets` */
  constructor(exactTree: (target: number) => RouteTree) {
    this.#exactTree = exactTree;
  }

  update(graph: NetworkGraph): void {
    this.#graph = graph;
    this.#updates++;
    this.#isPrepared = false;
  }

  /** The row of a ground node, up to date; undefined where `exactTree` knows more than a row would. */
  rowOf(target: number): ForwardingRow | undefined {
    this.#prepare();
    if (this.#rowGraph === undefined) return undefined;
    return this.#refresh(this.#rows[target - this.#graph.satelliteCount]);
  }

  /** All rows, up to date. */
  all(): ForwardingState {
    this.#prepare();
    for (const row of this.#rows) this.#refresh(row);
    return this.#state;
  }

  #refresh(row: KeptRow): ForwardingRow {
    if (row.update === this.#updates) return row;
    row.update = this.#updates;
    if (this.#rowGraph === undefined) {
      const { costs, nextHop } = this.#exactTree(row.target);
      row.costs.set(costs.subarray(0, row.costs.length));
      for (let node = 0; node < row.nextHops.length; node++) row.nextHops[node] = nextHop(node);
      return row;
    }
    if (!this.#mend(row)) this.#search.fill(row);
    finishRow(this.#rowGraph, row);
    return row;
  }

  #mend(row: KeptRow): boolean {
    const { length } = this.#relays.relays;
    if (row.order.length !== length) {
      row.order = new Int32Array(length);
      return false;
    }
    if (row.rest > 0) {
      row.rest--;
      return false;
    }
    const share = this.#repair.mend(row);
    if (share === undefined) return false;
    row.lastRest = share > MOST_MENDED ? Math.min(LONGEST_REST, 2 * row.lastRest + 1) : 0;
    row.rest = row.lastRest;
    return share < Number.POSITIVE_INFINITY;
  }

  #prepare(): void {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    const graph = this.#graph;
    this.#allocate(graph);
    if (graph.costs !== graph.latencyMs && this.#inward.length < graph.arcCount) {
      this.#inward = new Float64Array(graph.arcCount);
    }
    const search = searchGraph(graph, this.#inward);
    this.#rowGraph = undefined;
    if (!suitsBuckets(search)) return;
    const { inwardCosts, minCost, maxCost } = search;
    const sameNodes = this.#relays.build(graph, inwardCosts);
    if (!sameNodes) for (const row of this.#rows) row.order = new Int32Array(0);
    this.#rowGraph = { graph, inwardCosts, relays: this.#relays, minCost, maxCost };
    this.#search.prepare(this.#rowGraph);
    this.#repair.prepare(this.#rowGraph);
  }

  #allocate({ nodeCount, satelliteCount }: NetworkGraph): void {
    const count = nodeCount - satelliteCount;
    if (this.#state.nodeCount === nodeCount && this.#rows.length === count) return;
    const state = emptyState(nodeCount, count);
    this.#state = state;
    this.#rows = Array.from({ length: count }, (_, i) => {
      state.targets[i] = satelliteCount + i;
      return {
        target: satelliteCount + i,
        costs: state.costs.subarray(i * nodeCount, (i + 1) * nodeCount),
        nextHops: state.nextHops.subarray(i * nodeCount, (i + 1) * nodeCount),
        order: new Int32Array(0),
        update: -1,
        rest: 0,
        lastRest: 0,
      };
    });
  }
}

/** Its pages take memory only once rows are written to them. */
function emptyState(nodeCount: number, targetCount: number): ForwardingState {
  return {
    nodeCount,
    targets: new Uint32Array(targetCount),
    nextHops: new Int32Array(nodeCount * targetCount),
    costs: new Float64Array(nodeCount * targetCount),
  };
}
