import { allocateElementSets } from "../element-sets.js";
import { parseIsoInstant } from "../iso-instant.js";
import { NameList } from "../name-list.js";
import { setMeanElements } from "../state-vectors.js";
import { type CsvRecord, readCsvRecords } from "./csv-records.js";
import { type ReadElements, trimElementSets } from "./element-columns.js";
import { ProblemList } from "./problem-list.js";
import { repeatWarnings } from "./repeats.js";

const VECTOR = ["x_km", "y_km", "z_km", "vx_km_s", "vy_km_s", "vz_km_s"] as const;
const COLUMNS = ["name", "epoch", ...VECTOR] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads state vectors as CSV, header `name,epoch,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s` in any order, TEME, and turns each
 * into the mean elements that give it back under SGP4 at its epoch (`setMeanElements`), without drag.
 *
 * @throws InputError with everything that is wrong, each at its line: cells that cannot be read, states that hit the ground,
 *   leave the Earth, or have no mean elements
 */
export function readStates(file: string, text: string): ReadElements {
  const problems = new ProblemList(file);
  const records = readCsvRecords<Column>(text, problems, { columns: COLUMNS, required: COLUMNS });
  if (records.length === 0 && problems.total === 0) {
    problems.add(1, 1, "expected at least one state; the file has a header alone");
  }
  const columns = allocateElementSets(records.length, new NameList([]));
  const names: string[] = [];
  const lines: number[] = [];
  for (const record of records) {
    const state = stateOf(record);
    if (state === undefined) continue;
    const wrong = setMeanElements(columns, names.length, state);
    if (wrong !== undefined) problems.add(record.line, 1, `${record.cell("name")}: ${wrong}`);
    names.push(record.cell("name"));
    lines.push(record.line);
  }
  problems.throwIfAny();
  const elements = trimElementSets(columns, names);
  return { elements, warnings: repeatWarnings(file, elements, (i) => lines[i]) };
}

function stateOf(record: CsvRecord<Column>) {
  const name = record.cell("name");
  if (name === "") record.fail("name", "expected a name that is not empty");
  const epoch = parseIsoInstant(record.cell("epoch"));
  if ("error" in epoch) record.fail("epoch", epoch.error);
  const [x, y, z, vx, vy, vz] = VECTOR.map((column) =>
    record.number(column, `${column} to be a finite number`),
  );
  if (x === undefined || y === undefined || z === undefined) return undefined;
  if (vx === undefined || vy === undefined || vz === undefined) return undefined;
  if (name === "" || "error" in epoch) return undefined;
  return { epoch, positionKm: [x, y, z] as const, velocityKmS: [vx, vy, vz] as const };
}
