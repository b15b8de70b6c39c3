import type { Allocate } from "./relay-graph.js";
import type { RowTable } from "./row-table.js";

/** Threads that bring rows up to date together with the thread that asks. */
export interface RowTeam {
  /** Memory that all of them see; tables have to lie in it. */
  readonly allocate: Allocate;
  /**
   * Brings the rows at the first `count` places of `table.due` up to date, and returns when all are.
   *
   * @param refresh does so with the row at a place, in the calling thread
   * @returns false where a thread was lost in the middle of a row. It may go on writing to the table, which must
   *   not be used any more.
   */
  run(table: RowTable, count: number, refresh: (place: number) => void): boolean;
}
