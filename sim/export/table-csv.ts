import { type ResultsReader, TABLES, type TableName } from "../../results/index.js";
import { type ContactRow, groundContacts } from "../contacts/ground-contacts.js";
import { toSeconds } from "../kernel/index.js";
import type { RunPlan } from "../scenario/run-plan.js";
import { csvText } from "./csv-text.js";

/** Names of all tables that results can hold, whether these do or not. */
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/**
 * A table of results as CSV, in pieces: its own columns in their order, a null left empty.
 * @throws DamagedResultsError
 */
export function tableCsv(results: ResultsReader, table: TableName): AsyncGenerator<string, void, undefined> {
  const columns: readonly string[] = TABLES[table].columns.map(({ name }) => name);
  return csvText(columns, results.rows(table));
}

/**
 * The contact plan of a scenario as CSV, in pieces, without running it: the rows of kind `gsl` that
 * `output.contactPlan` would record, by its settings where the scenario has them, else all.
 *
 * @param onWindow gets the nanosecond at which each window begins; they ascend
 */
export function contactsCsv(
  plan: RunPlan,
  onWindow?: (fromNs: number) => void,
): AsyncGenerator<string, void, undefined> {
  const settings = plan.output.contactPlan;
  const rows = groundContacts(plan, {
    ...(settings && { sites: [...settings.sites], minDurationSeconds: toSeconds(settings.minDurationNs) }),
  });
  return csvText(
    TABLES.contacts.columns.map(({ name }) => name),
    onWindow === undefined ? rows : watched(rows, onWindow),
  );
}

async function* watched(
  rows: AsyncIterable<ContactRow>,
  onWindow: (fromNs: number) => void,
): AsyncGenerator<ContactRow, void, undefined> {
  for await (const row of rows) {
    onWindow(row.from_ns);
    yield row;
  }
}
