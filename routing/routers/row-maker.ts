import { type ForwardingRow, finishRow, type RowGraph } from "./forwarding-row.js";
import { MOST_MENDED, RowRepair } from "./row-repair.js";
import { RowSearch } from "./row-search.js";
import {
  BOOK_HAS_ORDER,
  BOOK_LAST_REST,
  BOOK_REST,
  BOOK_UPDATE,
  type KeptRow,
  type RowTable,
  rowGraphOf,
  rowsOf,
  TICK_UPDATE,
} from "./row-table.js";

/** The longest rest after mending has cost more than it saved, time after time. */
const LONGEST_REST = 31;

/**
 * Brings rows of a table up to date, by mending or from nothing. What it keeps for itself is scratch, so that any
 * maker of any thread gives a row the same bits.
 */
export class RowMaker {
  readonly #search = new RowSearch();
  readonly #repair = new RowRepair();
  #table: RowTable | undefined;
  #rows: readonly KeptRow[] = [];
  #graph!: RowGraph;
  #update = 0;

  /** The table that `refresh` speaks of from now on. */
  take(table: RowTable): void {
    this.#table = table;
    this.#rows = rowsOf(table);
    this.#update = 0;
  }

  /** The row at a place, up to date with the table's tick. */
  refresh(place: number): ForwardingRow {
    return this.refreshRow(this.#rows[place]);
  }

  /** The same for a row that may be in no table. */
  refreshRow(row: KeptRow): ForwardingRow {
    const table = this.#table as RowTable;
    const update = table.tick[TICK_UPDATE];
    if (row.book[BOOK_UPDATE] === update) return row;
    if (this.#update !== update) this.#prepare(table, update);
    if (!this.#mend(row)) {
      this.#search.fill(row);
      row.book[BOOK_HAS_ORDER] = 1;
    }
    finishRow(this.#graph, row);
    row.book[BOOK_UPDATE] = update;
    return row;
  }

  #prepare(table: RowTable, update: number): void {
    this.#update = update;
    this.#graph = rowGraphOf(table);
    this.#search.prepare(this.#graph);
    this.#repair.prepare(this.#graph);
  }

  #mend(row: KeptRow): boolean {
    const { book } = row;
    if (book[BOOK_HAS_ORDER] === 0) return false;
    if (book[BOOK_REST] > 0) {
      book[BOOK_REST]--;
      return false;
    }
    const share = this.#repair.mend(row);
    if (share === undefined) return false;
    book[BOOK_LAST_REST] = share > MOST_MENDED ? Math.min(LONGEST_REST, 2 * book[BOOK_LAST_REST] + 1) : 0;
    book[BOOK_REST] = book[BOOK_LAST_REST];
    return share < Number.POSITIVE_INFINITY;
  }
}
