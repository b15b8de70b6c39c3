import type { NetworkGraph } from "../network-graph.js";
import type { ForwardingState, RouteTree } from "../router.js";
import { suitsBuckets } from "./bucket-search.js";
import type { ForwardingRow } from "./forwarding-row.js";
import { type Allocate, RelayGraph } from "./relay-graph.js";
import { RowMaker } from "./row-maker.js";
import {
  BOOK_HAS_ORDER,
  BOOK_UPDATE,
  emptyRows,
  type KeptRow,
  lonelyRow,
  type RowTable,
  rowsOf,
  TICK_FITS_ROWS,
  TICK_MAX_COST,
  TICK_MIN_COST,
  TICK_UPDATE,
} from "./row-table.js";
import type { RowTeam } from "./row-team.js";
import { searchGraph } from "./target-search.js";

const OWN_MEMORY: Allocate = (bytes) => new ArrayBuffer(bytes);

/**
 * The rows of a forwarding state, one for each ground node. Each is brought up to date when it is asked for; they do
 * not depend on one another, so that a team can share in the work when all are.
 */
export class ForwardingRows {
  readonly #exactTree: (target: number) => RouteTree;
  readonly #maker = new RowMaker();
  #team: RowTeam | undefined;
  #relays: RelayGraph;
  #graph!: NetworkGraph;
  #inward = new Float64Array(0);
  #updates = 0;
  #isPrepared = false;
  /** False where `exactTree` serves. */
  #hasRows = false;
  #table: RowTable | undefined;
  #rows: readonly KeptRow[] = [];
  /** Rows asked for one by one, as long as the table has none: a state of all may be too large to have at all. */
  readonly #lonely = new Map<number, KeptRow>();
  #wantsAll = false;
  /** Whether the table has rows. */
  #hasAll = false;
  #state!: ForwardingState;

  /**
   * @param exactTree gives rows where links cost too little, or too unevenly, for `suitsBuckets`
   * @param team works on all rows, as long as none of its threads is lost; absent: this thread alone
   */
  constructor(exactTree: (target: number) => RouteTree, team?: RowTeam) {
    this.#exactTree = exactTree;
    this.#team = team;
    this.#relays = new RelayGraph(team?.allocate ?? OWN_MEMORY);
  }

  update(graph: NetworkGraph): void {
    this.#graph = graph;
    this.#updates++;
    this.#isPrepared = false;
  }

  /** The row of a ground node, up to date; undefined where `exactTree` knows more than a row would. */
  rowOf(target: number): ForwardingRow | undefined {
    this.#prepare();
    if (!this.#hasRows) return undefined;
    const { nodeCount, satelliteCount } = this.#graph;
    if (this.#hasAll) return this.#maker.refresh(target - satelliteCount);
    let row = this.#lonely.get(target);
    if (row === undefined) {
      row = lonelyRow(target, nodeCount, this.#relays.arrays.relays.length);
      this.#lonely.set(target, row);
    }
    return this.#maker.refreshRow(row);
  }

  /** All rows, up to date. */
  all(): ForwardingState {
    if (!this.#wantsAll) {
      this.#wantsAll = true;
      this.#isPrepared = false;
    }
    const table = this.#prepare();
    let count = 0;
    for (let place = 0; place < this.#rows.length; place++) {
      if (this.#rows[place].book[BOOK_UPDATE] !== this.#updates) table.due[count++] = place;
    }
    const refresh = (place: number) => void this.#refresh(place);
    if (this.#hasRows && this.#team !== undefined) {
      if (this.#team.run(table, count, refresh)) return this.#state;
      this.#leaveTeam();
      return this.all();
    }
    for (let i = 0; i < count; i++) refresh(table.due[i]);
    return this.#state;
  }

  #refresh(place: number): void {
    if (this.#hasRows) {
      this.#maker.refresh(place);
      return;
    }
    const row = this.#rows[place];
    const { costs, nextHop } = this.#exactTree(row.target);
    row.costs.set(costs.subarray(0, row.costs.length));
    for (let node = 0; node < row.nextHops.length; node++) row.nextHops[node] = nextHop(node);
    row.book[BOOK_UPDATE] = this.#updates;
  }

  #prepare(): RowTable {
    if (this.#isPrepared) return this.#table as RowTable;
    this.#isPrepared = true;
    const graph = this.#graph;
    if (graph.costs !== graph.latencyMs && this.#inward.length < graph.arcCount) {
      this.#inward = new Float64Array(graph.arcCount);
    }
    const search = searchGraph(graph, this.#inward);
    this.#hasRows = suitsBuckets(search);
    const sameNodes = !this.#hasRows || this.#relays.build(graph, search.inwardCosts);
    const table = this.#tableOf(graph);
    if (!sameNodes) {
      for (const { book } of this.#rows) book[BOOK_HAS_ORDER] = 0;
      this.#lonely.clear();
    }
    const { tick } = table;
    tick[TICK_UPDATE] = this.#updates;
    tick[TICK_MIN_COST] = search.minCost;
    tick[TICK_MAX_COST] = search.maxCost;
    tick[TICK_FITS_ROWS] = this.#relays.fitsRows ? 1 : 0;
    return table;
  }

  /** The table as it was, unless an array of it has to be another. */
  #tableOf({ nodeCount, satelliteCount }: NetworkGraph): RowTable {
    const relays = this.#relays.arrays;
    const old = this.#table;
    const hasIds = old?.nodeCount === nodeCount && old.satelliteCount === satelliteCount;
    const hasRows = hasIds && this.#hasAll === this.#wantsAll;
    if (hasRows && old.relays === relays) return old;
    const allocate = this.#team?.allocate ?? OWN_MEMORY;
    const count = this.#wantsAll ? nodeCount - satelliteCount : 0;
    const rows = hasRows ? old : emptyRows(allocate, nodeCount, count);
    const places = count * relays.relays.length;
    const keepsOrders = hasRows && old.orders.length === places;
    const orders = keepsOrders ? old.orders : new Int32Array(allocate(4 * places));
    const table: RowTable = { ...rows, nodeCount, satelliteCount, relays, orders };
    this.#table = table;
    this.#rows = rowsOf(table);
    this.#maker.take(table);
    if (!hasRows) {
      this.#hasAll = this.#wantsAll;
      if (hasIds)
        for (const row of this.#lonely.values()) copyRow(row, this.#rows[row.target - satelliteCount]);
      this.#lonely.clear();
      const targets = Uint32Array.from(this.#rows, ({ target }) => target);
      this.#state = { nodeCount, targets, nextHops: table.nextHops, costs: table.costs };
    }
    return table;
  }

  /** From here on this thread works alone, in memory of its own. */
  #leaveTeam(): void {
    this.#team = undefined;
    this.#relays = new RelayGraph(OWN_MEMORY);
    this.#table = undefined;
    this.#isPrepared = false;
  }
}

/** What is known of a row stays known in a table that has one for it. */
function copyRow({ costs, nextHops, order, book }: KeptRow, to: KeptRow | undefined): void {
  if (to === undefined || to.order.length !== order.length) return;
  to.costs.set(costs);
  to.nextHops.set(nextHops);
  to.order.set(order);
  to.book.set(book);
}
