import { counted } from "./figure-text.js";
import { alignRows } from "./text-table.js";

/** How far a sweep is. */
export interface SweepCounts {
  readonly dir: string;
  readonly status: string;
  readonly points: number;
  readonly complete: number;
  readonly failed: number;
}

/** Where a sweep lies, and how many of its runs have ended. */
export function formatSweepCounts({ dir, status, points, complete, failed }: SweepCounts): string {
  const rows = [["points", String(points)]];
  if (status === "running") {
    return `sweep (running): ${dir}\n${alignRows(rows)}it is under way, or was killed: the same command goes on\n`;
  }
  rows.push(
    ["runs", `${complete} complete${failed === 0 ? "" : `, ${failed} failed`}`],
    ["tables", `runs (${counted(complete + failed, "row")}) and points, as .parquet and .csv`],
  );
  return `${status === "complete" ? "sweep" : `sweep (${status})`}: ${dir}\n${alignRows(rows)}`;
}
