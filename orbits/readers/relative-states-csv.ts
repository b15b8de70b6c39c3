import type { RelativeState } from "../relative-motion.js";
import { type CsvRecord, readCsvRecords } from "./csv-records.js";
import { ProblemList } from "./problem-list.js";

const VECTOR = ["x_m", "y_m", "z_m", "vx_m_s", "vy_m_s", "vz_m_s"] as const;
const COLUMNS = ["name", ...VECTOR] as const;
type Column = (typeof COLUMNS)[number];

/** A member of a cluster as a file has it. */
export interface ReadRelativeState extends RelativeState {
  readonly name: string;
}

/**
 * Reads members of a cluster as CSV, header `name,x_m,y_m,z_m,vx_m_s,vy_m_s,vz_m_s` in any order: metres and metres per
 * second in the chief's local frame (x outward, y along the flight, z along the orbit's normal).
 *
 * @throws InputError with everything that is wrong, each at its line
 */
export function readRelativeStates(file: string, text: string): ReadRelativeState[] {
  const problems = new ProblemList(file);
  const records = readCsvRecords<Column>(text, problems, { columns: COLUMNS, required: COLUMNS });
  if (records.length === 0 && problems.total === 0) {
    problems.add(1, 1, "expected at least one member; the file has a header alone");
  }
  const lines = new Map<string, number>();
  const members: ReadRelativeState[] = [];
  for (const record of records) {
    const name = record.cell("name");
    const earlier = lines.get(name);
    if (name === "") record.fail("name", "expected a name that is not empty");
    else if (earlier !== undefined)
      record.fail("name", `a second member named "${name}"; the first is on line ${earlier}`);
    else lines.set(name, record.line);
    const member = memberOf(record, name);
    if (member !== undefined) members.push(member);
  }
  problems.throwIfAny();
  return members;
}

function memberOf(record: CsvRecord<Column>, name: string): ReadRelativeState | undefined {
  const [x, y, z, vx, vy, vz] = VECTOR.map((column) =>
    record.number(column, `${column} to be a finite number`),
  );
  if (x === undefined || y === undefined || z === undefined) return undefined;
  if (vx === undefined || vy === undefined || vz === undefined) return undefined;
  return {
    name,
    positionKm: [x / 1000, y / 1000, z / 1000],
    velocityKmS: [vx / 1000, vy / 1000, vz / 1000],
  };
}
