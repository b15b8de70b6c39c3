import type { ReadElements } from "./element-columns.js";
import { ommRecordsFromCsv } from "./omm-csv.js";
import { ommRecordsFromJson } from "./omm-json.js";
import { readOmmRecords } from "./omm-records.js";
import { ommRecordsFromXml } from "./omm-xml.js";
import { ProblemList } from "./problem-list.js";

export type OmmFormat = "json" | "csv" | "xml";

const OMM_FORMATS: Readonly<Record<string, OmmFormat>> = { ".json": "json", ".csv": "csv", ".xml": "xml" };

/** Format of an OMM file by its extension; undefined for any but .json, .csv and .xml. */
export function ommFormatOf(path: string): OmmFormat | undefined {
  const extension = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? "";
  return Object.hasOwn(OMM_FORMATS, extension) ? OMM_FORMATS[extension] : undefined;
}

/**
 * Reads orbit mean-elements messages (CCSDS 502.0), as CelesTrak and Space-Track publish them. Catalogue
 * numbers have up to 9 digits, epochs any number of decimals; satellites keep the order of the file and may
 * be without name.
 *
 * @throws InputError with everything that is wrong: fields that are missing, cannot be read or are out of
 *   range, elements that are not for SGP4 (theory, frame, centre, time scale), text that is not `format`
 */
export function readOmm(file: string, text: string, format: OmmFormat): ReadElements {
  const problems = new ProblemList(file);
  const toRecords = { json: ommRecordsFromJson, csv: ommRecordsFromCsv, xml: ommRecordsFromXml }[format];
  return readOmmRecords(toRecords(text, problems), problems);
}
