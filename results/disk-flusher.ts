import { closeSync, fsyncSync, openSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { onDisk, syncFolder } from "./disk.js";

/** Flushing takes at most one part in so many of a run's time. */
const SHARE = 20;
const LEAST_INTERVAL_MS = 500;

/**
 * Makes files last through a power cut, now and then: each flush waits for the disk, and a run may seal a hundred parts in a
 * second. A kill of the process alone loses nothing that was written.
 */
export class DiskFlusher {
  readonly #folder: string;
  #files = new Set<string>();
  #flushedMs = performance.now();
  #tookMs = 0;

  /** @param folder whose files they are */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file that has been written to. */
  add(file: string): void {
    this.#files.add(file);
  }

  get isDue(): boolean {
    return performance.now() - this.#flushedMs >= Math.max(LEAST_INTERVAL_MS, SHARE * this.#tookMs);
  }

  /** @throws DiskError */
  flush(): void {
    const began = performance.now();
    const files = this.#files;
    this.#files = new Set();
    for (const file of files) onDisk("write", file, () => flushFile(file));
    onDisk("write", this.#folder, () => syncFolder(this.#folder));
    this.#flushedMs = performance.now();
    this.#tookMs = this.#flushedMs - began;
  }
}

function flushFile(file: string): void {
  const fd = openSync(file, "r+");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
