import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type IndexLine,
  type PartRecord,
  type PlacedLine,
  partsAmong,
  partsIndexPath,
  readIndexLines,
} from "./parts.js";

/** What is left of the index of parts when a run was stopped and its parts are merged: what a resume is proven against. */
export const SEALED_FILE = "sealed.jsonl";

/** The frames on the disk at a checkpoint: how many, the bytes of the file that they fill, and the hash of these. */
export interface FramesSeal {
  readonly ticks: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a run that did not come to its end had sealed. */
export interface SealedRun {
  /** By table, in their order. */
  readonly parts: ReadonlyMap<string, readonly PartRecord[]>;
  readonly frames: readonly FramesSeal[];
  /** The lines of the index that say so. */
  readonly lines: readonly IndexLine[];
}

/**
 * Reads what a run had sealed. Parts that it made because it was stopped do not count: an undisturbed run cuts elsewhere.
 * @throws DamagedResultsError
 */
export function readSealedRun(dir: string): SealedRun {
  const growing = partsIndexPath(dir);
  const lines = soundLines(readIndexLines(existsSync(growing) ? growing : join(dir, SEALED_FILE)));
  const parts = new Map<string, PartRecord[]>();
  for (const record of partsAmong(lines)) {
    const before = parts.get(record.table);
    if (before === undefined) parts.set(record.table, [record]);
    else before.push(record);
  }
  const frames = lines.flatMap(({ entry }) =>
    entry.kind === "frames" ? [entry as unknown as FramesSeal] : [],
  );
  return { parts, frames, lines: lines.map(({ entry }) => entry as IndexLine) };
}

/** The line that says that a run was stopped before its end: parts after it are of that moment. */
export const STOPPED: IndexLine = { kind: "stopped" };

function soundLines(lines: readonly PlacedLine[]): PlacedLine[] {
  const stopped = lines.findIndex(({ entry }) => entry.kind === STOPPED.kind);
  if (stopped < 0) return [...lines];
  // Frames are whole ticks, however a run ends.
  return lines.filter(({ entry }, i) => i < stopped || entry.kind === "frames");
}
