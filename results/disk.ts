import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { DamagedResultsError, DiskError, ResultsError } from "./errors.js";

/** What a file is called until it is whole. */
export function temporaryName(path: string): string {
  return `${path}.tmp`;
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Runs `action`; a refusal of the file system becomes a `DiskError` that names the file. */
export function onDisk<T>(doing: string, file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ResultsError) throw error;
    throw new DiskError(doing, file, error);
  }
}

/** Writes all of `bytes`: one `write` call may take fewer than it is given. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

/** Makes renames and removals in a folder last through a power cut. */
export function syncFolder(dir: string): void {
  // Windows has no handle on folders to flush; there the rename alone has to do.
  if (process.platform === "win32") return;
  const fd = openSync(dir, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Moves a finished temporary file into its place. @throws DiskError */
export function putInPlace(path: string): void {
  onDisk("write", path, () => {
    renameSync(temporaryName(path), path);
    syncFolder(dirname(path));
  });
}

/**
 * Replaces a small file as a whole: readers see the old text or the new one, never a part.
 * @throws DiskError
 */
export function replaceFile(path: string, text: string): void {
  const temporary = temporaryName(path);
  onDisk("write", path, () => {
    try {
      const fd = openSync(temporary, "w");
      try {
        writeFully(fd, Buffer.from(text, "utf8"));
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
  putInPlace(path);
}

/** @throws DiskError */
export function readWhole(path: string): Buffer {
  return onDisk("read", path, () => readFileSync(path));
}

/** @throws DamagedResultsError where it is no JSON; DiskError */
export function readJson(path: string): unknown {
  const text = readWhole(path).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedResultsError(path, `cannot be read as JSON: ${(error as Error).message}`);
  }
}
