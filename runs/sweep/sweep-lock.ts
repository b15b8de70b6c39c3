import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isMapping } from "../../orbits/schema-problems.js";
import { onDisk, writeFully } from "../../results/disk.js";
import { ExistingFolderError } from "../../results/index.js";

const LOCK_FILE = "sweep.lock";

/** Folders that this process works in: its own number in a lock is otherwise that of an earlier one. */
const held = new Set<string>();

/**
 * Keeps a second process out of a sweep's folder. The lock of a process that is gone does not count.
 *
 * @returns what lets go of the folder
 * @throws ExistingFolderError where another process works in it
 * @throws DiskError
 */
export function lockSweep(dir: string): () => void {
  const path = join(dir, LOCK_FILE);
  const holder = holderOf(path);
  if (held.has(dir) || (holder !== undefined && isAtWork(holder))) {
    const who = held.has(dir) ? "this process" : `process ${holder?.pid} on ${holder?.host}`;
    throw new ExistingFolderError(dir, `${who} works on the sweep; where it does not, remove ${path}`);
  }
  onDisk("write", path, () => {
    rmSync(path, { force: true });
    const fd = openSync(path, "wx");
    writeFully(fd, Buffer.from(`${JSON.stringify({ pid: process.pid, host: hostname() })}\n`));
    closeSync(fd);
  });
  held.add(dir);
  return () => {
    held.delete(dir);
    rmSync(path, { force: true });
  };
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

function holderOf(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isMapping(value) && typeof value.pid === "number" && typeof value.host === "string") {
      return { pid: value.pid, host: value.host };
    }
  } catch {
    // None, or one that was torn by a kill.
  }
  return undefined;
}

/** Of another machine we cannot know, so it counts. */
function isAtWork({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
