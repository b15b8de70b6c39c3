/**
 * The door of `results/`: one writer and one reader of results folders. A run's tables are sealed part by
 * part while it goes, and merged at its end into files whose bytes depend on the rows alone; whoever reads a
 * folder accepts both. Imports nothing of the other rooms but the format of frames.
 */

export { MANIFEST_FILE, REPORT_FILE, removeRemains } from "./claim-folder.js";
export {
  DamagedResultsError,
  DiskError,
  ExistingFolderError,
  NotResultsFolderError,
  ResultsError,
  SealedDifferenceError,
} from "./errors.js";
export {
  FRAMES_FILE,
  type FramesContinuation,
  FramesError,
  type FramesHead,
  type FramesSink,
  openFrames,
  type RecordedElements,
  RecordedFrames,
  type RecordedState,
} from "./frames/index.js";
export type { FreeRow } from "./free-rows.js";
export { type Manifest, openResults, ResultsReader, type TableSource } from "./reader.js";
export * from "./report-data.js";
export { readReportData, writeReportPage, writeWholeFile } from "./report-files.js";
export {
  createResultsFolder,
  type FinalStatus,
  type ManifestFields,
  ResultsFolder,
  type ResultsFolderOptions,
  type RunStatus,
  resumeResultsFolder,
  type TableWriters,
} from "./results-folder.js";
export type { RowDifference } from "./row-difference.js";
export { type FramesSeal, readSealedRun, type SealedRun } from "./sealed-run.js";
export { canonicalJson, prettyJson } from "./stable-json.js";
export { csvText, readTableFile, writeTableFile } from "./table-file.js";
export { TableWriter } from "./table-writer.js";
export {
  type ColumnSchema,
  type ColumnsOf,
  type RowOf,
  TABLES,
  type TableColumns,
  type TableName,
  type TableRow,
  type TableSchema,
} from "./tables.js";
