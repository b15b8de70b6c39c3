import { closeSync, constants, existsSync, openSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onDisk, readWhole, replaceFile, sha256, temporaryName, writeFully } from "./disk.js";
import { DamagedResultsError, DiskError } from "./errors.js";
import { canonicalJson } from "./stable-json.js";

/**
 * A sealed part: rows of one table that are whole and on the disk. A file in `parts/` that the index does
 * not list was not sealed, whatever it is called.
 */
export interface PartRecord {
  readonly table: string;
  /** Counts the parts of the table from 0. */
  readonly part: number;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** `time_ns` of the first and last row; null for a table without it. */
  readonly spanNs: readonly [number, number] | null;
}

const PARTS_FOLDER = "parts";
export const PARTS_INDEX = "index.jsonl";

export function partsFolder(dir: string): string {
  return join(dir, PARTS_FOLDER);
}

function partFileName(table: string, part: number): string {
  return `${table}-${String(part).padStart(6, "0")}.parquet`;
}

export function partPath(dir: string, table: string, part: number): string {
  return join(partsFolder(dir), partFileName(table, part));
}

export function partsIndexPath(dir: string): string {
  return join(partsFolder(dir), PARTS_INDEX);
}

/** Adds a part to the index. @throws DiskError */
export function recordPart(dir: string, record: PartRecord): void {
  recordLine(dir, { kind: "part", ...record });
}

/** Puts the bytes of a part into their place, as a whole. @throws DiskError */
export function writePart(dir: string, table: string, part: number, bytes: Uint8Array): void {
  const path = partPath(dir, table, part);
  const temporary = temporaryName(path);
  onDisk("write", path, () => {
    try {
      const fd = openSync(temporary, "w");
      try {
        writeFully(fd, bytes);
      } finally {
        closeSync(fd);
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Whether a sealed part is still what it was sealed as. */
export function isPartWhole(dir: string, record: PartRecord): boolean {
  try {
    readPart(dir, record);
    return true;
  } catch (error) {
    if (error instanceof DamagedResultsError) return false;
    throw error;
  }
}

/** A line of the index. */
export type IndexLine = { readonly kind: string } & Readonly<Record<string, unknown>>;

/**
 * Adds a line to the index, which must exist: a folder removed during a run is not made anew. Lines of one kind belong
 * to who writes them. It outlives a kill of the process; `DiskFlusher` makes it last through a power cut.
 * @throws DiskError
 */
export function recordLine(dir: string, line: IndexLine): void {
  const path = partsIndexPath(dir);
  onDisk("write", path, () => {
    const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND);
    try {
      writeFully(fd, Buffer.from(`${canonicalJson(line)}\n`, "utf8"));
    } finally {
      closeSync(fd);
    }
  });
}

/** Replaces the index. @throws DiskError */
export function writePartsIndex(dir: string, lines: readonly IndexLine[]): void {
  replaceFile(partsIndexPath(dir), lines.map((line) => `${canonicalJson(line)}\n`).join(""));
}

/**
 * The sealed parts by the index, in the order in which they were sealed. A last line without its end is
 * from a kill during its writing and does not count; lines of other kinds are left to those who know them.
 * @throws DamagedResultsError for any other line that cannot be read, and for a gap in a table's parts
 */
export function readPartsIndex(dir: string): PartRecord[] {
  return partsAmong(readIndexLines(partsIndexPath(dir)));
}

/** A line of an index, and where it stands. */
export interface PlacedLine {
  readonly place: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** All lines of an index but a last one without its end; none where there is no such file. @throws DamagedResultsError */
export function readIndexLines(path: string): PlacedLine[] {
  if (!existsSync(path)) return [];
  const lines = readWhole(path).toString("utf8").split("\n");
  lines.pop();
  return lines.map((line, index) => {
    const place = `${path}:${index + 1}`;
    return { place, entry: parseLine(place, line) };
  });
}

/** The parts that lines of an index list. @throws DamagedResultsError */
export function partsAmong(lines: readonly PlacedLine[]): PartRecord[] {
  const records: PartRecord[] = [];
  const counts = new Map<string, number>();
  for (const { place, entry } of lines) {
    if (entry.kind !== "part") continue;
    const record = checkRecord(place, entry);
    const expected = counts.get(record.table) ?? 0;
    if (record.part !== expected) {
      throw new DamagedResultsError(
        place,
        `expected part ${expected} of ${record.table}, found part ${record.part}`,
      );
    }
    counts.set(record.table, expected + 1);
    records.push(record);
  }
  return records;
}

/**
 * The bytes of a sealed part, proven against its checksum.
 * @throws DamagedResultsError where they differ or the file is gone
 */
export function readPart(dir: string, { table, part, bytes, sha256: expected }: PartRecord): ArrayBuffer {
  const path = partPath(dir, table, part);
  let content: Buffer;
  try {
    content = readWhole(path);
  } catch (error) {
    if (error instanceof DiskError && error.code === "ENOENT") {
      throw new DamagedResultsError(path, "the sealed part is missing");
    }
    throw error;
  }
  if (content.length !== bytes) {
    throw new DamagedResultsError(path, `sealed with ${bytes} bytes, but has ${content.length}`);
  }
  if (sha256(content) !== expected) {
    throw new DamagedResultsError(path, "its content is not what was sealed (the SHA-256 differs)");
  }
  const copy = new ArrayBuffer(content.length);
  new Uint8Array(copy).set(content);
  return copy;
}

function parseLine(place: string, line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, as any other line that is no object.
  }
  throw new DamagedResultsError(place, "not a line of an index of parts");
}

function checkRecord(place: string, entry: Record<string, unknown>): PartRecord {
  const { table, part, rows, bytes, sha256: hash, spanNs } = entry;
  const whole = [part, rows, bytes].every((value) => Number.isSafeInteger(value) && (value as number) >= 0);
  if (typeof table !== "string" || typeof hash !== "string" || !whole) {
    throw new DamagedResultsError(
      place,
      "the record of a part lacks its table, number, rows, bytes or SHA-256",
    );
  }
  return {
    table,
    part: part as number,
    rows: rows as number,
    bytes: bytes as number,
    sha256: hash,
    spanNs: (spanNs ?? null) as PartRecord["spanNs"],
  };
}
