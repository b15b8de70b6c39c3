/** Readers of files: element sets (TLE, OMM), ground sites, tracks, built-in cities, lists of links. */

export { CITY_COUNT, cities, cityPopulations } from "./cities.js";
export { type CsvColumns, type CsvRecord, readCsvRecords } from "./csv-records.js";
export type { ReadElements } from "./element-columns.js";
export { type HypatiaDescription, metresText, readHypatiaDescription } from "./hypatia-description.js";
export { readGslInterfaces } from "./hypatia-interfaces.js";
export { type IslPairsOptions, readIslPairs } from "./isl-pairs.js";
export { type OmmFormat, ommFormatOf, readOmm } from "./omm.js";
export { ProblemList } from "./problem-list.js";
export { type ReadRelativeState, readRelativeStates } from "./relative-states-csv.js";
export { parseSiteItem, readSites, SITE_FORMATS, type SiteFormat, siteFormatOf } from "./sites.js";
export { readStates } from "./states-csv.js";
export { readTle } from "./tle.js";
export type { ChecksumRule } from "./tle-line-check.js";
export { nsBetween } from "./track-time.js";
export { readTrack, TRACK_FORMATS, type TrackFormat, trackFormatOf } from "./tracks.js";
export { parseUtc } from "./utc-text.js";
