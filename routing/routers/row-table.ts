import type { ForwardingRow, RowGraph } from "./forwarding-row.js";
import type { Allocate, RelayArrays } from "./relay-graph.js";

/**
 * The rows of a forwarding state, one for each ground node, and all that they are worked out from. Nothing but
 * numbers and typed arrays: where these lie in shared memory, other threads can be handed the table and work rows
 * out as well. Rows are told by their place, which is the target's id less `satelliteCount`. As long as nobody has asked
 * for a whole state, the table has no rows, and those that are asked for one by one lie elsewhere.
 */
export interface RowTable {
  readonly nodeCount: number;
  readonly satelliteCount: number;
  readonly relays: RelayArrays;
  /** What is another number at each tick, by `TICK_…`. */
  readonly tick: Float64Array;
  /** Places of the rows that a team is to bring up to date. */
  readonly due: Int32Array;
  /** nodeCount costs a row, and as many next hops. */
  readonly costs: Float64Array;
  readonly nextHops: Int32Array;
  /** As many nodes a row as relay. */
  readonly orders: Int32Array;
  /** What is known of a row from one time to the next, by `BOOK_…`; `BOOK` numbers a row. */
  readonly books: Int32Array;
}

/** Number of the update, which rows are then to answer for. */
export const TICK_UPDATE = 0;
export const TICK_MIN_COST = 1;
export const TICK_MAX_COST = 2;
export const TICK_FITS_ROWS = 3;
const TICK = 4;

/** Number of the update that the row answers for; 0 before the first. */
export const BOOK_UPDATE = 0;
/** How many more times the row is not worth mending, and how many that were at first. */
export const BOOK_REST = 1;
export const BOOK_LAST_REST = 2;
/** 1 where the row has an order that can be mended. */
export const BOOK_HAS_ORDER = 3;
const BOOK = 4;

export interface KeptRow extends ForwardingRow {
  readonly book: Int32Array;
}

/** Room for so many rows; its pages take memory only once they are written to. */
export function emptyRows(
  allocate: Allocate,
  nodeCount: number,
  count: number,
): Pick<RowTable, "tick" | "due" | "costs" | "nextHops" | "books"> {
  return {
    tick: new Float64Array(allocate(8 * TICK)),
    due: new Int32Array(allocate(4 * count)),
    costs: new Float64Array(allocate(8 * nodeCount * count)),
    nextHops: new Int32Array(allocate(4 * nodeCount * count)),
    books: new Int32Array(allocate(4 * BOOK * count)),
  };
}

/** A row that is in no table. */
export function lonelyRow(target: number, nodeCount: number, relayCount: number): KeptRow {
  return {
    target,
    costs: new Float64Array(nodeCount),
    nextHops: new Int32Array(nodeCount),
    order: new Int32Array(relayCount),
    book: new Int32Array(BOOK),
  };
}

/** The rows of a table, by place. */
export function rowsOf({ nodeCount, satelliteCount, relays, ...table }: RowTable): KeptRow[] {
  const { length } = relays.relays;
  return Array.from({ length: table.books.length / BOOK }, (_, place) => ({
    target: satelliteCount + place,
    costs: table.costs.subarray(place * nodeCount, (place + 1) * nodeCount),
    nextHops: table.nextHops.subarray(place * nodeCount, (place + 1) * nodeCount),
    order: table.orders.subarray(place * length, (place + 1) * length),
    book: table.books.subarray(place * BOOK, (place + 1) * BOOK),
  }));
}

/** What the rows of the tick in force are worked out from. */
export function rowGraphOf({ nodeCount, satelliteCount, relays, tick }: RowTable): RowGraph {
  return {
    ...relays,
    nodeCount,
    satelliteCount,
    fitsRows: tick[TICK_FITS_ROWS] === 1,
    minCost: tick[TICK_MIN_COST],
    maxCost: tick[TICK_MAX_COST],
  };
}
