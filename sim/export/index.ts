// The network and the results of a run in the formats of other tools.
export { type CzmlOptions, czmlText } from "./czml/czml.js";
export type { CzmlSpan } from "./czml/czml-span.js";
export { ExportError } from "./export-error.js";
export { exportHypatia, type HypatiaExport, type HypatiaExportOptions } from "./export-hypatia.js";
export { type GeoJsonOptions, geoJsonText } from "./geojson.js";
export { graphMlText } from "./graphml.js";
export type { StationRoutes } from "./hypatia-routes.js";
export { leftOutNotices } from "./left-out.js";
export { probePairs } from "./probe-pairs.js";
export { contactsCsv, TABLE_NAMES, tableCsv } from "./table-csv.js";
export {
  type TextChunks,
  type TextFile,
  type TextFileOptions,
  writeTextFile,
} from "./text-file.js";
export { type TextFiles, writeTextFiles } from "./text-folder.js";
export { linksCsv, nodesCsv } from "./tick-csv.js";
export type { TickNetwork } from "./tick-network.js";
