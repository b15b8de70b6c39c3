import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMapping } from "../../orbits/schema-problems.js";
import { onDisk } from "../../results/disk.js";

const JOURNAL_FILE = "journal.jsonl";

/** One line of the journal: how a run ended. */
export interface JournalEntry {
  readonly run: string;
  readonly status: "complete" | "failed";
  readonly cause?: string;
}

/**
 * Which runs have ended, in the order in which they did. It only grows, so that a kill can tear no more than its
 * last line. It is what keeps a run that failed from being tried again; complete runs are known by their folders.
 */
export class Journal {
  readonly #path: string;
  readonly #failures = new Map<string, string>();

  /** @throws DiskError */
  constructor(dir: string) {
    this.#path = join(dir, JOURNAL_FILE);
    const text = existsSync(this.#path)
      ? onDisk("read", this.#path, () => readFileSync(this.#path, "utf8"))
      : "";
    for (const line of text.split("\n")) this.#take(readEntry(line));
    // What is appended to a torn line would be lost with it.
    if (text !== "" && !text.endsWith("\n")) this.#append("\n");
  }

  /** Why a run failed; undefined where it did not, or has not been tried. */
  failureOf(run: string): string | undefined {
    return this.#failures.get(run);
  }

  /** @throws DiskError */
  add(entry: JournalEntry): void {
    this.#append(`${JSON.stringify(entry)}\n`);
    this.#take(entry);
  }

  #take(entry: JournalEntry | undefined): void {
    if (entry?.status === "failed") this.#failures.set(entry.run, entry.cause ?? "");
    else if (entry !== undefined) this.#failures.delete(entry.run);
  }

  #append(text: string): void {
    onDisk("write", this.#path, () => {
      const fd = openSync(this.#path, "a");
      try {
        appendFileSync(fd, text);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    });
  }
}

function readEntry(line: string): JournalEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (!isMapping(value) || typeof value.run !== "string") return undefined;
    if (value.status === "complete") return { run: value.run, status: "complete" };
    if (value.status !== "failed") return undefined;
    return { run: value.run, status: "failed", cause: String(value.cause ?? "") };
  } catch {
    return undefined;
  }
}
