import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { isAbsolute, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { InputFile } from "./run-plan.js";

/** A file that the scenario names, read. */
export interface ReadFile extends InputFile {
  /** How messages name it: the scenario's own path joined with the one written, or as given on the command line. */
  readonly shown: string;
  readonly text: string;
}

/** Why a file cannot be read, in words for the user. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

/** Reads input files once each, and keeps their hashes for the manifest. */
export class InputFiles {
  readonly #cwd: string;
  readonly #files = new Map<string, Promise<ReadFile>>();
  readonly #read: ReadFile[] = [];

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** The files read so far, in the order of their first mention. */
  get inputs(): InputFile[] {
    return this.#read.map(({ path, sha256, bytes }) => ({ path, sha256, bytes }));
  }

  /**
   * Reads a file as UTF-8.
   *
   * @param path as the scenario names it
   * @param folder what `path` is relative to, itself relative to the working folder
   * @throws UnreadableFileError
   */
  read(path: string, folder: string): Promise<ReadFile> {
    const shown = isAbsolute(path) ? path : normalize(join(folder, path));
    return this.#once(resolve(this.#cwd, shown), path, shown);
  }

  /** What is at a path, links followed; undefined where there is nothing, or nothing that may be looked at. */
  async kindOf(path: string, folder: string): Promise<"file" | "folder" | undefined> {
    const shown = isAbsolute(path) ? path : join(folder, path);
    const stats = await stat(resolve(this.#cwd, shown)).catch(() => undefined);
    if (stats === undefined) return undefined;
    return stats.isDirectory() ? "folder" : "file";
  }

  /** Reads a user's module, so that the manifest has its hash. */
  readModule(path: string, url: string): Promise<ReadFile> {
    return this.#once(fileURLToPath(url), path, path);
  }

  #once(absolute: string, path: string, shown: string): Promise<ReadFile> {
    let file = this.#files.get(absolute);
    if (file === undefined) {
      file = readText(absolute).then(({ bytes, text }) => {
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        const read = { path, shown, sha256, bytes: bytes.length, text };
        this.#read.push(read);
        return read;
      });
      this.#files.set(absolute, file);
    }
    return file;
  }
}

/**
 * Reads a text file.
 * @throws UnreadableFileError with the reason in words for the user
 */
export async function readText(path: string): Promise<{ bytes: Uint8Array; text: string }> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFileError(whyUnreadable(error));
  });
  try {
    return { bytes, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new UnreadableFileError("it is not text (UTF-8)");
  }
}

/** The reason of a failed read, in words for the user. */
function whyUnreadable(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ENOENT":
      return "no such file";
    case "EISDIR":
      return "it is a directory, not a file";
    case "ENOTDIR":
      return "a part of the path is not a directory";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    default:
      return error.message;
  }
}
