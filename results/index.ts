/**
 * The door of `results/`: one writer and one reader of results folders. A run's tables are sealed part by
 * part while it goes, and merged at its end into files whose bytes depend on the rows alone; whoever reads a
 * folder accepts both. Imports nothing of the other rooms.
 */
export {
  DamagedResultsError,
  DiskError,
  ExistingFolderError,
  NotResultsFolderError,
  ResultsError,
} from "./errors.js";
export { type Manifest, openResults, ResultsReader, type TableSource } from "./reader.js";
export {
  createResultsFolder,
  type FinalStatus,
  type ManifestFields,
  ResultsFolder,
  type ResultsFolderOptions,
  type RunStatus,
  type TableWriters,
} from "./results-folder.js";
export { canonicalJson, prettyJson } from "./stable-json.js";
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
