/**
 * The door of `report/`: what a results folder shows to people. Reads results and nothing else, so that a report can be
 * made again wherever the folder lies. What draws is loaded only when a report is asked for.
 */
export interface ReportOptions {
  /** Gets the rows read so far and in all, now and then. */
  readonly onRows?: (done: number, total: number) => void;
}

/**
 * Writes `report.html` into a results folder: one file that stands alone, of any run, finished or not. The same run gives
 * the same bytes.
 *
 * @returns its path
 * @throws NotResultsFolderError, DamagedResultsError, DiskError
 */
export async function writeReport(dir: string, { onRows }: ReportOptions = {}): Promise<string> {
  const { renderReport } = await import("./render-report.js");
  return renderReport(dir, onRows);
}

/**
 * Writes the report's charts and maps as SVG files, one each, for a paper: on white, with generic fonts.
 *
 * @param to folder; made where it is not there
 * @returns their paths
 * @throws NotResultsFolderError, DamagedResultsError, DiskError
 */
export async function writeReportFigures(
  dir: string,
  to: string,
  { onRows }: ReportOptions = {},
): Promise<string[]> {
  const { renderFigures } = await import("./render-report.js");
  return renderFigures(dir, to, onRows);
}
