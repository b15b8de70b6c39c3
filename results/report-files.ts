import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { REPORT_DATA_FILE, REPORT_FILE } from "./claim-folder.js";
import { onDisk, readJson, replaceFile } from "./disk.js";
import { DamagedResultsError } from "./errors.js";
import { REPORT_FORMAT, type ReportData } from "./report-data.js";

/**
 * Content of a results folder's `report.json`; undefined where the run did not come to write it.
 * @throws DamagedResultsError where it is something else, or of another version
 */
export function readReportData(dir: string): ReportData | undefined {
  const path = join(dir, REPORT_DATA_FILE);
  if (!existsSync(path)) return undefined;
  const data = readJson(path) as Partial<ReportData> | null;
  const format = data?.reportFormat;
  if (format !== REPORT_FORMAT) {
    const found = format === undefined ? "it is something else" : `it has format ${format}`;
    throw new DamagedResultsError(path, `${found}; this version reads format ${REPORT_FORMAT}`);
  }
  return data as ReportData;
}

/** Writes the report into its results folder. @returns its path @throws DiskError */
export function writeReportPage(dir: string, html: string): string {
  const path = join(dir, REPORT_FILE);
  replaceFile(path, html);
  return path;
}

/** Writes a file as a whole, and makes the folder that it is to be in. @throws DiskError */
export function writeWholeFile(path: string, text: string): void {
  const whole = resolve(path);
  const folder = dirname(whole);
  onDisk("make the folder", folder, () => mkdirSync(folder, { recursive: true }));
  replaceFile(whole, text);
}
