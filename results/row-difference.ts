import type { FreeRow } from "./free-rows.js";

/** Where two makings of a table part ways; one of the rows is undefined where the other has more. */
export interface RowDifference {
  readonly table: string;
  readonly sealed: FreeRow | undefined;
  readonly made: FreeRow | undefined;
}
